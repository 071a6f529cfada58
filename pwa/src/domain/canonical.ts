/** The same bytes on phone and server: RFC 8785, texts in NFC, SHA-256 in hex. */

import canonicalize from 'canonicalize';
import type { Json } from './kinds';

/** Throws for a number that is not whole: amounts are in cents, durations in minutes. */
export function canonicalText(value: Json): string {
  return canonicalize(composed(value)) ?? '';
}

export async function sha256OfJson(value: Json): Promise<string> {
  return sha256(new TextEncoder().encode(canonicalText(value)));
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The first 12 digits as a person compares them: `3F9A-11C2-77DE`. */
export function shortCode(sha256Hex: string): string {
  return (sha256Hex.slice(0, 12).toUpperCase().match(/.{4}/g) ?? []).join('-');
}

/** Composed characters everywhere: the same letter can be typed in two ways. */
export function composed<T extends Json>(value: T): T {
  if (typeof value === 'string') return value.normalize('NFC') as T;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is no whole number.`);
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one: Json) => composed(one)) as unknown as T;
  const entries = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(
    entries.map(([key, one]) => [key.normalize('NFC'), composed(one)]),
  ) as unknown as T;
}
