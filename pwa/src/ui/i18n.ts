import { signal } from '@preact/signals';

type Texts = Readonly<Record<string, string | readonly string[]>>;
export type Params = Readonly<Record<string, string | number>>;
export type Language = 'fr' | 'en' | 'de';

export const LANGUAGES: readonly Language[] = ['fr', 'en', 'de'];
export const language = signal<Language>('fr');
const texts = signal<Texts>({});
const KEPT = 'nomade-language';
const CHOSEN = 'nomade-language-chosen';

const LOADERS: Readonly<Record<Language, () => Promise<{ default: Texts }>>> = {
  fr: () => import('../generated/fr.json'),
  en: () => import('../generated/en.json'),
  de: () => import('../generated/de.json'),
};

/** Fetch the words of one language and show them; the next start begins with them. */
export async function speak(wanted: Language): Promise<void> {
  const loaded = await LOADERS[wanted]();
  texts.value = loaded.default;
  language.value = wanted;
  document.documentElement.lang = wanted;
  localStorage.setItem(KEPT, wanted);
}

/** A person chose by hand: from now on this phone keeps to it, whoever signs in. */
export async function chooseLanguage(wanted: Language): Promise<void> {
  localStorage.setItem(CHOSEN, '1');
  await speak(wanted);
}

/** The language spoken here last, else the page's, else French. */
export function firstLanguage(ofPage: string): Language {
  return known(localStorage.getItem(KEPT) ?? ofPage);
}

/** Speak as the person's account asks, unless somebody chose otherwise on this phone. */
export async function speakTo(person: { readonly language: string }): Promise<void> {
  const wanted = known(person.language);
  if (localStorage.getItem(CHOSEN) === null && wanted !== language.value) await speak(wanted);
}

function known(wanted: string): Language {
  return LANGUAGES.find((one) => one === wanted) ?? 'fr';
}

/** The text of `key`; an unknown key is shown as it is, so that it is seen. */
export function t(key: string, params: Params = {}): string {
  const text = texts.value[key];
  return fill(typeof text === 'string' ? text : (text?.at(-1) ?? key), params);
}

/** The text of `key` for `n` things; `%(n)s` stands for the number. */
export function tn(key: string, n: number, params: Params = {}): string {
  const forms = texts.value[key];
  if (!Array.isArray(forms)) return t(key, { n, ...params });
  const one = new Intl.PluralRules(language.value).select(n) === 'one';
  return fill(forms[one ? 0 : 1] ?? key, { n, ...params });
}

/** Say whether there is a text for `key`. */
export function hasText(key: string): boolean {
  return key in texts.value;
}

function fill(text: string, params: Params): string {
  return text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The keys that begin with `prefix`, in the order of the catalogue. */
export function keysUnder(prefix: string): readonly string[] {
  return Object.keys(texts.value).filter((key) => key.startsWith(prefix));
}

/** The text of `key` as it stands in the catalogue, with its places unfilled. */
export function wording(key: string): string {
  const text = texts.value[key];
  return typeof text === 'string' ? text : '';
}
