/** From what was written to what is read and signed. */

import { type Edit, freezeReport, setReport, thawReport, writeReport } from '../domain/edits';
import type { Id, Json, TimeKind } from '../domain/kinds';
import { buildContent, contentHash, type ReportSource } from '../domain/reports';
import { partsOf, reportOf, type Shown, type View } from '../store/view';
import type { Phone } from '../sync/phone';
import { language } from './i18n';
import { minutesOf, settingMinutes } from './times';

const TIMES: readonly TimeKind[] = ['work', 'travel'];
/** Who writes: the person signed in, never a typed name. */
export interface Author {
  readonly id: Id;
  readonly name: string;
}

/** Fix the content: suggested times become entries, the visit ends, R is built and hashed. */
export async function freeze(
  phone: Phone,
  mission: Shown<'mission'>,
  report: Shown<'report'>,
  author: Author,
  now: Date,
): Promise<void> {
  await phone.record(...closingTimes(phone.view.value, report, now));
  const content = buildContent(sourceOf(phone.view.value, mission, author));
  const hash = await contentHash(content);
  await phone.record(freezeReport(report.id, content as unknown as Json, hash));
}

function closingTimes(view: View, report: Shown<'report'>, now: Date): Edit[] {
  const times = TIMES.flatMap((kind) => {
    const { minutes, suggested } = minutesOf(view, report, kind, now);
    return suggested && minutes > 0 ? settingMinutes(view, report, kind, minutes) : [];
  });
  const ended_at = now.toISOString();
  return [...times, setReport(report.id, { ended_at, started_at: report.started_at ?? ended_at })];
}

function sourceOf(view: View, mission: Shown<'mission'>, technician: Author): ReportSource {
  const report = reportOf(view, mission.id);
  const client = view.client.get(mission.client_id);
  const site = view.site.get(mission.site_id);
  if (!report || !client || !site) throw new Error('The mission is not whole on this phone.');
  return {
    report,
    mission,
    client,
    site,
    technician,
    contract: (mission.contract_id && view.contract.get(mission.contract_id)) || null,
    times: partsOf(view, 'time_entry', report.id),
    parts: partsOf(view, 'part_line', report.id),
    photos: partsOf(view, 'attachment', report.id),
    changes: partsOf(view, 'dossier_change', report.id),
    locale: language.value,
  };
}

/** The client's reservations belong to what is signed: thaw, write them, freeze anew. */
export async function freezeWithReservations(
  phone: Phone,
  mission: Shown<'mission'>,
  author: Author,
  reservations: string,
  now: Date,
): Promise<void> {
  const report = reportOf(phone.view.value, mission.id);
  if (!report) return;
  await phone.record(thawReport(report.id), writeReport(report.id, 'reservations', reservations));
  const thawed = reportOf(phone.view.value, mission.id) ?? report;
  await freeze(phone, mission, thawed, author, now);
}
