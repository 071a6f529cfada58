/** How the lines of an inventory read. */

import type { Shown } from '../store/view';
import { hasText, t } from './i18n';

export function sectionName(code: string): string {
  if (!code) return t('dossier.other');
  return hasText(`section.${code}`) ? t(`section.${code}`) : code;
}

/** `Pare-feu double · 2 sites`. */
export function itemText(item: Shown<'dossier_item'>): string {
  return [item.description, quantityText(item)].filter(Boolean).join(' · ');
}

/** The template gives a unit to lines that nobody has counted yet: alone it says nothing. */
export function quantityText(item: Shown<'dossier_item'>): string {
  return item.quantity && [item.quantity, item.unit].filter(Boolean).join('\u00a0');
}

export interface SectionView {
  readonly key: string;
  readonly section: string;
  readonly configuration: number;
  readonly filled: readonly Shown<'dossier_item'>[];
  readonly empty: readonly Shown<'dossier_item'>[];
}

/** The sections of a dossier in their own order, filled lines apart from empty ones. */
export function sectionsOf(items: readonly Shown<'dossier_item'>[]): readonly SectionView[] {
  const groups = new Map<string, Shown<'dossier_item'>[]>();
  const ordered = items.toSorted((one, other) => one.position - other.position);
  for (const item of ordered) {
    const key = `${item.section}/${item.configuration}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, lines]) => ({
    key,
    section: lines[0]?.section ?? '',
    configuration: lines[0]?.configuration ?? 1,
    filled: lines.filter(isFilled),
    empty: lines.filter((line) => !isFilled(line)),
  }));
}

function isFilled(item: Shown<'dossier_item'>): boolean {
  return itemText(item) !== '';
}

/** The lines that hold every word of `text`, without regard to accents and case. */
export function search(
  items: readonly Shown<'dossier_item'>[],
  text: string,
): readonly Shown<'dossier_item'>[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const all = plain(`${sectionName(item.section)} ${item.sub_domain} ${itemText(item)}`);
    return words.every((word) => all.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
