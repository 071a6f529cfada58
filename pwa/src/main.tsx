import '@fontsource-variable/inter/wght.css';
import '../static/tokens.css';
import './ui/style/base.css';
import './ui/style/today.css';
import './ui/style/mission.css';
import './ui/style/form.css';
import './ui/style/door.css';
import { render } from 'preact';
import { openSession } from './sync/session';
import { App } from './ui/app';
import { keepTime } from './ui/context';
import { firstLanguage, speak } from './ui/i18n';
import { watchInstall } from './ui/install';
import { go } from './ui/route';
import './ui/theme';
import { watchUpdates } from './ui/updates';

/** Words and session come together, so that the first screen is the right one. */
async function start(): Promise<void> {
  const root = document.querySelector('#app');
  if (!root) return;
  watchInstall();
  const [session] = await Promise.all([
    openSession(),
    speak(firstLanguage(document.documentElement.lang)),
  ]);
  keepTime();
  root.replaceChildren();
  render(<App session={session} />, root);
  void watchUpdates();
}

/** A tapped notification leads to its screen in the app that is open. */
navigator.serviceWorker?.addEventListener('message', ({ data }) => {
  if (data?.type !== 'open' || typeof data.path !== 'string') return;
  const [, hash = ''] = data.path.split('#');
  go(`#${hash}`);
});

void start();
