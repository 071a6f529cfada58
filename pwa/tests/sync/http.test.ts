// @vitest-environment node
import { expect, test } from 'vitest';
import { Answered, type Fetch, HttpServer, Unreachable } from '../../src/sync/http';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
}

function serving(answer: (sent: Sent) => Response): { readonly server: HttpServer; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, init) => {
    const one = { method: init.method ?? 'GET', url, headers: new Headers(init.headers) };
    sent.push(one);
    const isSession = one.method === 'GET' && url.endsWith('/api/session');
    return isSession ? Response.json({ user: null, csrf: `token ${sent.length}` }) : answer(one);
  };
  return { server: new HttpServer(fetch), sent };
}
const body = { label: 'x', public_key: '', schema: 1, fork_of: null };

test('what changes something carries the token, what reads does not', async () => {
  const { server, sent } = serving(() => Response.json({ id: 'd', epoch: 'e' }));
  await server.enrol(body);
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST']);
  expect(sent[1]?.headers.get('X-CSRF-Token')).toBe('token 1');
  await server.pull('device', { cursor: 'e.7', backfill: null });
  expect(sent[2]?.headers.has('X-CSRF-Token')).toBe(false);
  expect(sent[2]?.headers.get('X-Device')).toBe('device');
  expect(sent[2]?.url).toBe('/api/sync/pull?limit=500&cursor=e.7');
});

test('a token that ran out is fetched anew, once', async () => {
  const refused = () => Response.json({ code: 'csrf', message: '' }, { status: 403 });
  const { server, sent } = serving((one) =>
    one.headers.get('X-CSRF-Token') === 'token 1'
      ? refused()
      : Response.json({ id: 'd', epoch: 'e' }),
  );
  await expect(server.enrol(body)).resolves.toMatchObject({ id: 'd' });
  expect(sent).toHaveLength(4);
  const always = serving(refused);
  await expect(always.server.enrol(body)).rejects.toMatchObject({ code: 'csrf' });
});

test('an answer keeps its status, its code and the pause it asks for', async () => {
  const { server } = serving(() =>
    Response.json(
      { code: 'too_many_attempts', message: 'Patientez.' },
      { status: 429, headers: { 'Retry-After': '12' } },
    ),
  );
  const problem = await server.enrol(body).catch((error) => error);
  expect(problem).toBeInstanceOf(Answered);
  expect(problem).toMatchObject({ status: 429, code: 'too_many_attempts', retryAfter: 12 });
});

test('no network, and a page that is not ours, are the same: not reached', async () => {
  const cut = new HttpServer(() => Promise.reject(new TypeError('failed')));
  await expect(cut.whoAmI()).rejects.toBeInstanceOf(Unreachable);
  const portal = new HttpServer(async () => new Response('<h1>Hotel Wi-Fi</h1>'));
  await expect(portal.whoAmI()).rejects.toBeInstanceOf(Unreachable);
});
