/** The words that phone and server exchange. Mirrors backend/sync; see docs/sync.md. */

import type { Id, Instant, Json, Kind } from '../domain/kinds';
import type { Mutation } from '../domain/mutations';
import type { Forget } from '../store/patches';

export const PROTO = 1;
/** The shape of the edits this app writes. The server understands every earlier one. */
export const SCHEMA = 1;
export const MOST_MUTATIONS = 200;
export const MOST_BYTES = 256 * 1024;

export type NumberedMutation = Mutation & { readonly n: number; readonly mid: Id };

export interface PushBody {
  readonly proto: number;
  readonly schema: number;
  readonly epoch: string | null;
  readonly outbox_depth: number;
  readonly mutations: readonly NumberedMutation[];
}

export type ResultStatus =
  | 'applied'
  | 'merged'
  | 'conflict'
  | 'quarantined'
  | 'rejected'
  | 'duplicate';

/** A `duplicate` repeats the first answer, and names its status. */
export interface PushResult {
  readonly n: number;
  readonly mid: Id;
  readonly status: ResultStatus;
  readonly first?: ResultStatus;
  readonly version?: number | null;
  readonly code?: string | null;
  readonly message?: string | null;
}

export interface PushAnswer {
  readonly epoch: string;
  readonly acked: number;
  readonly results: readonly PushResult[];
  readonly server_time: Instant;
}

export interface WireRow {
  readonly kind: Kind;
  readonly id: Id;
  readonly scope: string;
  readonly version: number;
  readonly data: Readonly<Record<string, Json>>;
}

export interface WireConflict {
  readonly id: Id;
  readonly kind: Kind;
  readonly entity_id: Id;
  readonly field: string;
  readonly mine: Json;
  readonly theirs: Json;
  readonly state?: string;
}

export interface PullAnswer {
  readonly epoch: string;
  readonly cursor: string;
  readonly more: boolean;
  readonly backfill: string | null;
  readonly put: readonly WireRow[];
  readonly forget: readonly Forget[];
  readonly conflicts: readonly WireConflict[];
  readonly quarantined: readonly Json[];
  readonly acked: number;
  readonly server_time: Instant;
  readonly min_schema: number;
}

export interface Who {
  readonly id: Id;
  readonly name: string;
  readonly roles: readonly string[];
  readonly language: string;
}

/** The server, as the phone sees it. Throws Unreachable and Answered (http.ts). */
export interface Server {
  signIn(email: string, password: string): Promise<Who>;
  whoAmI(): Promise<Who | null>;
  signOut(): Promise<void>;
  enrol(device: EnrolBody): Promise<{ readonly id: Id; readonly epoch: string }>;
  push(deviceId: Id, body: PushBody): Promise<PushAnswer>;
  pull(deviceId: Id, position: PullPosition): Promise<PullAnswer>;
  /** What this phone was told to erase, and has. */
  forgotten(deviceId: Id, scopes: readonly string[]): Promise<void>;
  offerBlob(deviceId: Id, blob: BlobOffer): Promise<Transfer>;
  /** How many bytes of it the server has. */
  blobOffset(deviceId: Id, url: string): Promise<number>;
  sendChunk(deviceId: Id, url: string, offset: number, chunk: Bytes): Promise<number>;
  fetchBlob(deviceId: Id, sha256: string): Promise<Bytes>;
}

export type Bytes = Uint8Array<ArrayBuffer>;

export interface EnrolBody {
  readonly label: string;
  readonly public_key: string;
  readonly schema: number;
  /** The device that this phone was before. */
  readonly fork_of: Id | null;
}

export interface PullPosition {
  readonly cursor: string | null;
  readonly backfill: string | null;
}

/** Where bytes go, and how many of them the server has already. */
export interface Transfer {
  readonly url: string;
  readonly sent: number;
}

export interface BlobOffer {
  readonly sha256: string;
  readonly size: number;
  readonly mime: string;
}
