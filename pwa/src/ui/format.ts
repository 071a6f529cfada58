import { language } from './i18n';

const LOCALES = { fr: 'fr-FR', en: 'en-GB', de: 'de-DE' } as const;
const NBSP = '\u00a0';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Instant = string | Date;

function dated(at: Instant, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALES[language.value], options).format(new Date(at));
}

/** `09:30`, in the zone given or the phone's own. */
export function clock(at: Instant, timeZone?: string): string {
  return dated(at, { hour: '2-digit', minute: '2-digit', ...(timeZone ? { timeZone } : {}) });
}

/** `mardi 24 novembre`. */
export function longDay(at: Instant, timeZone?: string): string {
  return dated(at, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(timeZone ? { timeZone } : {}),
  });
}

/** `24 novembre 2026`. */
export function plainDate(at: Instant): string {
  return dated(at, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** `jeudi 12:00`: near enough to need no date. */
export function dayAndClock(at: Instant, timeZone?: string): string {
  return dated(at, {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  }).replace(/ (à|um|at) |, /, ' ');
}

/** `lun.` and `23`. */
export function weekday(at: Instant): string {
  return dated(at, { weekday: 'short' });
}

export function monthName(at: Instant): string {
  return dated(at, { month: 'long' });
}

export function dayNumber(at: Instant): string {
  return String(new Date(at).getDate());
}

/** `1 h 14`, `45 min`, `2 h`. */
export function minutesText(minutes: number): string {
  const total = Math.abs(Math.round(minutes));
  const sign = minutes < 0 ? '\u2212' : '';
  const hours = Math.floor(total / 60);
  const rest = total % 60;
  if (hours === 0) return `${sign}${rest}${NBSP}min`;
  if (rest === 0) return `${sign}${hours}${NBSP}h`;
  return `${sign}${hours}${NBSP}h${NBSP}${String(rest).padStart(2, '0')}`;
}

/** `86,00 €`. */
export function money(cents: number): string {
  return new Intl.NumberFormat(LOCALES[language.value], {
    style: 'currency',
    currency: 'EUR',
  }).format(cents / 100);
}

/** Read what a person typed as an amount: `86`, `86,5`, `1 200,00 €`. Null when it is none. */
export function centsOf(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  if (!/^\d{1,7}(\.\d{0,2})?$/.test(plain)) return null;
  return Math.round(Number(plain) * 100);
}

const SIZES = [
  ['byte', 1, 1e3, 0],
  ['kilobyte', 1e3, 1e6, 0],
  ['megabyte', 1e6, 1e9, 1],
  ['gigabyte', 1e9, Number.POSITIVE_INFINITY, 1],
] as const;

/** `12,5 Mo`. */
export function bytesText(bytes: number): string {
  const [unit, divisor, , digits] = SIZES.find(([, , most]) => bytes < most) ?? SIZES[0];
  return new Intl.NumberFormat(LOCALES[language.value], {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(bytes / divisor);
}

/** `il y a 3 min`, `dans 48 min`, `hier`. */
export function relative(at: Instant, now: Date): string {
  const distance = new Date(at).getTime() - now.getTime();
  const words = new Intl.RelativeTimeFormat(LOCALES[language.value], {
    numeric: 'auto',
    style: 'short',
  });
  if (Math.abs(distance) < MINUTE) return words.format(0, 'second');
  if (Math.abs(distance) < 90 * MINUTE)
    return words.format(Math.round(distance / MINUTE), 'minute');
  if (Math.abs(distance) < DAY) return words.format(Math.round(distance / (60 * MINUTE)), 'hour');
  return words.format(Math.round(distance / DAY), 'day');
}

/** The day of an instant on this phone, as `2026-11-24`. */
export function dayKey(at: Instant): string {
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Seven days: from Monday on working days, from today at the weekend, when the week lies ahead. */
export function weekOf(now: Date): readonly Date[] {
  const weekday = (now.getDay() + 6) % 7;
  const back = weekday < 5 ? weekday : 0;
  return Array.from(
    { length: 7 },
    (_, n) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - back + n),
  );
}
