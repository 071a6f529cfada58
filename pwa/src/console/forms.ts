/** Small things around forms: selects that send themselves, questions before the irrevocable. */

import htmx from 'htmx.org';

const TOAST_MS = 6000;

export function startForms(): void {
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (field instanceof HTMLSelectElement && 'autosubmit' in field.dataset) {
      field.form?.requestSubmit();
    }
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const question = form instanceof HTMLFormElement ? form.dataset.confirm : undefined;
    if (question && !window.confirm(question)) event.preventDefault();
  });
  document.body.addEventListener('htmx:sendError', () => showTrouble(true));
  document.body.addEventListener('htmx:responseError', () => showTrouble(true));
  document.body.addEventListener('htmx:afterOnLoad', () => showTrouble(false));
  document.body.addEventListener('htmx:afterSettle', focusWrong);
  document.body.addEventListener('click', markFocus);
  fadeToast();
  htmx.config.refreshOnHistoryMiss = true;
}

/** Nothing is lost when an answer does not come: the page stays, and says so. */
export function showTrouble(on: boolean): void {
  const notice = document.querySelector<HTMLElement>('#trouble');
  if (notice) notice.hidden = !on;
}

/** A refused form came back: go to the first field that is wrong. */
function focusWrong(event: Event): void {
  if (event.target !== document.body) return;
  const wrong = document.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (wrong) wrong.focus();
  else document.querySelector('[data-testid="refusal"]')?.scrollIntoView({ block: 'nearest' });
}

/** Show on the left and on the board which thing the panel tells about. */
export function markFocus(event?: Event): void {
  const clicked = event?.target instanceof Element ? event.target.closest('[data-focus]') : null;
  const wanted = new URLSearchParams(location.search);
  const id = clicked?.getAttribute('data-focus') ?? wanted.get('mission') ?? wanted.get('ticket');
  if (event && !clicked) return;
  for (const element of document.querySelectorAll('[data-focus]')) {
    if (element.getAttribute('data-focus') === id) element.setAttribute('aria-current', 'true');
    else element.removeAttribute('aria-current');
  }
}

function fadeToast(): void {
  const toast = document.querySelector<HTMLElement>('[data-toast]');
  if (!toast) return;
  const address = new URL(location.href);
  address.searchParams.delete('said');
  history.replaceState(history.state, '', address);
  setTimeout(() => toast.remove(), TOAST_MS);
}
