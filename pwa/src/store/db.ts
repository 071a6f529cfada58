/** One person's database on this phone. Everything in it is sealed by the vault but counters,
 * keyed hashes and the mutation ids that the receipts need.
 */

import type { DBSchema, StoreNames } from 'idb';
import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Envelope } from './vault';

type Bytes = Uint8Array<ArrayBuffer>;

/** `k` names the row, `s` its scope, both hashed; `g` is the snapshot it was last seen in. */
export interface RowRecord {
  readonly k: string;
  readonly s: string;
  readonly g: number;
  readonly b: Bytes;
}

/** `sent` once the server may have it: from then on `b` never changes. No migration rewrites
 * these records; the server understands every shape ever released. */
export interface OutboxRecord {
  readonly n: number;
  readonly mid: string;
  readonly sent: 0 | 1;
  readonly tries: number;
  readonly error: string | null;
  readonly b: Bytes;
}

export interface MetaRecord {
  readonly k: string;
  readonly b: Bytes;
}

/** `stored` once the server has the bytes and the edit that names them. */
export interface UploadRecord {
  readonly k: string;
  readonly s: string;
  readonly stored: 0 | 1;
  readonly b: Bytes;
}

export interface Schema extends DBSchema {
  vault: { key: 'envelope'; value: Envelope };
  /** What the server said. Only a patch writes here. */
  rows: { key: string; value: RowRecord; indexes: { s: string; g: number } };
  /** What the person did since. Only an edit adds, only an acknowledgement removes. */
  outbox: { key: number; value: OutboxRecord; indexes: { mid: string } };
  /** What the server did not take, until the person sets it aside. */
  rejected: { key: string; value: { readonly mid: string; readonly b: Bytes } };
  /** The bytes of photos, and in `uploads` how far they have gone. */
  blobs: { key: string; value: { readonly k: string; readonly b: Bytes } };
  uploads: { key: string; value: UploadRecord; indexes: { s: string } };
  meta: { key: string; value: MetaRecord };
  /** `n` is the number of the last edit. */
  counters: { key: 'n'; value: number };
}
export type StoreName = StoreNames<Schema>;
export type Database = IDBPDatabase<Schema>;
export type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;

export const databaseName = (userId: string): string => `nomade-${userId}`;

export interface DatabaseEvents {
  /** An older tab holds the database open and keeps a newer version from starting. */
  blocked(): void;
  /** A newer tab needs it, or the browser closed it: nothing more can be written here. */
  closed(): void;
}

export function openDatabase(userId: string, events: DatabaseEvents): Promise<Database> {
  return openDB<Schema>(databaseName(userId), 1, {
    upgrade(db) {
      db.createObjectStore('vault');
      const rows = db.createObjectStore('rows', { keyPath: 'k' });
      rows.createIndex('s', 's');
      rows.createIndex('g', 'g');
      const outbox = db.createObjectStore('outbox', { keyPath: 'n' });
      outbox.createIndex('mid', 'mid', { unique: true });
      db.createObjectStore('rejected', { keyPath: 'mid' });
      db.createObjectStore('blobs', { keyPath: 'k' });
      db.createObjectStore('uploads', { keyPath: 'k' }).createIndex('s', 's');
      db.createObjectStore('meta', { keyPath: 'k' });
      db.createObjectStore('counters');
    },
    blocked: () => events.blocked(),
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      events.closed();
    },
    terminated: () => events.closed(),
  });
}

/** Resolves once the bytes are on the disk, not only handed to the system. */
export async function write(
  db: Database,
  stores: StoreName[],
  change: (tx: Writing) => Promise<void>,
): Promise<void> {
  const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
  const done = tx.done;
  done.catch(() => undefined); // Awaited below; a failure in between is not "unhandled".
  try {
    await change(tx);
  } catch (error) {
    if (tx.error === null) abort(tx);
    await done.catch(() => undefined);
    throw tx.error ?? error;
  }
  await done;
}

function abort(tx: Writing): void {
  try {
    tx.abort();
  } catch {
    // The browser was quicker.
  }
}

export async function eraseDatabase(userId: string): Promise<void> {
  await deleteDB(databaseName(userId));
}
