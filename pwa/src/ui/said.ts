import { signal } from '@preact/signals';

/** One sentence of good news for the next screen; it fades by itself. */
export const said = signal('');
const SHOWN_MS = 8000;

export function say(sentence: string): void {
  said.value = sentence;
  setTimeout(() => {
    if (said.value === sentence) said.value = '';
  }, SHOWN_MS);
}
