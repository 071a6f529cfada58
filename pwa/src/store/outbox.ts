/** What becomes of recorded edits: sent, received, refused, renumbered. */

import type { Id } from '../domain/kinds';
import { type OutboxRecord, type Writing, write } from './db';
import type { SyncMark } from './mark';
import type { Entry, RejectedBody, RejectedEntry, Replica } from './replica';

/** Say that the server may have these from now on, so that they never change again. Returns them
 * as they are on the disk: another tab may have prolonged one meanwhile. */
export function markSent(replica: Replica, mids: readonly Id[]): Promise<readonly Entry[]> {
  return replica.inOrder(async () => {
    await change(replica, mids, (record) => ({ ...record, sent: 1 }));
    return replica.outbox.value.filter(({ mid }) => mids.includes(mid));
  });
}

export function noteFailure(replica: Replica, mids: readonly Id[], error: string): Promise<void> {
  return replica.inOrder(() =>
    change(replica, mids, (record) => ({ ...record, tries: record.tries + 1, error })),
  );
}

async function change(
  replica: Replica,
  mids: readonly Id[],
  update: (record: OutboxRecord) => OutboxRecord,
): Promise<void> {
  await write(replica.db, ['outbox'], async (tx) => {
    const outbox = tx.objectStore('outbox');
    for (const mid of mids) {
      const record = await outbox.index('mid').get(mid);
      if (record) await outbox.put(update(record));
    }
  });
  await replica.loadOutbox();
}

export interface Refusal {
  readonly mid: Id;
  readonly status: 'rejected' | 'quarantined';
  readonly code: string;
  readonly message: string;
}

/** Work that the server did not take leaves the queue and is kept for the person, in one
 * transaction. */
export function setAside(replica: Replica, refusals: readonly Refusal[]): Promise<void> {
  return replica.inOrder(() => moveToRejected(replica, refusals));
}

async function moveToRejected(replica: Replica, refusals: readonly Refusal[]): Promise<void> {
  const kept: (RejectedEntry & { readonly b: Uint8Array<ArrayBuffer> })[] = [];
  for (const { mid, ...refusal } of refusals) {
    const entry = replica.outbox.value.find((one) => one.mid === mid);
    if (!entry) continue;
    const body: RejectedBody = { v: 1, n: entry.n, mutation: entry.mutation, ...refusal };
    kept.push({ ...body, mid, b: await replica.vault.seal(`rejected/${mid}`, body) });
  }
  if (kept.length === 0) return;
  await write(replica.db, ['outbox', 'rejected'], async (tx) => {
    for (const { mid, b } of kept) {
      await tx.objectStore('rejected').put({ mid, b });
      await deleteByMid(tx, mid);
    }
  });
  const gone = new Set(kept.map(({ mid }) => mid));
  replica.outbox.value = replica.outbox.value.filter(({ mid }) => !gone.has(mid));
  await replica.loadRejected();
}

export async function deleteByMid(tx: Writing, mid: Id): Promise<void> {
  const outbox = tx.objectStore('outbox');
  const n = await outbox.index('mid').getKey(mid);
  if (n !== undefined) await outbox.delete(n);
}

export function dismiss(replica: Replica, mid: Id): Promise<void> {
  return replica.inOrder(async () => {
    await write(replica.db, ['rejected'], async (tx) => {
      await tx.objectStore('rejected').delete(mid);
    });
    await replica.loadRejected();
  });
}

/** This phone goes on under the device that `mark` names: same edits, same mids, numbers from 1. */
export function renumber(replica: Replica, mark: SyncMark): Promise<void> {
  return replica.inOrder(async () => {
    const meta = await replica.sealMeta('sync', mark);
    await write(replica.db, ['outbox', 'counters', 'meta'], async (tx) => {
      const outbox = tx.objectStore('outbox');
      const records = await outbox.getAll();
      await outbox.clear();
      for (const [at, record] of records.entries()) await outbox.put({ ...record, n: at + 1 });
      await tx.objectStore('counters').put(records.length, 'n');
      await tx.objectStore('meta').put(meta);
    });
    replica.settled.clear();
    await replica.loadOutbox();
  });
}
