import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePhone } from '../context';
import { t } from '../i18n';
import { place, type ScreenName, to } from '../route';
import { Icon, type IconName } from './icon';
import { SyncChip } from './sync-chip';

interface PageProps {
  readonly name: string;
  readonly title: string;
  readonly small?: string;
  readonly back?: { readonly href: string; readonly label: string };
  readonly bar?: ComponentChildren;
  /** Somebody else may hold the phone: no way leads away from this screen but back. */
  readonly alone?: boolean;
  readonly children: ComponentChildren;
}

/** False until the first screen stands: the browser itself has put the focus there. */
let arrived = false;

/** One screen: where one came from, the truth about sync, a title, and a bar or the tabs. */
export function Page({ name, title, small, back, bar, alone, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  // A person who listens, or uses keys, starts at the title of the new screen.
  useEffect(() => {
    scrollTo(0, 0);
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <>
      <main class={bar ? 'page with-bar' : 'page'} id="main" data-testid={`screen-${name}`}>
        {back && (
          <div class="back">
            <a href={back.href} data-testid="back">
              <Icon name="left" />
              {back.label}
            </a>
            <SyncChip still={alone === true} />
          </div>
        )}
        <header class={back ? 'top under' : 'top'}>
          <div>
            {small && <small class="num">{small}</small>}
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
          </div>
          {!back && <SyncChip />}
        </header>
        {children}
      </main>
      {bar ? <div class="bar">{bar}</div> : !alone && <Tabs />}
    </>
  );
}

const TABS: readonly (readonly [ScreenName, IconName, readonly ScreenName[]])[] = [
  ['today', 'calendar', ['today', 'mission', 'report', 'sign']],
  ['dossiers', 'folder', ['dossiers', 'dossier']],
  ['queue', 'upload', ['queue']],
  ['settings', 'person', ['settings']],
];

export function Tabs() {
  const phone = usePhone();
  const { screen } = place.value;
  const rejected = phone.rejected.value.some(({ status }) => status === 'rejected');
  const waiting = phone.outbox.value.length + phone.rejected.value.length;
  return (
    <nav class="tabs" aria-label={t('tabs.label')}>
      {TABS.map(([name, icon, screens]) => (
        <a
          key={name}
          href={to(name)}
          data-testid={`tab-${name}`}
          aria-current={screens.includes(screen) ? 'page' : undefined}
        >
          <Icon name={icon} />
          {t(`tabs.${name}`)}
          {name === 'queue' && waiting > 0 && (
            <em class={rejected ? 'num bad' : 'num'}>
              {waiting}
              <span class="hidden"> {t('tabs.waiting')}</span>
            </em>
          )}
        </a>
      ))}
    </nav>
  );
}
