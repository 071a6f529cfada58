/** Recording what a person does. Returns once it is on the disk, network or not. */

import type { Edit } from '../domain/edits';
import { newId } from '../domain/ids';
import type { Id } from '../domain/kinds';
import { continues, joined, type Mutation, type Seen, toMutation } from '../domain/mutations';
import { type OutboxRecord, type StoreName, type Writing, write } from './db';
import { project } from './project';
import { type Entry, entryOf, type OutboxBody, type Replica } from './replica';
import type { View } from './view';

/** More to write in the same transaction: the bytes of a photo with its row. */
export interface Alongside {
  readonly stores: readonly StoreName[];
  write(tx: Writing): Promise<void>;
}

/** All edits or none. Their numbers are drawn inside the transaction that writes them, so that
 * two tabs cannot draw the same. */
export function record(
  replica: Replica,
  edits: readonly Edit[],
  now: Date,
  alongside?: Alongside,
): Promise<void> {
  return replica.inOrder(async () => {
    const mutations = asMutations(replica.view.value, edits, now);
    const only = mutations.length === 1 && !alongside ? mutations[0] : undefined;
    if (only && (await prolong(replica, only))) return;
    await append(replica, mutations, alongside);
  });
}

/** Each edit sees what the ones before it did. */
function asMutations(view: View, edits: readonly Edit[], now: Date): Mutation[] {
  const mutations: Mutation[] = [];
  let shown = view;
  for (const edit of edits) {
    const seen = shown[edit.kind].get(edit.id) as unknown as Seen | undefined;
    const mutation = toMutation(edit, seen, now);
    shown = project(shown, [mutation]);
    mutations.push(mutation);
  }
  return mutations;
}

async function append(
  replica: Replica,
  mutations: readonly Mutation[],
  alongside?: Alongside,
): Promise<void> {
  const sealed = await Promise.all(mutations.map((mutation) => seal(replica, newId(), mutation)));
  const written: Entry[] = [];
  await write(replica.db, ['outbox', 'counters', ...(alongside?.stores ?? [])], async (tx) => {
    let n = (await tx.objectStore('counters').get('n')) ?? 0;
    for (const { mid, b, mutation } of sealed) {
      n += 1;
      const one: OutboxRecord = { n, mid, sent: 0, tries: 0, error: null, b };
      await tx.objectStore('outbox').add(one);
      written.push(entryOf(one, mutation));
    }
    await tx.objectStore('counters').put(n, 'n');
    await alongside?.write(tx);
  });
  replica.outbox.value = inOrderOfN([...replica.outbox.value, ...written]);
}

/** Typing goes on in the last edit while the server cannot have seen it: the queue stays short. */
async function prolong(replica: Replica, mutation: Mutation): Promise<boolean> {
  const last = replica.outbox.value.at(-1);
  if (!last || last.sent || !continues(last.mutation, mutation)) return false;
  const whole = joined(last.mutation, mutation);
  const { b } = await seal(replica, last.mid, whole);
  let record: OutboxRecord | undefined;
  await write(replica.db, ['outbox', 'counters'], async (tx) => {
    const kept = await tx.objectStore('outbox').get(last.n);
    const newest = (await tx.objectStore('counters').get('n')) === last.n;
    if (!kept || !newest || kept.sent || kept.mid !== last.mid) return;
    record = { ...kept, b };
    await tx.objectStore('outbox').put(record);
  });
  if (!record) return false;
  const entry = entryOf(record, whole);
  replica.outbox.value = replica.outbox.value.map((one) => (one.mid === last.mid ? entry : one));
  return true;
}

async function seal(replica: Replica, mid: Id, mutation: Mutation) {
  const body: OutboxBody = { v: 1, mutation };
  return { mid, mutation, b: await replica.vault.seal(`outbox/${mid}`, body) };
}

function inOrderOfN(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((one, other) => one.n - other.n);
}
