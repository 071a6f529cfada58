import { type Signal, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { Skeleton } from './skeleton';

/** A screen that is fetched when it is first asked for; bones stand in for it meanwhile. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> & { readonly preload: () => Promise<void> } {
  const loaded: Signal<ComponentType<P> | null> = signal(null);
  const failed = signal(false);
  const preload = async () => {
    try {
      loaded.value ??= await load();
      failed.value = false;
    } catch {
      failed.value = true;
    }
  };
  function Lazy(props: P) {
    useEffect(() => {
      void preload();
    }, []);
    const Screen = loaded.value;
    if (Screen) return <Screen {...props} />;
    return failed.value ? <NotHere onRetry={preload} /> : <Skeleton />;
  }
  return Object.assign(Lazy, { preload });
}

function NotHere({ onRetry }: { readonly onRetry: () => Promise<void> }) {
  return (
    <main class="page empty">
      <p role="alert">{t('common.screen_missing')}</p>
      <button type="button" class="btn" onClick={onRetry}>
        {t('common.retry')}
      </button>
    </main>
  );
}
