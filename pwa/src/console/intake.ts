/** The call: a client found brings its people, a person picked fills the fields of the caller. */

const FILLED = {
  caller_first_name: 'first',
  caller_last_name: 'last',
  caller_phone: 'phone',
} as const;

export function startIntake(): void {
  document.addEventListener('click', (event) => {
    const caller = event.target instanceof Element ? event.target.closest('[data-caller]') : null;
    if (caller instanceof HTMLElement) pickCaller(caller);
  });
  document.addEventListener('input', (event) => {
    if (event.target instanceof Element && event.target.id.startsWith('caller_')) nameAgreed();
  });
  document.addEventListener('change', (event) => changed(event.target));
  document.addEventListener('pressed', (event) => openPart(event.target));
  document.body.addEventListener('htmx:afterSettle', (event) => {
    if (event.target instanceof HTMLElement && event.target.id === 'client') clientCame();
  });
}

export function field(name: string): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`[id="${name}"]`);
}

function clientCame(): void {
  document.querySelector('#hits')?.replaceChildren();
  const search = field('client-search');
  if (search) {
    verifyBy(search.value);
    search.value = '';
  }
  const first = document.querySelector<HTMLElement>('[data-caller]') ?? field('caller_first_name');
  first?.focus();
  askAgain();
}

/** Whoever says the number of the contract is verified by it. */
function verifyBy(typed: string): void {
  const number = document.querySelector<HTMLInputElement>('#client [name="contract_number"]');
  const said = typed.trim().toLowerCase();
  if (!/\d/.test(said) || !number?.value.toLowerCase().includes(said)) return;
  const verified = document.querySelector<HTMLInputElement>(
    '[name="caller_verified"][value="contract_number"]',
  );
  if (verified) verified.checked = true;
}

function pickCaller(caller: HTMLElement): void {
  for (const [name, part] of Object.entries(FILLED)) {
    const target = field(name);
    if (target) target.value = caller.dataset[part] ?? '';
  }
  for (const other of document.querySelectorAll('[data-caller]')) {
    other.setAttribute('aria-pressed', String(other === caller));
  }
  nameAgreed();
  const verified = document.querySelector<HTMLInputElement>('[name="caller_verified"]:checked');
  const next = verified?.value === 'not_verified' ? verified : field('title');
  next?.focus();
  field('caller_last_name')?.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Whoever calls usually agrees the appointment; a name typed by hand stays. */
function nameAgreed(): void {
  const target = field('agreed_with');
  if (!target) return;
  const name = `${field('caller_first_name')?.value ?? ''} ${field('caller_last_name')?.value ?? ''}`;
  if (target.value !== '' && target.value !== target.dataset.filled) return;
  target.value = name.trim();
  target.dataset.filled = name.trim();
}

function changed(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  if (target instanceof HTMLInputElement && target.name === 'technician_id') {
    target.closest<HTMLElement>('#candidates')?.setAttribute('data-picked', 'yes');
  }
  if ('setsMinutes' in target.dataset) setMinutes(target as HTMLSelectElement);
  if ('slot' in target.dataset || target.id === 'site_id') askAgain();
}

/** The nature of the work brings its usual length, unless somebody typed another. */
function setMinutes(nature: HTMLSelectElement): void {
  const usual = nature.selectedOptions[0]?.dataset.minutes;
  const minutes = field('minutes');
  const known = [...nature.options].some((option) => option.dataset.minutes === minutes?.value);
  if (!minutes || !usual || !(known || minutes.value === '')) return;
  minutes.value = usual;
  askAgain();
}

/** Rank the technicians anew; whoever was ticked by hand stays ticked. */
function askAgain(): void {
  const ranked = document.querySelector<HTMLElement>('#candidates');
  if (!ranked) return;
  if (ranked.dataset.picked !== 'yes') {
    for (const radio of ranked.querySelectorAll<HTMLInputElement>(':checked'))
      radio.checked = false;
  }
  document.body.dispatchEvent(new CustomEvent('slot-changed'));
}

/** A key chose what follows: go to its first field. */
function openPart(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement) || target.name !== 'then') return;
  field(target.value === 'mission' ? 'nature' : 'solution')?.focus();
}
