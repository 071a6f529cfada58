/** Sending photos, piece by piece (tus 1.0), after the texts. */

import type { Id } from '../domain/kinds';
import { dropPhoto, readBytes, readUploads, type Upload, writeUpload } from '../store/blobs';
import type { Replica } from '../store/replica';
import { Answered } from './http';
import type { Server } from './protocol';

const CHUNK_BYTES = 256 * 1024;
/** The server no longer knows the transfer, or what it holds differs: begin again. */
const LOST = [404, 409, 410, 460];

/** `onProgress` after every change of what is kept about a photo. */
export async function sendPhotos(
  replica: Replica,
  server: Server,
  deviceId: Id,
  onProgress: () => void,
): Promise<void> {
  for (const upload of await readUploads(replica)) {
    if (upload.stored || !isNamed(replica, upload)) continue;
    await send(replica, server, deviceId, upload, onProgress);
  }
  await tidy(replica);
  onProgress();
}

/** The server has the edit that names these bytes: only then does it take them. */
function isNamed(replica: Replica, { attachmentId }: Upload): boolean {
  return (
    !replica.outbox.value.some(({ mutation }) => mutation.id === attachmentId) &&
    !replica.rejected.value.some(({ mutation }) => mutation.id === attachmentId)
  );
}

async function send(
  replica: Replica,
  server: Server,
  deviceId: Id,
  upload: Upload,
  onProgress: () => void,
): Promise<void> {
  const keep = async (change: Partial<Upload>) => {
    upload = { ...upload, ...change };
    await writeUpload(replica, upload);
    onProgress();
  };
  try {
    const bytes = await readBytes(replica, upload.sha256);
    if (!bytes) return;
    const url = upload.url ?? (await server.offerBlob(deviceId, upload));
    await keep({ url });
    if (url) await sendFrom(server, deviceId, url, bytes, keep);
    await keep({ sent: upload.size, stored: true, url: null, error: null });
  } catch (error) {
    if (!(error instanceof Answered)) throw error;
    const lost = LOST.includes(error.status) && upload.url !== null;
    const again = lost ? { url: null, sent: 0 } : {};
    await keep({ ...again, tries: upload.tries + 1, error: error.code });
    if (!lost && isTransient(error)) throw error;
  }
}

async function sendFrom(
  server: Server,
  deviceId: Id,
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  keep: (change: Partial<Upload>) => Promise<void>,
): Promise<void> {
  let sent = await server.blobOffset(deviceId, url);
  while (sent < bytes.length) {
    sent = await server.sendChunk(deviceId, url, sent, bytes.slice(sent, sent + CHUNK_BYTES));
    await keep({ sent });
  }
}

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
