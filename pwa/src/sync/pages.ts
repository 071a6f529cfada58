/** Between what the phone keeps and what goes over the wire. Pure. */

import type { Json } from '../domain/kinds';
import type { SyncMark } from '../store/mark';
import type { Patch } from '../store/patches';
import type { Entry } from '../store/replica';
import type { ConflictView } from '../store/view';
import {
  MOST_BYTES,
  MOST_MUTATIONS,
  type NumberedMutation,
  PROTO,
  type PullAnswer,
  type PushBody,
  SCHEMA,
  type WireConflict,
} from './protocol';

const ENVELOPE_BYTES = 512;

/** The oldest entries that fit into one push; always at least one. */
export function firstBatch(waiting: readonly Entry[], most: number): readonly Entry[] {
  const batch: Entry[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const entry of waiting.slice(0, Math.min(most, MOST_MUTATIONS))) {
    bytes += new TextEncoder().encode(JSON.stringify(wired(entry))).length + 1;
    if (batch.length > 0 && bytes > MOST_BYTES) break;
    batch.push(entry);
  }
  return batch;
}

export function pushBody(batch: readonly Entry[], depth: number, epoch: string | null): PushBody {
  return {
    proto: PROTO,
    schema: SCHEMA,
    epoch,
    outbox_depth: depth,
    mutations: batch.map(wired),
  };
}

function wired({ n, mid, mutation }: Entry): NumberedMutation {
  return { n, mid, ...mutation };
}

/** One page as a patch. `mark` is where the phone stood before it. */
export function patchOf(answer: PullAnswer, mark: SyncMark, now: Date): Patch {
  const last = !answer.more && !answer.backfill;
  const scopes = answer.forget.flatMap((one) => ('scope' in one ? [one.scope] : []));
  const forgotten = [...mark.forgotten, ...scopes];
  const { cursor, backfill } = answer;
  const moved = { ...mark, cursor, backfill: backfill ?? null, forgotten };
  return {
    put: answer.put,
    forget: answer.forget,
    conflicts: (answer.conflicts ?? []).map(shown),
    acked: answer.acked,
    last,
    mark: last ? { ...moved, ...finished(answer, now) } : moved,
  };
}

function finished({ server_time }: PullAnswer, now: Date): Partial<SyncMark> {
  return {
    complete: true,
    lastSyncAt: now.toISOString(),
    offsetMs: new Date(server_time).getTime() - now.getTime(),
  };
}

function shown({ state, mine, theirs, ...conflict }: WireConflict): ConflictView {
  const isOpen = (state ?? 'open') === 'open';
  return { ...conflict, mine: unboxed(mine), theirs: unboxed(theirs), open: isOpen };
}

/** The server keeps a value in an object of its own. */
function unboxed(kept: Json): Json {
  const isBox = kept !== null && typeof kept === 'object' && 'value' in kept;
  return isBox ? (kept as { readonly value: Json }).value : kept;
}
