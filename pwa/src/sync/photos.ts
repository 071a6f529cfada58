/** A picture from the camera made fit to travel. Loaded only when a photo is taken. */

import type { Photo } from '../store/blobs';
import { hex } from '../store/vault';

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const MIME = 'image/jpeg';

/** Turned upright, at most 1600 pixels long, and nothing left of what the camera noted about
 * place and time. Throws when the browser cannot read the picture. */
export async function shrink(input: Blob): Promise<Photo> {
  const picture = await createImageBitmap(input, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const bytes = await drawn(picture, width, height);
  picture.close();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { sha256: hex(hash), bytes, mime: MIME, width, height };
}

async function drawn(
  picture: ImageBitmap,
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await jpeg(picture, width, height);
  return new Uint8Array(await blob.arrayBuffer());
}

async function jpeg(picture: ImageBitmap, width: number, height: number): Promise<Blob> {
  if ('OffscreenCanvas' in globalThis) {
    const canvas = new OffscreenCanvas(width, height);
    paint(canvas.getContext('2d'), picture, width, height);
    return canvas.convertToBlob({ type: MIME, quality: QUALITY });
  }
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  paint(canvas.getContext('2d'), picture, width, height);
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error('no picture')));
    canvas.toBlob(done, MIME, QUALITY);
  });
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** On white: JPEG knows no transparency. */
function paint(context: Context | null, picture: ImageBitmap, width: number, height: number): void {
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
}
