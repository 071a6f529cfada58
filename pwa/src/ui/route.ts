import { computed, signal } from '@preact/signals';

export type ScreenName =
  | 'today'
  | 'mission'
  | 'report'
  | 'sign'
  | 'dossiers'
  | 'dossier'
  | 'queue'
  | 'settings';

export interface Place {
  readonly screen: ScreenName;
  readonly id: string;
  readonly part: string;
}

const SCREENS = new Set<string>([
  'today',
  'mission',
  'report',
  'sign',
  'dossiers',
  'dossier',
  'queue',
  'settings',
]);

/** Read `#/mission/<id>/<part>`; whatever is unknown is Today. */
export function placeOf(hash: string): Place {
  const [screen = '', id = '', part = ''] = hash.replace(/^#\/?/, '').split('/');
  const known = SCREENS.has(screen) ? (screen as ScreenName) : 'today';
  return { screen: known, id: decodeURIComponent(id), part: decodeURIComponent(part) };
}

/** The address of a screen, for a link. */
export function to(screen: ScreenName, id = '', part = ''): string {
  return `#/${[screen, id, part].filter(Boolean).map(encodeURIComponent).join('/')}`;
}

const hash = signal(globalThis.location?.hash ?? '');
export const place = computed(() => placeOf(hash.value));

/** Go somewhere; `replace` leaves no trace in the history, for screens one does not come back to. */
export function go(address: string, replace = false): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  follow();
}

function follow(): void {
  hash.value = location.hash;
}

addEventListener('hashchange', follow);
addEventListener('popstate', follow);
