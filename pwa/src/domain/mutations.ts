/** An edit as it waits in the outbox and goes over the wire. See docs/sync.md. */

import type { Edit, Op, Values } from './edits';
import type { Id, Instant, Json, Kind } from './kinds';

/** What happens to one field; `was` is the value the person saw when she changed it. */
export interface FieldEdit {
  readonly value?: Json;
  readonly was?: Json;
  readonly items?: readonly Json[];
  readonly delta?: number;
}

export interface Mutation {
  readonly kind: Kind;
  readonly id: Id;
  readonly op: Op;
  /** The version of the row that the person saw; 0 when the server had none yet. */
  readonly base: number;
  readonly fields: Readonly<Record<string, FieldEdit>>;
  readonly args: Values;
  readonly at: Instant;
}

/** The row as the screen shows it, before the edit. */
export type Seen = Readonly<Record<string, unknown>> & { readonly version: number };

const FIELD: Readonly<Partial<Record<Op, (value: Json, was: Json) => FieldEdit>>> = {
  create: (value) => ({ value }),
  set: (value, was) => ({ value, was }),
  text: (value, was) => ({ value, was: was ?? '' }),
  add: (items) => ({ items: items as readonly Json[] }),
  remove: (items) => ({ items: items as readonly Json[] }),
  delta: (delta) => ({ delta: Number(delta) }),
};

export function toMutation(edit: Edit, seen: Seen | undefined, now: Date): Mutation {
  const toField = FIELD[edit.op];
  const values = Object.entries(toField ? (edit.values ?? {}) : {});
  const fields = values.map(([name, value]) => {
    const was = (seen?.[name] ?? null) as Json;
    return [name, toField?.(value, was) ?? {}] as const;
  });
  return {
    kind: edit.kind,
    id: edit.id,
    op: edit.op,
    base: seen?.version ?? 0,
    fields: Object.fromEntries(fields),
    args: edit.args ?? {},
    at: edit.at ?? now.toISOString(),
  };
}

/** Both edits change the same fields of the same row, so that the later can stand for both. */
export function continues(earlier: Mutation, later: Mutation): boolean {
  const same = earlier.kind === later.kind && earlier.id === later.id && earlier.op === later.op;
  const mergeable = later.op === 'set' || later.op === 'text';
  const names = (mutation: Mutation) => Object.keys(mutation.fields).sort().join();
  return same && mergeable && names(earlier) === names(later);
}

/** One edit for two that `continues` joined: the value seen first, the value typed last. */
export function joined(earlier: Mutation, later: Mutation): Mutation {
  const fields = Object.entries(later.fields).map(([name, field]) => {
    const was = earlier.fields[name]?.was ?? null;
    return [name, { ...field, was }] as const;
  });
  return { ...later, base: earlier.base, fields: Object.fromEntries(fields) };
}

/** The words and numbers that a person typed, for reading and copying. */
export function typedText(mutation: Mutation): string {
  const values = Object.values(mutation.fields).map(({ value, items, delta }) =>
    readable(value ?? items ?? delta ?? null),
  );
  const args = ['reason', 'outcome_reason'].map((name) => readable(mutation.args[name] ?? null));
  return [...values, ...args].filter((text) => text !== '').join('\n');
}

function readable(value: Json): string {
  if (value === null || typeof value === 'boolean') return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
