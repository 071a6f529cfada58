/** The report as it is read and signed. The server builds the same from its rows and compares. */

import { composed, sha256OfJson } from './canonical';
import type { SignatureLink } from './edits';
import type { Id, Instant, Json, Kinds } from './kinds';
import { NO_CONTRACT, type SettlementLine, settle } from './settlement';

type Row<K extends keyof Kinds> = Kinds[K] & { readonly id: Id };

/** Everything that the report says, from the rows on this phone. */
export interface ReportSource {
  readonly report: Row<'report'>;
  readonly mission: Row<'mission'>;
  readonly client: Row<'client'>;
  readonly site: Row<'site'>;
  readonly technician: { readonly id: Id; readonly name: string };
  /** Null when the mission has none, or the phone may not see it. */
  readonly contract: Row<'contract'> | null;
  readonly times: readonly Row<'time_entry'>[];
  readonly parts: readonly Row<'part_line'>[];
  readonly photos: readonly Row<'attachment'>[];
  readonly changes: readonly Row<'dossier_change'>[];
  readonly locale: string;
}

/** R of docs/evidence.md: whole numbers and composed texts only. */
export interface ReportContent {
  readonly schema: 1;
  readonly template: 'report-1';
  readonly report_id: Id;
  readonly revision: number;
  readonly mission: {
    readonly id: Id;
    readonly number: string;
    readonly title: string;
    readonly problem: string;
  };
  readonly client: { readonly id: Id; readonly name: string };
  readonly site: { readonly id: Id; readonly name: string; readonly address: string };
  readonly technician: { readonly id: Id; readonly name: string };
  readonly locale: string;
  readonly timezone: string;
  readonly started_at: Instant;
  readonly ended_at: Instant;
  readonly todo: readonly { readonly text: string; readonly done: boolean }[];
  readonly actions_done: string;
  readonly problems_met: string;
  readonly reservations: string;
  readonly work_minutes: number;
  readonly travel_minutes: number;
  readonly parts: readonly {
    readonly label: string;
    readonly reference: string;
    readonly quantity: number;
    readonly unit_cents: number;
    readonly total_cents: number;
  }[];
  readonly photos: readonly { readonly sha256: string; readonly caption: string }[];
  readonly inventory: {
    readonly answer: Kinds['report']['inventory_answer'];
    readonly changes: readonly Pick<
      Kinds['dossier_change'],
      'op' | 'section' | 'label' | 'before' | 'after'
    >[];
  };
  readonly settlement: {
    readonly contract_number: string;
    readonly kind: string;
    readonly bank_before: number | null;
    readonly bank_after: number | null;
    readonly debit_minutes: number;
    readonly total_cents: number;
    readonly lines: readonly SettlementLine[];
  };
}

export function buildContent(source: ReportSource): ReportContent {
  const { report, mission, client, site, technician, locale } = source;
  const content: ReportContent = {
    schema: 1,
    template: 'report-1',
    report_id: report.id,
    revision: report.revision,
    mission: {
      id: mission.id,
      number: mission.number,
      title: mission.title,
      problem: mission.problem,
    },
    client: { id: client.id, name: client.name },
    site: { id: site.id, name: site.name, address: addressOf(site) },
    technician: { id: technician.id, name: technician.name },
    locale,
    timezone: mission.timezone,
    started_at: wholeSeconds(report.started_at),
    ended_at: wholeSeconds(report.ended_at),
    todo: mission.todo.map(({ text, done }) => ({ text, done })),
    actions_done: report.actions_done,
    problems_met: report.problems_met,
    reservations: report.reservations,
    ...workOf(source),
    inventory: {
      answer: report.inventory_answer,
      changes: inOrder(source.changes).map(({ op, section, label, before, after }) => {
        return { op, section, label, before, after };
      }),
    },
    settlement: settlementOf(source),
  };
  return composed(content as unknown as Json) as unknown as ReportContent;
}

/** H: what the signatures are given on. */
export function contentHash(content: ReportContent): Promise<string> {
  return sha256OfJson(content as unknown as Json);
}

function workOf(source: ReportSource) {
  return {
    work_minutes: minutes(source, 'work'),
    travel_minutes: minutes(source, 'travel'),
    parts: inOrder(source.parts).map(({ label, reference, quantity, unit_cents }) => {
      return { label, reference, quantity, unit_cents, total_cents: quantity * unit_cents };
    }),
    photos: inOrder(source.photos).map(({ sha256, caption }) => ({ sha256, caption })),
  };
}

function settlementOf(source: ReportSource): ReportContent['settlement'] {
  const { contract } = source;
  const { work_minutes, travel_minutes } = workOf(source);
  const parts = inOrder(source.parts);
  const terms = contract ?? NO_CONTRACT;
  const settled = settle(terms, { work_minutes, travel_minutes, parts });
  return {
    contract_number: contract?.number ?? '',
    kind: contract?.kind ?? '',
    bank_before: terms.bank_minutes,
    bank_after: settled.bank_after,
    debit_minutes: settled.debit_minutes,
    total_cents: settled.total_cents,
    lines: settled.lines,
  };
}

function minutes(source: ReportSource, kind: Kinds['time_entry']['kind']): number {
  const entries = source.times.filter((entry) => entry.kind === kind);
  return entries.reduce((sum, entry) => sum + entry.minutes, 0);
}

function addressOf(site: Kinds['site']): string {
  return `${site.address}, ${site.postcode} ${site.city}`;
}

/** `2026-11-24T09:27:00Z`. */
function wholeSeconds(instant: Instant | null): Instant {
  return instant ? `${new Date(instant).toISOString().slice(0, 19)}Z` : '';
}

/** Ids grow with time, and are the same on both sides. */
function inOrder<T extends { readonly id: Id }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The hash of one signature, which the next one holds. */
export async function linkHash(link: SignatureLink): Promise<string> {
  const ink = link.ink ? await sha256OfJson(link.ink as unknown as Json) : '';
  const { content_sha256, role, name, capacity, outcome, signed_at } = link;
  const { previous_sha256, consent_sha256 } = link;
  return sha256OfJson({
    ...{ content_sha256, role, name, capacity, outcome, signed_at },
    ...{ previous_sha256, consent_sha256, ink_sha256: ink },
  });
}
