/** The lock on everything this phone keeps. See docs/security.md.
 *
 * A random data key encrypts each value (AES-256-GCM) for one place in the store; a value moved
 * elsewhere no longer opens. The data key itself is kept only wrapped: by a key drawn from a
 * passphrase today; `wraps` has room for other ways in. Whatever stays clear in the store is
 * named by a keyed hash, so that it tells nothing either.
 */

type Bytes = Uint8Array<ArrayBuffer>;

interface PassphraseWrap {
  readonly method: 'passphrase';
  readonly kdf: 'PBKDF2-SHA-256';
  readonly iterations: number;
  readonly salt: Bytes;
  readonly key: Bytes;
}

/** Kept in clear; useless without the passphrase. */
export interface Envelope {
  readonly version: 1;
  readonly wraps: readonly PassphraseWrap[];
}

export class WrongPassphrase extends Error {}

const ITERATIONS = 600_000;
const IV_BYTES = 12;
const WRAP_PLACE = 'vault/data-key/1';

/** `iterations` is lowered in tests only. */
export async function createVault(
  passphrase: string,
  iterations = ITERATIONS,
): Promise<{ readonly vault: Vault; readonly envelope: Envelope }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const wrapping = await passphraseKey(passphrase, salt, iterations);
  const key = await encrypt(wrapping, WRAP_PLACE, raw);
  const kdf = 'PBKDF2-SHA-256';
  const vault = await vaultOf(raw);
  return {
    vault,
    envelope: { version: 1, wraps: [{ method: 'passphrase', kdf, iterations, salt, key }] },
  };
}

/** Throws WrongPassphrase. */
export async function openVault(passphrase: string, envelope: Envelope): Promise<Vault> {
  for (const { salt, iterations, key } of envelope.wraps) {
    const wrapping = await passphraseKey(passphrase, salt, iterations);
    const raw = await decrypt(wrapping, WRAP_PLACE, key).catch(() => null);
    if (raw) return vaultOf(raw);
  }
  throw new WrongPassphrase();
}

export class Vault {
  constructor(
    private readonly dataKey: CryptoKey,
    private readonly nameKey: CryptoKey,
  ) {}

  /** `place` is the store and the key where the value will lie. */
  async seal(place: string, value: unknown): Promise<Bytes> {
    return encrypt(this.dataKey, place, encode(JSON.stringify(value)));
  }

  async open<T>(place: string, sealed: Bytes): Promise<T> {
    const bytes = await decrypt(this.dataKey, place, sealed);
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  }

  sealBytes(place: string, bytes: Bytes): Promise<Bytes> {
    return encrypt(this.dataKey, place, bytes);
  }

  openBytes(place: string, sealed: Bytes): Promise<Bytes> {
    return decrypt(this.dataKey, place, sealed);
  }

  /** A name that only this vault can make: 16 bytes in hex. */
  async nameOf(text: string): Promise<string> {
    const mac = await crypto.subtle.sign('HMAC', this.nameKey, encode(text));
    return hex(new Uint8Array(mac, 0, 16));
  }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function vaultOf(raw: Bytes): Promise<Vault> {
  const source = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
  raw.fill(0);
  const hkdf = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: encode(info),
  });
  const aes = { name: 'AES-GCM', length: 256 };
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  return new Vault(
    await crypto.subtle.deriveKey(hkdf('data'), source, aes, false, ['encrypt', 'decrypt']),
    await crypto.subtle.deriveKey(hkdf('names'), source, hmac, false, ['sign']),
  );
}

async function passphraseKey(text: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const secret = encode(text.normalize('NFKC'));
  const source = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  const kdf = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const aes = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(kdf, source, aes, false, ['encrypt', 'decrypt']);
}

async function encrypt(key: CryptoKey, place: string, bytes: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = { name: 'AES-GCM', iv, additionalData: encode(place) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher, key, bytes));
  const both = new Uint8Array(IV_BYTES + sealed.length);
  both.set(iv);
  both.set(sealed, IV_BYTES);
  return both;
}

async function decrypt(key: CryptoKey, place: string, both: Bytes): Promise<Bytes> {
  const cipher = {
    name: 'AES-GCM',
    iv: both.subarray(0, IV_BYTES),
    additionalData: encode(place),
  };
  return new Uint8Array(await crypto.subtle.decrypt(cipher, key, both.subarray(IV_BYTES)));
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}
