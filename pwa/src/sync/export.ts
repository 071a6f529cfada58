/** The queue as a file that a person can keep and the desk can read. */

import type { Id } from '../domain/kinds';
import { readBytes, readUploads } from '../store/blobs';
import type { Replica } from '../store/replica';

export async function exported(replica: Replica, deviceId: Id | null, now: Date): Promise<Blob> {
  const content = {
    format: 'nomade-outbox',
    version: 1,
    user_id: replica.userId,
    device_id: deviceId,
    exported_at: now.toISOString(),
    mutations: replica.outbox.value.map(({ n, mid, mutation }) => ({ n, mid, ...mutation })),
    rejected: replica.rejected.value.map(({ mutation, v, ...rest }) => ({ ...rest, ...mutation })),
    photos: await photos(replica),
  };
  return new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' });
}

async function photos(replica: Replica) {
  const waiting = (await readUploads(replica)).filter(({ stored }) => !stored);
  return Promise.all(
    waiting.map(async ({ sha256, mime, attachmentId }) => {
      const bytes = await readBytes(replica, sha256);
      return { sha256, mime, attachment_id: attachmentId, base64: bytes && base64(bytes) };
    }),
  );
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}
