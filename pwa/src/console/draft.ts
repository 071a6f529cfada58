/**
 * Nothing typed during a call is lost: the form is kept on this machine, per tab, until it is
 * saved. A tab that was closed leaves its draft to the next one that opens the form.
 */

import htmx from 'htmx.org';

const PREFIX = 'nomade.intake.';
const TAB = 'nomade.tab';
const PAUSE_MS = 250;
const ALIVE_MS = 5000;
const DEAD_MS = 20000;

interface Draft {
  seen: number;
  fields: [string, string][];
}

let timer: ReturnType<typeof setTimeout> | undefined;

export function startDrafts(): void {
  document.addEventListener('submit', (event) => {
    if (event.target instanceof Element && 'forget' in (event.target as HTMLElement).dataset) {
      forgetAll();
    }
  });
  document.addEventListener('input', (event) => later(event.target));
  document.addEventListener('change', (event) => later(event.target));
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-drop-draft]')) drop();
  });
  document.body.addEventListener('htmx:beforeOnLoad', (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (elt.matches('[data-draft]') && xhr.status === 204) forget();
  });
  window.addEventListener('pagehide', () => {
    const form = formOf();
    if (form && timer !== undefined) keep(form);
  });
  setInterval(stayAlive, ALIVE_MS);
  const form = formOf();
  if (form && form.dataset.sent !== 'yes') restore(form);
}

function formOf(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>('form[data-draft]');
}

function tab(): string {
  const known = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
  sessionStorage.setItem(TAB, known);
  return PREFIX + known;
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

function later(target: EventTarget | null): void {
  const form =
    target instanceof Element ? target.closest<HTMLFormElement>('form[data-draft]') : null;
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form), PAUSE_MS);
}

function keep(form: HTMLFormElement): void {
  timer = undefined;
  const fields = [...new FormData(form)]
    .filter(([name, value]) => name !== 'csrf_token' && typeof value === 'string')
    .map(([name, value]): [string, string] => [name, String(value)]);
  localStorage.setItem(tab(), JSON.stringify({ seen: Date.now(), fields } satisfies Draft));
  const state = document.querySelector<HTMLElement>('#draft-state');
  if (state) state.textContent = state.dataset.saved ?? '';
}

function stayAlive(): void {
  const own = formOf() ? read(tab()) : null;
  if (own) localStorage.setItem(tab(), JSON.stringify({ ...own, seen: Date.now() }));
}

/** This tab's draft, or one that a closed tab left behind. */
function find(): Draft | null {
  const own = read(tab());
  if (own) return own;
  const left = Object.keys(localStorage).find((key) => {
    const draft = key.startsWith(PREFIX) ? read(key) : null;
    return draft !== null && Date.now() - draft.seen > DEAD_MS;
  });
  const draft = left ? read(left) : null;
  if (left && draft) {
    localStorage.removeItem(left);
    localStorage.setItem(tab(), JSON.stringify(draft));
  }
  return draft;
}

async function restore(form: HTMLFormElement): Promise<void> {
  const asked = new URLSearchParams(location.search).get('client');
  const draft = find();
  if (!draft?.fields.some(([name, value]) => value !== '' && TYPED.has(name))) return;
  const client = draft.fields.find(([name]) => name === 'client_id')?.[1];
  if (asked && asked !== client) {
    sessionStorage.removeItem(TAB); // The draft stays for a tab of its own.
    return;
  }
  if (client && client !== asked) {
    await htmx.ajax('get', `/desk/intake/client/${client}`, {
      target: '#client',
      swap: 'innerHTML',
    });
  }
  fill(form, draft.fields);
  document.querySelector<HTMLElement>('#restored')?.removeAttribute('hidden');
}

const TYPED = new Set([
  'client_id',
  'caller_last_name',
  'title',
  'problem',
  'last_actions',
  'solution',
]);

function fill(form: HTMLFormElement, fields: [string, string][]): void {
  for (const box of form.querySelectorAll<HTMLInputElement>('[type="checkbox"]'))
    box.checked = false;
  for (const [name, value] of fields) {
    for (const element of form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
      put(element, value);
  }
  form.querySelector<HTMLElement>('#title')?.focus();
}

function put(element: Element, value: string): void {
  if (element instanceof HTMLInputElement && /^(radio|checkbox)$/.test(element.type)) {
    if (element.value === value) element.checked = true;
  } else if (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  ) {
    element.value = value;
  }
}

function forget(): void {
  clearTimeout(timer);
  timer = undefined;
  localStorage.removeItem(tab());
}

function drop(): void {
  forget();
  location.assign('/desk/intake');
}

function forgetAll(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}
