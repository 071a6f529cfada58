/** A new version waits until the person says that it may come. */

import { signal } from '@preact/signals';

const waiting = signal<ServiceWorker | null>(null);
export const updateReady = signal(false);

/** Register the service worker, which keeps the app here for a start without network. */
export async function watchUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/app' });
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      // The very first version replaces nothing: there is nothing to offer.
      if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming);
    });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  });
}

function offer(worker: ServiceWorker | null): void {
  waiting.value = worker;
  updateReady.value = worker !== null;
}

/** Let the new version take over, and start again with it. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  });
  waiting.value?.postMessage({ type: 'skip-waiting' });
}
