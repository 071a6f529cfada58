/** What the screens read: every row the phone holds, with what the person did since. */

import type { Id, Json, Kind, Kinds } from '../domain/kinds';

export interface RowMarks {
  readonly id: Id;
  readonly scope: string;
  /** 0 while only this phone knows the row. */
  readonly version: number;
  /** Something done to this row on this phone has not reached the server yet. */
  readonly waiting: boolean;
}
export type Shown<K extends Kind> = Kinds[K] & RowMarks;

/** Two people wrote the same field; the value that lost is kept here until one was chosen. */
export interface ConflictView {
  readonly id: Id;
  readonly kind: Kind;
  readonly entity_id: Id;
  readonly field: string;
  readonly mine: Json;
  readonly theirs: Json;
  readonly open: boolean;
}

/** Maps by kind and id. A new object for every change; unchanged kinds keep their map. */
export type View = { readonly [K in Kind]: ReadonlyMap<Id, Shown<K>> };

export function missionsOfDay(view: View, day: string): Shown<'mission'>[] {
  return agenda(view).filter((mission) => dayOf(mission) === day);
}

/** Missions with a date, earliest first; what the office took away or cancelled is left out. */
export function agenda(view: View): Shown<'mission'>[] {
  return [...view.mission.values()]
    .filter(({ starts_at, status }) => starts_at && status !== 'cancelled' && status !== 'to_plan')
    .sort((one, other) => compare(one.starts_at, other.starts_at));
}

/** The day of the mission where it takes place, `YYYY-MM-DD`. */
export function dayOf(mission: Shown<'mission'>): string {
  if (!mission.starts_at) return '';
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: mission.timezone || 'UTC' });
  return parts.format(new Date(mission.starts_at));
}

/** The report being written, or else the last one. */
export function reportOf(view: View, missionId: Id): Shown<'report'> | undefined {
  const reports = [...view.report.values()].filter((report) => report.mission_id === missionId);
  return reports.sort((one, other) => other.revision - one.revision)[0];
}

export function eventsOf(view: View, missionId: Id): Shown<'mission_event'>[] {
  return [...view.mission_event.values()]
    .filter((event) => event.mission_id === missionId)
    .sort((one, other) => compare(one.at, other.at));
}

type OnReport = 'time_entry' | 'part_line' | 'attachment' | 'dossier_change' | 'signature';

/** What belongs to one report, in the order it was made. */
export function partsOf<K extends OnReport>(view: View, kind: K, reportId: Id): Shown<K>[] {
  const rows = [...(view[kind] as ReadonlyMap<Id, Shown<K>>).values()];
  return rows
    .filter((row) => row.report_id === reportId)
    .sort((one, other) => compare(one.id, other.id));
}

type OfClient = 'site' | 'referent' | 'contract' | 'history_entry' | 'dossier' | 'mission';

export function ofClient<K extends OfClient>(view: View, kind: K, clientId: Id): Shown<K>[] {
  const rows = [...(view[kind] as ReadonlyMap<Id, Shown<K>>).values()];
  return rows.filter((row) => row.client_id === clientId);
}

export function itemsOf(view: View, dossierId: Id): Shown<'dossier_item'>[] {
  return [...view.dossier_item.values()]
    .filter((item) => item.dossier_id === dossierId)
    .sort(
      (one, other) =>
        compare(one.section, other.section) ||
        one.configuration - other.configuration ||
        one.position - other.position,
    );
}

export function catalogue(
  view: View,
  list: Kinds['catalogue_row']['list'],
): Shown<'catalogue_row'>[] {
  return [...view.catalogue_row.values()]
    .filter((row) => row.list === list)
    .sort((one, other) => one.label.localeCompare(other.label));
}

export function unreadNotices(view: View): Shown<'notice'>[] {
  return [...view.notice.values()]
    .filter((notice) => !notice.read_at)
    .sort((one, other) => compare(other.created_at, one.created_at));
}

function compare(one: string | null, other: string | null): number {
  return (one ?? '') < (other ?? '') ? -1 : Number((one ?? '') > (other ?? ''));
}
