/** The things a technician can do, as values to hand to `phone.record`.
 *
 * The value an edit replaces (`was`) is filled in by the store when it is recorded.
 */

import type {
  ChangeOp,
  Id,
  Instant,
  InventoryAnswer,
  Json,
  Kind,
  Kinds,
  Signature,
  SigningOutcome,
  TimeKind,
} from './kinds';

export type Command =
  | 'mission.accept'
  | 'mission.decline'
  | 'mission.depart'
  | 'mission.arrive'
  | 'mission.interrupt'
  | 'mission.resume'
  | 'mission.check'
  | 'report.freeze'
  | 'report.thaw'
  | 'report.close';
export type Op = 'create' | 'set' | 'add' | 'remove' | 'delta' | 'text' | 'delete' | Command;
export type Values = Readonly<Record<string, Json>>;

/** One thing that was done to one row. `at` is the phone's clock, filled in when absent. */
export interface Edit {
  readonly kind: Kind;
  readonly id: Id;
  readonly op: Op;
  /** New values (create, set, text), items (add, remove) or differences (delta), by field. */
  readonly values?: Values;
  /** `scope` of a create; what a command needs. */
  readonly args?: Values;
  readonly at?: Instant;
}

export type FieldStep = 'accept' | 'decline' | 'depart' | 'arrive' | 'interrupt' | 'resume';

/** The step that a command `mission.<step>` takes. */
export function missionStepOf(op: Op): FieldStep {
  return op.slice('mission.'.length) as FieldStep;
}

export type ReportText = 'actions_done' | 'problems_met' | 'reservations';

/** `eventId` becomes the line of the timeline; `reason` is needed to decline or interrupt. */
export function missionStep(
  missionId: Id,
  step: FieldStep,
  event: { readonly id: Id; readonly at: Instant; readonly reason?: string },
): Edit {
  const args = {
    event_id: event.id,
    at: event.at,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
  return { kind: 'mission', id: missionId, op: `mission.${step}`, args, at: event.at };
}

export function checkTodo(missionId: Id, todoId: Id, done: boolean): Edit {
  return { kind: 'mission', id: missionId, op: 'mission.check', args: { todo_id: todoId, done } };
}

export function addNote(
  missionId: Id,
  note: { readonly id: Id; readonly at: Instant; readonly text: string },
): Edit {
  const values = { mission_id: missionId, kind: 'note', at: note.at, text: note.text };
  return create('mission_event', note.id, missionId, values);
}

export function startReport(missionId: Id, reportId: Id, startedAt: Instant): Edit {
  const values = { mission_id: missionId, started_at: startedAt };
  return create('report', reportId, missionId, values);
}

export function writeReport(reportId: Id, field: ReportText, text: string): Edit {
  return { kind: 'report', id: reportId, op: 'text', values: { [field]: text } };
}

export function setReport(
  reportId: Id,
  values: {
    readonly inventory_answer?: InventoryAnswer;
    readonly solved?: boolean;
    readonly started_at?: Instant;
    readonly ended_at?: Instant;
  },
): Edit {
  return { kind: 'report', id: reportId, op: 'set', values };
}

/** Everything that belongs to a report carries the mission's scope. */
export interface OnReport {
  readonly id: Id;
  readonly missionId: Id;
  readonly reportId: Id;
}

export function addTime(
  on: OnReport,
  time: {
    readonly kind: TimeKind;
    readonly minutes: number;
    readonly started_at: Instant | null;
    readonly note: string;
  },
): Edit {
  return create('time_entry', on.id, on.missionId, { report_id: on.reportId, ...time });
}

export function addPart(
  on: OnReport,
  part: {
    readonly reference: string;
    readonly label: string;
    readonly quantity: number;
    readonly unit_cents: number;
  },
): Edit {
  return create('part_line', on.id, on.missionId, { report_id: on.reportId, ...part });
}

export function setPart(
  partId: Id,
  values: { readonly quantity?: number; readonly unit_cents?: number; readonly label?: string },
): Edit {
  return { kind: 'part_line', id: partId, op: 'set', values };
}

export function addAttachment(
  on: OnReport,
  photo: Pick<
    Kinds['attachment'],
    'sha256' | 'size' | 'mime' | 'width' | 'height' | 'caption' | 'taken_at'
  >,
): Edit {
  return create('attachment', on.id, on.missionId, { report_id: on.reportId, ...photo });
}

export function setCaption(attachmentId: Id, caption: string): Edit {
  return { kind: 'attachment', id: attachmentId, op: 'set', values: { caption } };
}

export function addChange(
  on: OnReport,
  change: {
    readonly op: ChangeOp;
    readonly item_id: Id | null;
    readonly section: string;
    readonly label: string;
    readonly before: string;
    readonly after: string;
  },
): Edit {
  return create('dossier_change', on.id, on.missionId, { report_id: on.reportId, ...change });
}

/** Time, a part, a photo or an inventory change is taken back. */
export function remove(
  kind: 'time_entry' | 'part_line' | 'attachment' | 'dossier_change',
  id: Id,
): Edit {
  return { kind, id, op: 'delete' };
}

export function freezeReport(reportId: Id, frozen: Json, contentSha256: string): Edit {
  return {
    kind: 'report',
    id: reportId,
    op: 'report.freeze',
    args: { frozen, content_sha256: contentSha256 },
  };
}

export function thawReport(reportId: Id): Edit {
  return { kind: 'report', id: reportId, op: 'report.thaw', args: {} };
}

/** What a signature says when it is given; whose report it is on stands beside it. */
export type SignatureLink = Omit<Signature, 'report_id' | 'voided_at'>;

export function addSignature(on: OnReport, link: SignatureLink): Edit {
  const values = { report_id: on.reportId, ...link } as unknown as Values;
  return create('signature', on.id, on.missionId, values);
}

export function closeReport(
  reportId: Id,
  close: {
    readonly at: Instant;
    readonly outcome: SigningOutcome;
    readonly outcome_reason: string;
  },
): Edit {
  return { kind: 'report', id: reportId, op: 'report.close', args: { ...close }, at: close.at };
}

export function readNotice(noticeId: Id, at: Instant): Edit {
  return { kind: 'notice', id: noticeId, op: 'set', values: { read_at: at } };
}

function create(kind: Kind, id: Id, missionId: Id, values: Values): Edit {
  return { kind, id, op: 'create', values, args: { scope: `mission:${missionId}` } };
}
