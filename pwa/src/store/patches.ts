/** Applying what the server sends. One transaction: rows, orders to forget, acknowledged edits
 * and the cursor together, so that nothing flickers and nothing half-applies.
 */

import { batch } from '@preact/signals';
import { type Id, KINDS, type Kind } from '../domain/kinds';
import { blobKey } from './blobs';
import { type RowRecord, type Writing, write } from './db';
import { NEW_MARK, type SyncMark } from './mark';
import { deleteByMid } from './outbox';
import { type Replica, type RowBody, type RowName, rowKey, scopeKey, withRows } from './replica';
import type { ConflictView, View } from './view';

export type Forget = { readonly scope: string } | { readonly kind: Kind; readonly id: Id };

export interface Patch {
  readonly put: readonly RowBody[];
  readonly forget: readonly Forget[];
  readonly conflicts: readonly ConflictView[];
  /** Mutations up to this number have their effects in the rows sent so far. */
  readonly acked: number;
  /** The last page: what it does not bring will not come. */
  readonly last: boolean;
  readonly mark: SyncMark;
}

/** What other tabs must do to show the same. */
export interface Applied {
  readonly put: readonly RowName[];
  readonly forget: readonly Forget[];
  /** Rows left over from an older snapshot went: read everything again. */
  readonly swept: boolean;
}

export function applyPatch(replica: Replica, patch: Patch): Promise<Applied> {
  return replica.inOrder(() => apply(replica, patch));
}

async function apply(replica: Replica, patch: Patch): Promise<Applied> {
  const scopes = await scopeKeys(replica, patch.put);
  const records = await Promise.all(
    patch.put.map((row) => seal(replica, row, scopes.get(row.scope) ?? '', patch.mark)),
  );
  const orders = await Promise.all(patch.forget.map((one) => hashed(replica, one)));
  const metas = await sealMetas(replica, patch);
  const acked = patch.last ? acknowledged(replica, patch.acked) : [];
  let swept = false;
  await write(replica.db, ['rows', 'outbox', 'meta', 'blobs', 'uploads'], async (tx) => {
    for (const order of orders) await forget(tx, order);
    for (const row of records) await tx.objectStore('rows').put(row);
    for (const mid of acked) await deleteByMid(tx, mid);
    if (patch.last) swept = await sweep(tx, patch.mark.generation);
    for (const meta of metas) await tx.objectStore('meta').put(meta);
  });
  await show(replica, patch, acked, swept);
  return { put: patch.put.map(({ kind, id }) => ({ kind, id })), forget: patch.forget, swept };
}

async function sealMetas(replica: Replica, { mark, conflicts }: Patch) {
  const metas = [await replica.sealMeta('sync', mark)];
  if (conflicts.length > 0) {
    replica.conflicts.value = merged(replica.conflicts.value, conflicts);
    metas.push(await replica.sealMeta('conflicts', replica.conflicts.value));
  }
  return metas;
}

function merged(known: readonly ConflictView[], news: readonly ConflictView[]) {
  const byId = new Map([...known, ...news].map((conflict) => [conflict.id, conflict]));
  return [...byId.values()].filter(({ open }) => open);
}

/** Edits whose effects have come and whose receipts are known; the others are asked for again. */
function acknowledged(replica: Replica, acked: number): readonly Id[] {
  return replica.outbox.value
    .filter(({ n, mid }) => n <= acked && replica.settled.has(mid))
    .map(({ mid }) => mid);
}

/** Each scope is hashed once a page, not once a row. */
async function scopeKeys(
  { vault }: Replica,
  rows: readonly RowBody[],
): Promise<ReadonlyMap<string, string>> {
  const scopes = [...new Set(rows.map(({ scope }) => scope))];
  const keys = scopes.map(async (scope) => [scope, await scopeKey(vault, scope)] as const);
  return new Map(await Promise.all(keys));
}

async function seal(replica: Replica, row: RowBody, s: string, mark: SyncMark): Promise<RowRecord> {
  const k = await rowKey(replica.vault, row.kind, row.id);
  return { k, s, g: mark.generation, b: await replica.vault.seal(`rows/${k}`, row) };
}

type Order = { readonly s: string } | { readonly k: string; readonly blob: string | null };

async function hashed(replica: Replica, order: Forget): Promise<Order> {
  if ('scope' in order) return { s: await scopeKey(replica.vault, order.scope) };
  const k = await rowKey(replica.vault, order.kind, order.id);
  const photo = order.kind === 'attachment' && replica.base.value.attachment.get(order.id);
  return { k, blob: photo ? await blobKey(replica.vault, photo.sha256) : null };
}

/** Bytes that have not gone yet belong to the person's own work and stay. */
async function forget(tx: Writing, order: Order): Promise<void> {
  if ('k' in order) {
    await tx.objectStore('rows').delete(order.k);
    if (order.blob) await dropStored(tx, order.blob);
    return;
  }
  const rows = tx.objectStore('rows');
  for (const k of await rows.index('s').getAllKeys(order.s)) await rows.delete(k);
  for (const k of await tx.objectStore('uploads').index('s').getAllKeys(order.s)) {
    await dropStored(tx, k);
  }
}

async function dropStored(tx: Writing, k: string): Promise<void> {
  const upload = await tx.objectStore('uploads').get(k);
  if (!upload?.stored) return;
  await tx.objectStore('uploads').delete(k);
  await tx.objectStore('blobs').delete(k);
}

async function sweep(tx: Writing, generation: number): Promise<boolean> {
  const rows = tx.objectStore('rows');
  const old = await rows.index('g').getAllKeys(IDBKeyRange.upperBound(generation, true));
  for (const k of old) await rows.delete(k);
  return old.length > 0;
}

async function show(
  replica: Replica,
  patch: Patch,
  acked: readonly Id[],
  swept: boolean,
): Promise<void> {
  const gone = namesOf(replica.base.value, patch.forget);
  const base = withRows(replica.base.value, patch.put, gone);
  batch(() => {
    replica.base.value = base;
    replica.outbox.value = replica.outbox.value.filter(({ mid }) => !acked.includes(mid));
  });
  for (const mid of acked) replica.settled.delete(mid);
  if (swept) await replica.load();
}

/** The rows in `view` that these orders are about. */
export function namesOf(view: View, orders: readonly Forget[]): readonly RowName[] {
  const scopes = new Set(orders.flatMap((order) => ('scope' in order ? [order.scope] : [])));
  const names = orders.flatMap((order) => ('scope' in order ? [] : [order]));
  if (scopes.size === 0) return names;
  const inScope = KINDS.flatMap((kind) =>
    [...view[kind].values()]
      .filter(({ scope }) => scopes.has(scope))
      .map(({ id }) => ({ kind, id })),
  );
  return [...names, ...inScope];
}

/** Erase what the server said and keep what the person did: this device was withdrawn. */
export function eraseReadable(replica: Replica, mark: SyncMark): Promise<void> {
  return replica.inOrder(async () => {
    const meta = await replica.sealMeta('sync', { ...NEW_MARK, ...mark, revoked: true });
    await write(replica.db, ['rows', 'meta', 'blobs', 'uploads'], async (tx) => {
      await tx.objectStore('rows').clear();
      for (const k of await tx.objectStore('uploads').getAllKeys()) await dropStored(tx, k);
      await tx.objectStore('meta').delete('conflicts');
      await tx.objectStore('meta').put(meta);
    });
    await replica.load();
  });
}
