/** Whether and how to offer the app for the home screen. */

import { computed, signal } from '@preact/signals';

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

const SUCCESS = 'nomade-success';
const DISMISSED = 'nomade-install-dismissed';
const offered = signal<InstallPrompt | null>(null);
const succeeded = signal(localStorage.getItem(SUCCESS) !== null);
const dismissed = signal(localStorage.getItem(DISMISSED) !== null);
const standalone = matchMedia('(display-mode: standalone)');
export const installed = signal(standalone.matches || iosStandalone() === true);

export const isApple =
  /iPhone|iPad|iPod/.test(navigator.userAgent) || iosStandalone() !== undefined;

/** `prompt` where the browser can ask, `pictures` where a person must do it by hand. */
export const installWay = computed<'prompt' | 'pictures' | null>(() => {
  if (installed.value) return null;
  if (offered.value) return 'prompt';
  return isApple ? 'pictures' : null;
});
/** The hint comes after the first success, and never again once it was waved away. */
export const showInstallHint = computed(
  () => succeeded.value && !dismissed.value && installWay.value !== null,
);

function iosStandalone(): boolean | undefined {
  return (navigator as { standalone?: boolean }).standalone;
}

export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered.value = event as InstallPrompt;
  });
  addEventListener('appinstalled', () => {
    installed.value = true;
  });
}

export async function askToInstall(): Promise<void> {
  await offered.value?.prompt();
  offered.value = null;
}

export function rememberSuccess(): void {
  succeeded.value = true;
  localStorage.setItem(SUCCESS, '1');
}

export function dismissInstall(): void {
  dismissed.value = true;
  localStorage.setItem(DISMISSED, '1');
}
