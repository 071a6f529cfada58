/** Keys that work on every page. A control says which key is its own: `data-key="n"`. */

import { moveFocus } from './lists';

const EVERYWHERE = /^(f\d+|escape|ctrl\+enter)$/;
const TYPED = 'textarea, select, [contenteditable], input';
const NOT_TYPED = /^(radio|checkbox|button|submit)$/;

export function startKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey) return;
    if (act(event)) event.preventDefault();
  });
}

function act(event: KeyboardEvent): boolean {
  const key = nameOf(event);
  const typing = isTyping(event.target);
  if (key === 'escape') return close() || press('escape');
  if (key === 'ctrl+enter') return send(event.target);
  if (EVERYWHERE.test(key)) return press(key);
  if (key.startsWith('arrow')) return moveFocus(event, typing);
  if (typing || event.ctrlKey) return false;
  if (event.key === '?') return showKeys();
  return press(key);
}

function nameOf(event: KeyboardEvent): string {
  const shift = event.shiftKey && event.key.length > 1 ? 'shift+' : '';
  return `${event.ctrlKey ? 'ctrl+' : ''}${shift}${event.key.toLowerCase()}`;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || !target.matches(TYPED)) return false;
  return !(target instanceof HTMLInputElement && NOT_TYPED.test(target.type));
}

/** Use the control that has this key; say whether there is one. */
function press(key: string): boolean {
  const control = [...document.querySelectorAll<HTMLElement>('[data-key]')].find(
    (element) => element.dataset.key === key && element.getClientRects().length > 0,
  );
  if (!control) return false;
  if (control instanceof HTMLInputElement && control.type !== 'radio') {
    control.focus();
    control.select();
    return true;
  }
  control.click();
  control.dispatchEvent(new CustomEvent('pressed', { bubbles: true }));
  return true;
}

function send(target: EventTarget | null): boolean {
  const inside = target instanceof Element ? target.closest('form') : null;
  const form = inside ?? document.querySelector<HTMLFormElement>('form[data-draft], form#plan');
  form?.requestSubmit();
  return form !== null;
}

function showKeys(): boolean {
  const keys = document.querySelector<HTMLDialogElement>('#keys');
  keys?.showModal();
  return keys !== null;
}

/** Close what lies above the page: lists of what was found first. */
function close(): boolean {
  const open = [...document.querySelectorAll<HTMLElement>('[data-closes]')].filter(
    (element) => element.childElementCount > 0,
  );
  for (const element of open) element.replaceChildren();
  if (open.length === 0) return false;
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) document.querySelector<HTMLElement>('#search')?.focus();
  return true;
}
