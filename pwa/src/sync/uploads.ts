/** Sending photos, piece by piece (tus 1.0), after the texts. */

import type { Id } from '../domain/kinds';
import { dropPhoto, readBytes, readUploads, type Upload, writeUpload } from '../store/blobs';
import type { Replica } from '../store/replica';
import { Answered } from './http';
import type { Server, Transfer } from './protocol';

const CHUNK_BYTES = 256 * 1024;
/** The server no longer knows the transfer, or what it holds differs: begin again. */
const LOST = [404, 409, 410, 460];
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

export interface UploadParts {
  readonly replica: Replica;
  readonly server: Server;
  readonly now: () => Date;
  /** After every change of what is kept about a photo. */
  readonly onProgress: () => void;
}

export async function sendPhotos(parts: UploadParts, deviceId: Id): Promise<void> {
  const now = parts.now();
  for (const upload of await readUploads(parts.replica)) {
    if (!upload.stored && isNamed(parts.replica, upload) && isDue(upload, now)) {
      await send(parts, deviceId, upload);
    }
  }
  await tidy(parts.replica);
  parts.onProgress();
}

/** The server has the edit that names these bytes: only then does it take them. */
function isNamed({ outbox, rejected }: Replica, { attachmentId }: Upload): boolean {
  const entries = [...outbox.value, ...rejected.value];
  return !entries.some(({ mutation }) => mutation.id === attachmentId);
}

/** A picture that the server refuses is not sent again every minute. */
function isDue({ tries, triedAt }: Upload, now: Date): boolean {
  if (tries === 0 || !triedAt) return true;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** (tries - 1));
  return now.getTime() >= new Date(triedAt).getTime() + pause;
}

async function send(parts: UploadParts, deviceId: Id, upload: Upload): Promise<void> {
  const { replica, server, now } = parts;
  let kept = upload;
  const keep = async (change: Partial<Upload>) => {
    kept = { ...kept, ...change };
    await writeUpload(replica, kept);
    parts.onProgress();
  };
  try {
    const bytes = await readBytes(replica, upload.sha256);
    if (!bytes) return;
    const transfer = await placeFor(server, deviceId, upload);
    await keep(transfer);
    await sendFrom(server, deviceId, transfer, bytes, keep);
    await keep({ sent: upload.size, stored: true, url: null, error: null });
  } catch (error) {
    if (!(error instanceof Answered) || isTransient(error)) throw error;
    const again = LOST.includes(error.status) ? { url: null, sent: 0 } : {};
    const isFirst = upload.url !== null && LOST.includes(error.status);
    const tries = isFirst ? upload.tries : upload.tries + 1;
    await keep({ ...again, tries, triedAt: now().toISOString(), error: error.code });
  }
}

async function placeFor(server: Server, deviceId: Id, upload: Upload): Promise<Transfer> {
  const { url } = upload;
  if (!url) return server.offerBlob(deviceId, upload);
  return { url, sent: await server.blobOffset(deviceId, url) };
}

async function sendFrom(
  server: Server,
  deviceId: Id,
  { url, sent }: Transfer,
  bytes: Uint8Array<ArrayBuffer>,
  keep: (change: Partial<Upload>) => Promise<void>,
): Promise<void> {
  let done = sent;
  while (done < bytes.length) {
    done = await server.sendChunk(deviceId, url, done, bytes.slice(done, done + CHUNK_BYTES));
    await keep({ sent: done });
  }
}

/** Not about this photo: the whole run stops, or begins again. */
function isTransient({ status }: Answered): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500;
}

/** Copies that the server has as well serve until the report is closed. */
async function tidy(replica: Replica): Promise<void> {
  for (const { stored, sha256, attachmentId } of await readUploads(replica)) {
    const { attachment, report } = replica.view.value;
    const row = attachment.get(attachmentId);
    const status = row && report.get(row.report_id)?.status;
    if (stored && status !== 'draft' && status !== 'frozen') await dropPhoto(replica, sha256);
  }
}
