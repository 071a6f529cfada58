/** How far this phone has followed the server. */

import type { Id } from '../domain/kinds';
import type { Replica } from './replica';

export interface SyncMark {
  readonly deviceId: Id | null;
  readonly cursor: string | null;
  readonly backfill: string | null;
  /** Raised by a new snapshot: rows of an older generation go when it is whole. */
  readonly generation: number;
  /** The first snapshot has arrived whole. */
  readonly complete: boolean;
  readonly lastSyncAt: string | null;
  readonly offsetMs: number;
  /** Scopes that were erased here and not yet reported so. */
  readonly forgotten: readonly string[];
  /** The server withdrew this device: nothing is synced any more, what waits can be exported. */
  readonly revoked: boolean;
}

export const NEW_MARK: SyncMark = {
  deviceId: null,
  cursor: null,
  backfill: null,
  generation: 1,
  complete: false,
  lastSyncAt: null,
  offsetMs: 0,
  forgotten: [],
  revoked: false,
};

export async function readMark(replica: Replica): Promise<SyncMark> {
  return { ...NEW_MARK, ...(await replica.readMeta<SyncMark>('sync')) };
}

export const writeMark = (replica: Replica, mark: SyncMark): Promise<void> =>
  replica.writeMeta('sync', mark);

/** A new snapshot: rows that it does not bring are swept when it is whole. */
export function startedOver(mark: SyncMark): SyncMark {
  return { ...mark, cursor: null, backfill: null, generation: mark.generation + 1 };
}
