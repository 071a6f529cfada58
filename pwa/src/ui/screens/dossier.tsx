import { useState } from 'preact/hooks';
import { itemsOf, type Shown } from '../../store/view';
import { useView } from '../context';
import { t, tn } from '../i18n';
import { quantityText, type SectionView, search, sectionName, sectionsOf } from '../inventory';
import { Fold } from '../parts/fold';
import { Page } from '../parts/frame';
import { to } from '../route';
import { Absent } from './absent';
import { freshness } from './dossiers';

export function DossierScreen({ id }: { readonly id: string }) {
  const view = useView();
  const [text, setText] = useState('');
  const dossier = view.dossier.get(id);
  if (!dossier) return <Absent />;
  const items = search(itemsOf(view, id), text);
  const sections = sectionsOf(items);
  return (
    <Page
      name="dossier"
      title={dossier.title}
      small={freshness(dossier)}
      back={{ href: to('dossiers'), label: t('tabs.dossiers') }}
    >
      <search class="outside">
        <div class="field">
          <label for="dossier-search">{t('dossier.search')}</label>
          <input
            id="dossier-search"
            type="search"
            class="input"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            data-testid="dossier-search"
          />
        </div>
        <p class="small muted num" role="status">
          {text.trim() ? tn('dossier.found', items.length) : ''}
        </p>
      </search>
      {sections.length === 0 && !text && <p class="outside muted">{t('dossier.empty')}</p>}
      {sections
        .filter((section) => section.filled.length > 0 || text.trim())
        .map((section) => (
          <Section key={section.key} section={section} searched={text.trim() !== ''} />
        ))}
      {!text.trim() && <Empties sections={sections} />}
    </Page>
  );
}

interface SectionProps {
  readonly section: SectionView;
  readonly searched: boolean;
}

function Section({ section, searched }: SectionProps) {
  const lines = searched ? [...section.filled, ...section.empty] : section.filled;
  const mixed = new Set(lines.map((line) => line.domain)).size > 1;
  return (
    <Fold
      title={titleOf(section)}
      small={String(lines.length)}
      open
      testId={`section-${section.section}`}
    >
      <ul class="items">
        {lines.map((item) => (
          <Item key={item.id} item={item} withDomain={mixed} />
        ))}
      </ul>
      {!searched && section.empty.length > 0 && (
        <details>
          <summary class="muted small">{tn('dossier.not_filled', section.empty.length)}</summary>
          <p class="small">{section.empty.map((item) => item.sub_domain).join(' · ')}</p>
        </details>
      )}
    </Fold>
  );
}

function titleOf(section: SectionView): string {
  const name = sectionName(section.section);
  if (section.configuration <= 1) return name;
  return t('dossier.configuration', { name, n: section.configuration });
}

interface ItemProps {
  readonly item: Shown<'dossier_item'>;
  /** Several domains stand in one section: each line says its own. */
  readonly withDomain: boolean;
}

function Item({ item, withDomain }: ItemProps) {
  const quantity = quantityText(item);
  return (
    <li class="item" data-testid="dossier-item">
      <span>
        <span class="muted small">
          {withDomain ? `${item.domain} · ${item.sub_domain}` : item.sub_domain}
        </span>
        {item.description && <strong>{item.description}</strong>}
      </span>
      {quantity && <b class="num">{quantity}</b>}
    </li>
  );
}

/** Sections where nothing is known are named in one line, not shown empty. */
function Empties({ sections }: { readonly sections: readonly SectionView[] }) {
  const names = sections.filter((section) => section.filled.length === 0).map(titleOf);
  if (names.length === 0) return null;
  return <p class="footline">{t('dossier.empty_sections', { names: names.join(', ') })}</p>;
}
