/** The bytes of photos on this phone, sealed, and how far each has gone to the server.
 *
 * A copy is dropped only after the server has stored the bytes AND acknowledged the edit that
 * names them; until the report is closed it then still serves as a cache.
 */

import { addAttachment } from '../domain/edits';
import type { Id, Instant } from '../domain/kinds';
import { type Database, type UploadRecord, type Writing, write } from './db';
import { record } from './edits';
import { type Replica, scopeKey } from './replica';
import type { Vault } from './vault';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Photo {
  readonly sha256: string;
  readonly bytes: Bytes;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

export interface Upload {
  readonly sha256: string;
  readonly size: number;
  readonly mime: string;
  readonly attachmentId: Id;
  readonly missionId: Id;
  readonly caption: string;
  readonly createdAt: Instant;
  /** Where the server takes the bytes, once it was asked. */
  readonly url: string | null;
  readonly sent: number;
  readonly tries: number;
  readonly triedAt: Instant | null;
  readonly error: string | null;
  readonly stored: boolean;
}

export const blobKey = (vault: Vault, sha256: string): Promise<string> =>
  vault.nameOf(`blob/${sha256}`);

/** The bytes and the attachment that names them, in one transaction. */
export async function keepPhoto(
  replica: Replica,
  photo: Photo,
  on: { readonly id: Id; readonly reportId: Id; readonly missionId: Id; readonly caption: string },
  now: Date,
): Promise<void> {
  const { vault } = replica;
  const { sha256, bytes, mime, width, height } = photo;
  const at = now.toISOString();
  const values = { sha256, size: bytes.length, mime, width, height, caption: on.caption };
  const edit = addAttachment(on, { ...values, taken_at: at });
  const upload = await sealUpload(replica, {
    ...{ sha256, size: bytes.length, mime, caption: on.caption },
    ...{ attachmentId: on.id, missionId: on.missionId, createdAt: at },
    ...{ url: null, sent: 0, tries: 0, triedAt: null, error: null, stored: false },
  });
  const b = await vault.sealBytes(`blobs/${upload.k}`, bytes);
  await record(replica, [edit], now, {
    stores: ['blobs', 'uploads'],
    async write(tx) {
      await tx.objectStore('blobs').put({ k: upload.k, b });
      await tx.objectStore('uploads').put(upload);
    },
  });
}

export async function readBytes(replica: Replica, sha256: string): Promise<Bytes | null> {
  const k = await blobKey(replica.vault, sha256);
  const kept = await replica.db.get('blobs', k);
  return kept ? replica.vault.openBytes(`blobs/${k}`, kept.b) : null;
}

export async function readUploads(replica: Replica): Promise<readonly Upload[]> {
  const records = await replica.db.getAll('uploads');
  const uploads = await Promise.all(
    records.map(({ k, b }) => replica.vault.open<Upload>(`uploads/${k}`, b)),
  );
  return uploads.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

export async function writeUpload(replica: Replica, upload: Upload): Promise<void> {
  const sealed = await sealUpload(replica, upload);
  await write(replica.db, ['uploads'], async (tx) => {
    await tx.objectStore('uploads').put(sealed);
  });
}

export async function dropPhoto(replica: Replica, sha256: string): Promise<void> {
  const k = await blobKey(replica.vault, sha256);
  await write(replica.db, ['uploads', 'blobs'], (tx) => dropBlob(tx, k));
}

async function dropBlob(tx: Writing, k: string): Promise<void> {
  await tx.objectStore('uploads').delete(k);
  await tx.objectStore('blobs').delete(k);
}

/** Make room: copies that the server has as well. Says whether there were any. */
export async function dropStoredPhotos(db: Database): Promise<boolean> {
  const stored = (await db.getAll('uploads')).filter((upload) => upload.stored);
  await write(db, ['uploads', 'blobs'], async (tx) => {
    for (const { k } of stored) await dropBlob(tx, k);
  });
  return stored.length > 0;
}

async function sealUpload(replica: Replica, upload: Upload): Promise<UploadRecord> {
  const k = await blobKey(replica.vault, upload.sha256);
  const s = await scopeKey(replica.vault, `mission:${upload.missionId}`);
  const stored = upload.stored ? 1 : 0;
  return { k, s, stored, b: await replica.vault.seal(`uploads/${k}`, upload) };
}
