/** The service worker: keeps the app's own files for a cold start without network, shows pushes.
 *
 * It never touches the data: see ../store. A new version waits until a page says `skip-waiting`.
 */

export {}; // Makes this file a module, so that `self` can be typed.

declare const self: ServiceWorkerGlobalScope;
declare const __BUILD__: { readonly version: string; readonly files: readonly string[] };

const SHELL = '/app';
const CACHE = `nomade-${__BUILD__.version}`;
const OWN_FILES = [SHELL, '/manifest.webmanifest', ...__BUILD__.files];

self.addEventListener('install', (event) => {
  event.waitUntil(keepOwnFiles());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions());
});

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'skip-waiting') {
    event.waitUntil(self.skipWaiting());
  }
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/api/')) return; // Data has its own store.
  if (request.mode === 'navigate') event.respondWith(shell());
  else if (OWN_FILES.includes(url.pathname)) event.respondWith(kept(request));
  else if (url.pathname.startsWith('/static/')) event.respondWith(keptOnceSeen(request));
});

self.addEventListener('push', (event) => {
  event.waitUntil(Promise.all([show(wordsOf(event.data)), wakePages()]));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(pathOf(event.notification.data)));
});

/** Around the browser's own cache, so that files of two versions never meet. */
async function keepOwnFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(OWN_FILES.map((path) => new Request(path, { cache: 'reload' })));
}

async function forgetOldVersions(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('nomade-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function shell(): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) ?? fetch(SHELL);
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** Icons and letters that are not worth a place in every first load. */
async function keptOnceSeen(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const known = await cache.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

interface Words {
  readonly title: string;
  readonly body: string;
  /** Where a tap leads. */
  readonly path: string;
  readonly tag: string;
}

/** Pushes are free of content; whatever is missing has a plain word for it. */
function wordsOf(data: PushMessageData | null): Words {
  const said = parsed(data);
  const text = (name: string, otherwise: string) => {
    const value = said[name];
    return typeof value === 'string' ? value : otherwise;
  };
  return {
    title: text('title', 'Nomade'),
    body: text('body', ''),
    path: text('path', SHELL),
    tag: text('tag', 'nomade'),
  };
}

function parsed(data: PushMessageData | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = data?.json();
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Only our own pages can be opened from a notification. */
function pathOf(data: unknown): string {
  const path = (data as { path?: unknown } | null)?.path;
  const isOurs = typeof path === 'string' && /^\/app([/#?]|$)/.test(path);
  return isOurs ? path : SHELL;
}

async function show({ title, body, path, tag }: Words): Promise<void> {
  await self.registration.showNotification(title, { body, tag, data: { path } });
}

async function wakePages(): Promise<void> {
  for (const page of await self.clients.matchAll({ type: 'window' })) {
    page.postMessage({ type: 'sync' });
  }
}

/** The app that is open already goes there; else a new one is opened. */
async function open(path: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (!page) {
    await self.clients.openWindow(path);
    return;
  }
  page.postMessage({ type: 'open', path });
  await page.focus();
}
