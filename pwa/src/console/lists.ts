/** Lists and the board: arrows move the focus, a search field leads into what it found. */

const STOPS = 'a[href], button:not([disabled]), summary';
const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function startLists(): void {
  document.addEventListener('keydown', enterSearch);
  document.body.addEventListener('htmx:afterSettle', noteFound);
}

/** Move the focus where the arrow points; say whether it moved. */
export function moveFocus(event: KeyboardEvent, typing: boolean): boolean {
  const step = STEPS[event.key];
  const target = event.target;
  if (!step || event.shiftKey || event.ctrlKey || !(target instanceof HTMLElement)) return false;
  if (typing) return step[1] > 0 && intoFound(target);
  if (target instanceof HTMLInputElement) return false;
  const list = target.closest<HTMLElement>('[data-arrows]');
  if (!list) return target === document.body && focusFirst(document.querySelector('main'));
  const next =
    list.dataset.arrows === 'grid' ? beside(list, target, step) : inLine(list, target, step);
  next?.focus();
  return next !== undefined;
}

function stopsOf(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(STOPS)].filter(
    (element) => element.getClientRects().length > 0,
  );
}

function inLine(
  list: HTMLElement,
  from: HTMLElement,
  [x, y]: readonly [number, number],
): HTMLElement | undefined {
  const stops = stopsOf(list);
  const index = stops.indexOf(from);
  const row = from.closest('tr');
  if (!row || x !== 0) return stops[index + x + y];
  const other = y > 0 ? row.nextElementSibling : row.previousElementSibling;
  return other ? stopsOf(other)[0] : undefined;
}

/** The nearest block in the direction of the arrow; up and down keep to the hour. */
function beside(
  list: HTMLElement,
  from: HTMLElement,
  [x, y]: readonly [number, number],
): HTMLElement | undefined {
  const here = from.getBoundingClientRect();
  const distance = (element: HTMLElement) => {
    const there = element.getBoundingClientRect();
    const ahead = x ? (there.left - here.left) * x : (there.top - here.top) * y;
    const aside = x ? Math.abs(there.top - here.top) : Math.abs(there.left - here.left);
    if (ahead <= 1 || (x && aside > 1)) return Number.POSITIVE_INFINITY;
    return y ? ahead * 1000 + aside : ahead;
  };
  const ranked = stopsOf(list).map((element) => ({ element, far: distance(element) }));
  const best = ranked.sort((a, b) => a.far - b.far)[0];
  return best && Number.isFinite(best.far) ? best.element : undefined;
}

function foundOf(field: Element): HTMLElement | null {
  const target = field.getAttribute('data-into');
  return target ? document.querySelector<HTMLElement>(target) : null;
}

function intoFound(field: HTMLElement): boolean {
  return focusFirst(foundOf(field));
}

function focusFirst(list: Element | null): boolean {
  const first = list ? stopsOf(list).find((element) => !element.closest('header')) : undefined;
  first?.focus();
  return first !== undefined;
}

/** Enter opens the first thing found, also when the answer is still on its way. */
function enterSearch(event: KeyboardEvent): void {
  const field = event.target;
  if (event.key !== 'Enter' || event.ctrlKey || !(field instanceof HTMLInputElement)) return;
  const found = foundOf(field);
  if (!found || field.value.trim().length < 2) return;
  event.preventDefault();
  const first = stopsOf(found)[0];
  if (first && found.dataset.of === field.value) first.click();
  else field.dataset.eager = 'yes';
}

function noteFound(event: Event): void {
  const list = event.target;
  if (!(list instanceof HTMLElement) || !list.id) return;
  const field = document.querySelector<HTMLInputElement>(`[data-into="#${list.id}"]`);
  if (!field) return;
  list.dataset.of = field.value;
  if (field.dataset.eager) stopsOf(list)[0]?.click();
  delete field.dataset.eager;
}
