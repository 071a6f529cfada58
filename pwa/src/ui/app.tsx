import { useEffect } from 'preact/hooks';
import type { Session } from '../sync/session';
import { PhoneContext, SessionContext } from './context';
import { speakTo, t } from './i18n';
import { lazy } from './parts/lazy';
import { Skeleton } from './parts/skeleton';
import { place } from './route';
import { ChoosePassphrase, SignIn, Unlock } from './screens/door';
import { MissionScreen } from './screens/mission';
import { Today } from './screens/today';

const Report = lazy(() => import('./screens/report').then((module) => module.ReportScreen));
const Sign = lazy(() => import('./screens/sign').then((module) => module.SignScreen));
const Dossiers = lazy(() => import('./screens/dossiers').then((module) => module.Dossiers));
const DossierOne = lazy(() => import('./screens/dossier').then((module) => module.DossierScreen));
const Queue = lazy(() => import('./screens/queue').then((module) => module.Queue));
const Settings = lazy(() => import('./screens/settings').then((module) => module.Settings));
const LATER = [Report, Sign, Dossiers, DossierOne, Queue, Settings];
const UNHURRIED_MS = 3000;

/** The whole app: the door that stands open, or the screens behind it. */
export function App({ session }: { readonly session: Session }) {
  return (
    <SessionContext.Provider value={session}>
      <button type="button" class="skip" onClick={skipToContent}>
        {t('common.skip')}
      </button>
      <Stage session={session} />
    </SessionContext.Provider>
  );
}

function skipToContent(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

function Stage({ session }: { readonly session: Session }) {
  if (session.mustReload.value) return <MustReload />;
  switch (session.stage.value) {
    case 'sign-in':
      return <SignIn />;
    case 'choose-passphrase':
      return <ChoosePassphrase />;
    case 'locked':
      return <Unlock />;
    case 'open':
      return <Open session={session} />;
  }
}

/** Another window runs a newer version and has taken the data over. */
function MustReload() {
  return (
    <main class="page empty" data-testid="screen-must-reload">
      <h1>{t('update.elsewhere')}</h1>
      <p>{t('update.elsewhere_text')}</p>
      <button type="button" class="btn main" onClick={() => location.reload()}>
        {t('update.reload')}
      </button>
    </main>
  );
}

function Open({ session }: { readonly session: Session }) {
  const phone = session.phone.value;
  const person = session.person.value;
  useEffect(() => {
    if (person) void speakTo(person);
  }, [person?.id]);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const screen of LATER) void screen.preload();
    }, UNHURRIED_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!phone) return <Skeleton />;
  return (
    <PhoneContext.Provider value={phone}>
      <Screen />
    </PhoneContext.Provider>
  );
}

function Screen() {
  const { screen, id } = place.value;
  switch (screen) {
    case 'today':
      return <Today key="today" />;
    case 'mission':
      return <MissionScreen key={id} id={id} />;
    case 'report':
      return <Report key={id} id={id} />;
    case 'sign':
      return <Sign key={id} id={id} />;
    case 'dossiers':
      return <Dossiers key="dossiers" />;
    case 'dossier':
      return <DossierOne key={id} id={id} />;
    case 'queue':
      return <Queue key="queue" />;
    case 'settings':
      return <Settings key="settings" />;
  }
}
