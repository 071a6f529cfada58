/** The server over HTTP. Every failure is one of two: it could not be reached, or it answered. */

import type {
  BlobOffer,
  Bytes,
  EnrolBody,
  PullAnswer,
  PullPosition,
  PushAnswer,
  PushBody,
  Server,
  Transfer,
  Who,
} from './protocol';

/** No answer: no network, no server, or too slow. */
export class Unreachable extends Error {}

/** The server answered, and not with what was asked for. */
export class Answered extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds that the server asks to wait. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

const PATIENCE_MS = 30_000;
const TUS = '1.0.0';
const SAFE = new Set(['GET', 'HEAD']);

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly device?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export class HttpServer implements Server {
  private csrf: string | null = null;

  /** `origin` is empty in the browser: the page's own. */
  constructor(
    private readonly fetch: Fetch = (input, init) => globalThis.fetch(input, init),
    private readonly origin = '',
  ) {}

  async signIn(email: string, password: string): Promise<Who> {
    const body = JSON.stringify({ email, password });
    const answer = await this.json<Session>({ method: 'POST', path: '/api/session', body });
    return this.noted(answer) as Who;
  }

  async whoAmI(): Promise<Who | null> {
    return this.noted(await this.json<Session>({ method: 'GET', path: '/api/session' }));
  }

  async signOut(): Promise<void> {
    await this.ask({ method: 'DELETE', path: '/api/session' });
    this.csrf = null;
  }

  enrol(device: EnrolBody): Promise<{ readonly id: string; readonly epoch: string }> {
    return this.json({ method: 'POST', path: '/api/devices', body: JSON.stringify(device) });
  }

  push(device: string, body: PushBody): Promise<PushAnswer> {
    return this.json({
      method: 'POST',
      path: '/api/sync/push',
      device,
      body: JSON.stringify(body),
    });
  }

  pull(device: string, { cursor, backfill }: PullPosition): Promise<PullAnswer> {
    const query = new URLSearchParams({ limit: '500' });
    if (cursor) query.set('cursor', cursor);
    if (backfill) query.set('backfill', backfill);
    return this.json({ method: 'GET', path: `/api/sync/pull?${query}`, device });
  }

  async forgotten(device: string, scopes: readonly string[]): Promise<void> {
    const body = JSON.stringify({ scopes });
    await this.ask({ method: 'POST', path: '/api/sync/forgotten', device, body });
  }

  async offerBlob(device: string, { sha256, size, mime }: BlobOffer): Promise<Transfer> {
    const metadata = Object.entries({ sha256, filetype: mime });
    const answer = await this.ask({
      method: 'POST',
      path: '/api/blobs/',
      device,
      headers: {
        'Tus-Resumable': TUS,
        'Upload-Length': String(size),
        'Upload-Metadata': metadata.map(([key, value]) => `${key} ${btoa(value)}`).join(','),
      },
    });
    const place = answer.headers.get('Location');
    if (!place) throw new Answered(502, 'internal', 'No place for the bytes.');
    return { url: new URL(place, answer.url).pathname, sent: offsetOf(answer) };
  }

  async blobOffset(device: string, url: string): Promise<number> {
    const headers = { 'Tus-Resumable': TUS };
    return offsetOf(await this.ask({ method: 'HEAD', path: url, device, headers }));
  }

  async sendChunk(device: string, url: string, offset: number, chunk: Bytes): Promise<number> {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', chunk));
    const answer = await this.ask({
      method: 'PATCH',
      path: url,
      device,
      headers: {
        'Tus-Resumable': TUS,
        'Upload-Offset': String(offset),
        'Upload-Checksum': `sha256 ${btoa(String.fromCharCode(...hash))}`,
        'Content-Type': 'application/offset+octet-stream',
      },
      body: chunk,
    });
    return offsetOf(answer);
  }

  async fetchBlob(device: string, sha256: string): Promise<Bytes> {
    const answer = await this.ask({ method: 'GET', path: `/api/blobs/${sha256}`, device });
    return new Uint8Array(await answer.arrayBuffer());
  }

  private async json<T>(ask: Ask): Promise<T> {
    const answer = await this.ask(ask);
    return answer.json().catch(() => {
      throw new Unreachable(); // Cut in the middle, or a captive portal's page.
    }) as Promise<T>;
  }

  /** Asks once more with a fresh token when the first had run out. */
  private async ask(ask: Ask): Promise<Response> {
    const answer = await this.send(ask);
    if (answer.ok) return answer;
    const problem = await problemOf(answer);
    if (problem.code !== 'csrf') throw problem;
    this.csrf = null;
    const second = await this.send(ask);
    if (second.ok) return second;
    throw await problemOf(second);
  }

  private async send({ method, path, device, headers, body }: Ask): Promise<Response> {
    const sent: Record<string, string> = { Accept: 'application/json', ...headers };
    if (typeof body === 'string') sent['Content-Type'] = 'application/json';
    if (device) sent['X-Device'] = device;
    if (!SAFE.has(method)) sent['X-CSRF-Token'] = await this.token();
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const rest = { credentials: 'same-origin', cache: 'no-store' } as const;
    const init = { method, headers: sent, signal, ...rest, ...(body ? { body } : {}) };
    try {
      return await this.fetch(this.origin + path, init);
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }

  private async token(): Promise<string> {
    if (this.csrf === null) await this.whoAmI();
    return this.csrf ?? '';
  }

  private noted(answer: Session): Who | null {
    this.csrf = answer.csrf;
    return answer.user;
  }
}

interface Session {
  readonly user: Who | null;
  readonly csrf: string;
}

async function problemOf(answer: Response): Promise<Answered> {
  const body = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
  const after = Number(answer.headers.get('Retry-After'));
  const code = typeof body?.code === 'string' ? body.code : 'internal';
  const message = typeof body?.message === 'string' ? body.message : '';
  return new Answered(answer.status, code, message, after > 0 ? after : null);
}

function offsetOf(answer: Response): number {
  return Number(answer.headers.get('Upload-Offset') ?? 0);
}
