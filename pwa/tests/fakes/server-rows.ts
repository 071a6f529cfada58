/** What the fake server keeps, and how an edit changes it. */

import type { Id, Json, Kind } from '../../src/domain/kinds';
import type { NumberedMutation } from '../../src/sync/protocol';

export interface FakeRow {
  readonly kind: Kind;
  readonly id: Id;
  scope: string;
  version: number;
  seq: number;
  gone: boolean;
  data: Record<string, Json>;
}

export interface FakeDevice {
  lastN: number;
  revoked: boolean;
  readonly byN: Map<number, Id>;
}

export interface Grant {
  granted: number;
  revoked: number | null;
}

/** The fields that a create, set, text, add, remove or delta leaves. */
export function valuesAfter(
  { op, fields }: NumberedMutation,
  before: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const after = Object.entries(fields).map(([name, field]): [string, Json] => {
    const was = before[name] ?? null;
    if (field.delta !== undefined) return [name, Number(was ?? 0) + field.delta];
    if (field.items === undefined) return [name, field.value ?? null];
    const { items } = field;
    const others = (Array.isArray(was) ? was : []).filter((one: Json) => !items.includes(one));
    return [name, op === 'add' ? [...others, ...items] : others];
  });
  return Object.fromEntries(after);
}
