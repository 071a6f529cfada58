/** One person's open phone, as the screens see it.
 *
 * The screens read signals and call these functions; they know neither the store nor the network.
 * A phone is had from a `Session` (session.ts) while its stage is `open`.
 */

import type { ReadonlySignal } from '@preact/signals';
import type { Edit } from '../domain/edits';
import type { Id, Instant, Kind } from '../domain/kinds';
import type { ConflictView, View } from '../store/view';

export type SyncState = 'synced' | 'offline' | 'waiting' | 'action';
/** What a person must do before sync goes on, or what stands in its way. */
export type Problem =
  | 'sign_in'
  | 'other_person'
  | 'device_revoked'
  | 'device_locked'
  | 'device_wiped'
  | 'too_old'
  | 'rejected'
  | 'quota'
  | 'server';

export interface SyncView {
  /** `action` beats `offline` beats `waiting` beats `synced`. */
  readonly state: SyncState;
  /** Edits and photos that the server has not confirmed. */
  readonly waiting: number;
  readonly running: boolean;
  readonly lastSyncAt: Instant | null;
  /** Add to this phone's clock to get the server's. */
  readonly serverTimeOffsetMs: number;
  /** Everything of the first snapshot is on this phone. */
  readonly complete: boolean;
  readonly problem?: Problem;
}

/** A text from the catalogues: `key` with `params`. */
export interface Label {
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

/** `label.key` is `edit.<op>.<kind>` for create, set, text, delete…, else `edit.<command>`. */
export interface WaitingEdit {
  readonly type: 'edit';
  readonly n: number;
  readonly mid: Id;
  readonly label: Label;
  readonly kind: Kind;
  readonly size: number;
  readonly createdAt: Instant;
  readonly tries: number;
  readonly lastError: string | null;
  readonly missionId: Id | null;
}

export interface WaitingPhoto {
  readonly type: 'photo';
  readonly sha256: string;
  readonly label: Label;
  readonly size: number;
  /** Bytes that the server has. */
  readonly sent: number;
  readonly createdAt: Instant;
  readonly tries: number;
  readonly lastError: string | null;
  readonly missionId: Id | null;
}
export type WaitingItem = WaitingEdit | WaitingPhoto;

/** Work that the server did not take. It stays until the person sets it aside. */
export interface RejectedItem {
  readonly mid: Id;
  readonly status: 'rejected' | 'quarantined';
  readonly label: Label;
  readonly kind: Kind;
  readonly missionId: Id | null;
  /** What was typed, to be copied. */
  readonly text: string;
  /** Catalogue key `errors.<code>`. */
  readonly code: string;
  readonly message: string;
  readonly createdAt: Instant;
}

export interface PhotoTarget {
  readonly reportId: Id;
  readonly missionId: Id;
}

export interface Phone {
  readonly userId: Id;
  readonly deviceId: ReadonlySignal<Id | null>;
  readonly view: ReadonlySignal<View>;
  readonly sync: ReadonlySignal<SyncView>;
  readonly outbox: ReadonlySignal<readonly WaitingItem[]>;
  readonly rejected: ReadonlySignal<readonly RejectedItem[]>;
  readonly conflicts: ReadonlySignal<readonly ConflictView[]>;
  /** Resolves once every edit is on the disk, all or none; the view shows them by then. */
  record(...edits: Edit[]): Promise<void>;
  /** Shrinks the picture (no EXIF), keeps it encrypted and records the attachment.
   * Throws Refused: `photo_unreadable` or `quota`. Returns the attachment's id. */
  addPhoto(input: Blob, target: PhotoTarget, caption?: string): Promise<Id>;
  /** An object URL that the caller revokes, or null when the bytes cannot be had now. */
  photoUrl(sha256: string): Promise<string | null>;
  /** What was left unfinished under this name; see `keepDraft`. */
  readDraft(name: string): unknown;
  /** Keeps what is no edit yet, sealed, for a week at most; `undefined` drops it. */
  keepDraft(name: string, value: unknown): Promise<void>;
  syncNow(): Promise<void>;
  /** Throws away a rejected item after the person has read or copied it. */
  dismiss(mid: Id): Promise<void>;
  /** Everything that waits or was rejected, as readable JSON for a file. */
  exportOutbox(): Promise<Blob>;
  readonly settings: ReadonlySignal<PhoneSettings>;
  changeSettings(change: Partial<PhoneSettings>): Promise<void>;
}

export interface PhoneSettings {
  /** Minutes without a touch, or hidden, before the phone locks itself. */
  readonly lockAfterMinutes: number;
}
