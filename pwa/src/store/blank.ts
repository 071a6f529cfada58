/** What a new row holds before the server has filled it in. */

import type { Instant, Kind, Kinds } from '../domain/kinds';
import type { Shown } from './view';

type Blank = (
  mission: Shown<'mission'> | undefined,
  at: Instant,
) => Readonly<Record<string, unknown>>;

const BLANKS: { readonly [K in Kind]?: Blank } = {
  report: (mission) =>
    ({
      mission_id: mission?.id ?? '',
      ticket_id: mission?.ticket_id ?? null,
      client_id: mission?.client_id ?? '',
      technician_id: mission?.technician_id ?? '',
      number: '',
      revision: 1,
      status: 'draft',
      actions_done: '',
      problems_met: '',
      reservations: '',
      inventory_answer: 'unanswered',
      solved: true,
      started_at: null,
      ended_at: null,
      outcome: null,
      outcome_reason: '',
      frozen: null,
      content_sha256: null,
      previous_sha256: null,
      frozen_at: null,
      closed_at: null,
      pdf_state: 'none',
      pdf_sha256: null,
    }) satisfies Kinds['report'],
  mission_event: (mission, at) =>
    ({
      mission_id: mission?.id ?? '',
      kind: 'note',
      at,
      received_at: null,
      by_id: mission?.technician_id ?? null,
      by_name: '',
      text: '',
      data: {},
    }) satisfies Kinds['mission_event'],
  time_entry: () => ({ started_at: null, note: '' }),
  part_line: () => ({ reference: '', quantity: 1, unit_cents: 0 }),
  attachment: () => ({ width: 0, height: 0, caption: '', taken_at: null }),
  dossier_change: () => ({ item_id: null, before: '', after: '', applied_at: null }),
  signature: () => ({ capacity: '', reason: '', ink: null, voided_at: null }),
};

export function blankRow(
  kind: Kind,
  mission: Shown<'mission'> | undefined,
  at: Instant,
): Readonly<Record<string, unknown>> {
  return BLANKS[kind]?.(mission, at) ?? {};
}
