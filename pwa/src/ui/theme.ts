import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark' | 'sun';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark', 'sun'];
const KEPT = 'nomade-theme';

function keptTheme(): Theme {
  const kept = localStorage.getItem(KEPT);
  return THEMES.find((known) => known === kept) ?? 'auto';
}

export const theme = signal<Theme>(keptTheme());

/** Keep the choice on this phone; the shell reads it before the first paint. */
export function chooseTheme(wanted: Theme): void {
  theme.value = wanted;
  localStorage.setItem(KEPT, wanted);
}

// Without the attribute the device decides (see tokens.css).
effect(() => {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});
