/**
 * Parts of the page that keep themselves fresh: `data-poll="/desk/board"`. An unchanged part is
 * answered with 304; focus, scrolling and whatever is being typed stay as they are.
 */

import htmx from 'htmx.org';
import { markFocus, showTrouble } from './forms';
import { isTyping } from './keyboard';

const EVERY_MS = 15000;
const known = new Map<string, string>();

export function startPolling(): void {
  setInterval(() => {
    if (document.hidden) return;
    for (const part of document.querySelectorAll<HTMLElement>('[data-poll]')) void refresh(part);
  }, EVERY_MS);
}

async function refresh(part: HTMLElement): Promise<void> {
  const url = part.dataset.poll;
  if (!url || (part.contains(document.activeElement) && isTyping(document.activeElement))) return;
  try {
    const answer = await fetch(url, {
      cache: 'no-store',
      headers: { 'If-None-Match': known.get(url) ?? '', 'HX-Request': 'true' },
    });
    const signIn = answer.headers.get('HX-Redirect');
    if (signIn) return location.assign(signIn);
    showTrouble(answer.status >= 500);
    if (answer.status !== 200) return;
    known.set(url, answer.headers.get('ETag') ?? '');
    put(part, await answer.text());
  } catch {
    showTrouble(true);
  }
}

function put(part: HTMLElement, html: string): void {
  const focused = part.contains(document.activeElement) ? document.activeElement?.id : '';
  const scrolled = [...part.children].map((child) => [child.scrollTop, child.scrollLeft] as const);
  part.innerHTML = html;
  htmx.process(part);
  markFocus();
  for (const [index, [top, left]] of scrolled.entries()) {
    part.children[index]?.scrollTo({ top, left, behavior: 'instant' });
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
