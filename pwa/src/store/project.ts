/** What the screen shows: what the server said, then what the person did since. Pure. */

import { type FieldStep, missionStepOf, type Op } from '../domain/edits';
import type { Id, Json, Kind } from '../domain/kinds';
import { KINDS } from '../domain/kinds';
import { eventOf, nextStatus } from '../domain/missions';
import type { FieldEdit, Mutation } from '../domain/mutations';
import { blankRow } from './blank';
import type { Shown, View } from './view';

type AnyRow = Shown<Kind>;

export function emptyView(): View {
  return Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as View;
}

export function project(base: View, edits: readonly Mutation[]): View {
  const draft = new Draft(base);
  for (const edit of edits) apply(draft, edit);
  return draft.done();
}

/** A view that copies the map of a kind the first time it changes. */
class Draft {
  private readonly changed: Partial<Record<Kind, Map<Id, AnyRow>>> = {};

  constructor(private readonly base: View) {}

  get<K extends Kind>(kind: K, id: Id): Shown<K> | undefined {
    const rows = this.changed[kind] ?? this.base[kind];
    return rows.get(id) as Shown<K> | undefined;
  }

  all<K extends Kind>(kind: K): readonly Shown<K>[] {
    return [...(this.changed[kind] ?? this.base[kind]).values()] as unknown as Shown<K>[];
  }

  put(kind: Kind, id: Id, values: Readonly<Record<string, unknown>>): void {
    const row = { ...this.get(kind, id), ...values, id, waiting: true };
    this.writable(kind).set(id, row as unknown as AnyRow);
  }

  delete(kind: Kind, id: Id): void {
    this.writable(kind).delete(id);
  }

  done(): View {
    return { ...this.base, ...this.changed } as View;
  }

  private writable(kind: Kind): Map<Id, AnyRow> {
    const rows = this.changed[kind] ?? new Map(this.base[kind] as ReadonlyMap<Id, AnyRow>);
    this.changed[kind] = rows;
    return rows;
  }
}

function apply(draft: Draft, edit: Mutation): void {
  const known = edit.op === 'create' || draft.get(edit.kind, edit.id) !== undefined;
  if (known) (ACTS[edit.op] ?? change)(draft, edit);
}

function change(draft: Draft, edit: Mutation): void {
  const row = draft.get(edit.kind, edit.id) as unknown as Record<string, Json>;
  const values = Object.entries(edit.fields).map(([name, field]) => {
    return [name, fieldAfter(edit.op, row[name] ?? null, field)] as const;
  });
  draft.put(edit.kind, edit.id, Object.fromEntries(values));
}

function create(draft: Draft, edit: Mutation): void {
  const values = Object.entries(edit.fields).map(([name, { value }]) => [name, value ?? null]);
  const scope = String(edit.args.scope ?? '');
  const mission = draft.get('mission', scope.slice('mission:'.length));
  const known = draft.get(edit.kind, edit.id) ?? {
    ...blankRow(edit.kind, mission, edit.at),
    scope,
    version: 0,
  };
  draft.put(edit.kind, edit.id, { ...known, ...Object.fromEntries(values) });
}

function fieldAfter(op: Mutation['op'], before: Json, field: FieldEdit): Json {
  if (op === 'delta') return Number(before ?? 0) + (field.delta ?? 0);
  if (op === 'set' || op === 'text') return field.value ?? null;
  const items = field.items ?? [];
  const others = (Array.isArray(before) ? before : []).filter(
    (item) => !items.some((one) => sameElement(one, item)),
  );
  return op === 'add' ? [...others, ...items] : others;
}

/** Elements of a set are the same when their ids are, or else when they are equal. */
function sameElement(one: Json, other: Json): boolean {
  const id = (element: Json) =>
    element !== null && typeof element === 'object' && 'id' in element ? element.id : element;
  return JSON.stringify(id(one)) === JSON.stringify(id(other));
}

const ACTS: Readonly<Partial<Record<Op, (draft: Draft, edit: Mutation) => void>>> = {
  create,
  delete: (draft, { kind, id }) => draft.delete(kind, id),
  'mission.accept': takeStep,
  'mission.decline': takeStep,
  'mission.depart': takeStep,
  'mission.arrive': takeStep,
  'mission.interrupt': takeStep,
  'mission.resume': takeStep,
  'mission.check': checkTodo,
  'report.freeze': freeze,
  'report.thaw': thaw,
  'report.close': close,
};

function takeStep(draft: Draft, edit: Mutation): void {
  step(draft, edit.id, missionStepOf(edit.op), edit);
}

function step(draft: Draft, missionId: Id, name: FieldStep | 'finish', edit: Mutation): void {
  const mission = draft.get('mission', missionId);
  const status = mission && nextStatus(mission.status, name);
  if (!status) return;
  const begins = name === 'arrive' || name === 'resume';
  draft.put('mission', missionId, { status, visits: mission.visits + Number(begins) });
  const eventId = edit.args.event_id;
  if (typeof eventId !== 'string' || draft.get('mission_event', eventId)) return;
  draft.put('mission_event', eventId, {
    ...blankRow('mission_event', mission, edit.at),
    scope: mission.scope,
    version: 0,
    kind: eventOf(name),
    at: edit.args.at ?? edit.at,
    text: edit.args.reason ?? '',
  });
}

function checkTodo(draft: Draft, edit: Mutation): void {
  const { todo_id, done } = edit.args;
  const todo = draft.get('mission', edit.id)?.todo ?? [];
  const after = todo.map((one) => (one.id === todo_id ? { ...one, done: done === true } : one));
  draft.put('mission', edit.id, { todo: after });
}

function freeze(draft: Draft, edit: Mutation): void {
  const { status } = draft.get('report', edit.id) ?? {};
  if (status !== 'draft' && status !== 'frozen') return;
  draft.put('report', edit.id, {
    status: 'frozen',
    frozen: edit.args.frozen,
    content_sha256: edit.args.content_sha256,
    frozen_at: edit.at,
  });
}

function thaw(draft: Draft, edit: Mutation): void {
  if (draft.get('report', edit.id)?.status !== 'frozen') return;
  draft.put('report', edit.id, {
    status: 'draft',
    frozen: null,
    content_sha256: null,
    frozen_at: null,
  });
  for (const signature of draft.all('signature')) {
    if (signature.report_id !== edit.id || signature.voided_at) continue;
    draft.put('signature', signature.id, { voided_at: edit.at });
  }
}

function close(draft: Draft, edit: Mutation): void {
  const report = draft.get('report', edit.id);
  if (report?.status !== 'frozen') return;
  const { at, outcome, outcome_reason } = edit.args;
  const closed = { status: 'closed', closed_at: at, outcome, outcome_reason };
  draft.put('report', edit.id, closed);
  step(draft, report.mission_id, 'finish', edit);
}
