/** What the browser tells us that is worth a sync. Returns the way to stop listening. */

export function listen(wake: () => void): () => void {
  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  const onMessage = (event: MessageEvent) => {
    if ((event.data as { type?: unknown } | null)?.type === 'sync') wake();
  };
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', whenVisible);
  worker?.addEventListener('message', onMessage);
  return () => {
    removeEventListener('online', wake);
    removeEventListener('pageshow', wake);
    document.removeEventListener('visibilitychange', whenVisible);
    worker?.removeEventListener('message', onMessage);
  };
}
