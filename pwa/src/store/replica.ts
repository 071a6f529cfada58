/** One person's unlocked data, in memory: what the disk holds, opened, and the view of it.
 *
 * Rows and outbox stay apart. `settled` holds the edits whose receipt is known; they are still
 * shown until a patch brings their effect.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Id, Kind } from '../domain/kinds';
import type { Mutation } from '../domain/mutations';
import { type Database, type MetaRecord, type OutboxRecord, type RowRecord, write } from './db';
import { emptyView, project } from './project';
import type { Vault } from './vault';
import type { ConflictView, Shown, View } from './view';

export interface RowBody {
  readonly kind: Kind;
  readonly id: Id;
  readonly scope: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `v` is the shape of this record, for the server to read old ones by. */
export interface OutboxBody {
  readonly v: 1;
  readonly mutation: Mutation;
}

export interface Entry extends Omit<OutboxRecord, 'b'> {
  readonly mutation: Mutation;
  /** Of the sealed record, in bytes. */
  readonly size: number;
}

export interface RejectedBody {
  readonly v: 1;
  readonly n: number;
  readonly status: 'rejected' | 'quarantined';
  readonly code: string;
  readonly message: string;
  readonly mutation: Mutation;
}
export type RejectedEntry = RejectedBody & { readonly mid: Id };

export const rowKey = (vault: Vault, kind: string, id: Id): Promise<string> =>
  vault.nameOf(`row/${kind}/${id}`);
export const scopeKey = (vault: Vault, scope: string): Promise<string> =>
  vault.nameOf(`scope/${scope}`);

/** So many rows are opened before the screen gets its turn: a tap must not wait for all. */
const SLICE = 40;

async function inSlices<T, R>(items: readonly T[], open: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    done.push(...(await Promise.all(items.slice(from, from + SLICE).map(open))));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return done;
}

export class Replica {
  readonly base = signal<View>(emptyView());
  readonly outbox = signal<readonly Entry[]>([]);
  readonly rejected = signal<readonly RejectedEntry[]>([]);
  readonly conflicts = signal<readonly ConflictView[]>([]);
  readonly settled = new Set<Id>();
  readonly view: ReadonlySignal<View> = computed(() =>
    project(
      this.base.value,
      this.outbox.value.map(({ mutation }) => mutation),
    ),
  );
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly userId: Id,
    readonly db: Database,
    readonly vault: Vault,
  ) {}

  /** Read everything from the disk again. Says how many rows could not be opened. */
  async load(): Promise<number> {
    const rows = await inSlices(await this.db.getAll('rows'), (row) => this.openRow(row));
    const opened = rows.filter((row) => row !== null);
    this.base.value = withRows(emptyView(), opened, []);
    await this.loadOutbox();
    await this.loadRejected();
    this.conflicts.value = (await this.readMeta<readonly ConflictView[]>('conflicts')) ?? [];
    return rows.length - opened.length;
  }

  async loadOutbox(): Promise<void> {
    const records = await this.db.getAll('outbox');
    const known = new Map(this.outbox.value.map((entry) => [entry.mid, entry]));
    this.outbox.value = await Promise.all(
      records.map(async (record) => {
        const entry = known.get(record.mid);
        return entry && record.sent ? entryOf(record, entry.mutation) : this.openEntry(record);
      }),
    );
  }

  async loadRejected(): Promise<void> {
    const records = await this.db.getAll('rejected');
    const entries = await Promise.all(
      records.map(async ({ mid, b }) => ({
        ...(await this.vault.open<RejectedBody>(`rejected/${mid}`, b)),
        mid,
      })),
    );
    this.rejected.value = entries.sort((one, other) => one.n - other.n);
  }

  /** Read the rows of these keys again, after another tab wrote them. */
  async reloadRows(
    put: readonly { kind: Kind; id: Id }[],
    gone: readonly RowName[],
  ): Promise<void> {
    const keys = await Promise.all(put.map(({ kind, id }) => rowKey(this.vault, kind, id)));
    const records = await Promise.all(keys.map((key) => this.db.get('rows', key)));
    const rows = await Promise.all(records.map((record) => record && this.openRow(record)));
    this.base.value = withRows(
      this.base.value,
      rows.filter((row) => row !== undefined && row !== null),
      gone,
    );
  }

  private async openRow(record: RowRecord): Promise<RowBody | null> {
    return this.vault.open<RowBody>(`rows/${record.k}`, record.b).catch(() => null);
  }

  private async openEntry(record: OutboxRecord): Promise<Entry> {
    const body = await this.vault.open<OutboxBody>(`outbox/${record.mid}`, record.b);
    return entryOf(record, body.mutation);
  }

  /** Run `work` after everything that was begun before it. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work, work);
    this.last = next.catch(() => undefined);
    return next;
  }

  async readMeta<T>(key: string): Promise<T | undefined> {
    const record = await this.db.get('meta', key);
    return record && this.vault.open<T>(`meta/${key}`, record.b);
  }

  async writeMeta(key: string, value: unknown): Promise<void> {
    const meta = await this.sealMeta(key, value);
    await write(this.db, ['meta'], async (tx) => {
      await tx.objectStore('meta').put(meta);
    });
  }

  async sealMeta(key: string, value: unknown): Promise<MetaRecord> {
    return { k: key, b: await this.vault.seal(`meta/${key}`, value) };
  }
}

export type RowName = { readonly kind: Kind; readonly id: Id };

export function entryOf(record: OutboxRecord, mutation: Mutation): Entry {
  const { b, ...clear } = record;
  return { ...clear, mutation, size: b.length };
}

/** `base` with rows put and taken away; kinds without a change keep their map. */
export function withRows(base: View, put: readonly RowBody[], gone: readonly RowName[]): View {
  const changed: Partial<Record<Kind, Map<Id, Shown<Kind>>>> = {};
  const writable = (kind: Kind) => {
    const rows = changed[kind] ?? new Map(base[kind] as ReadonlyMap<Id, Shown<Kind>>);
    changed[kind] = rows;
    return rows;
  };
  for (const { kind, id } of gone) writable(kind).delete(id);
  for (const { kind, id, scope, version, data } of put) {
    if (!(kind in base)) continue; // A kind that a newer server knows and this app does not.
    writable(kind).set(id, {
      ...data,
      id,
      scope,
      version,
      waiting: false,
    } as unknown as Shown<Kind>);
  }
  return { ...base, ...changed } as View;
}
