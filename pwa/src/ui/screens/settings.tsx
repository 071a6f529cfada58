import { useEffect, useState } from 'preact/hooks';
import { usePhone, useSession } from '../context';
import { bytesText } from '../format';
import { chooseLanguage, LANGUAGES, type Language, language, t } from '../i18n';
import { installed, installWay } from '../install';
import { Choices } from '../parts/fields';
import { Page } from '../parts/frame';
import { InstallHint } from '../parts/install-hint';
import { UpdateBanner } from '../parts/update-banner';
import { place } from '../route';
import { chooseTheme, THEMES, type Theme, theme } from '../theme';
import { SignInAgain } from './settings/sign-in-again';
import { SignOut } from './settings/sign-out';

export function Settings() {
  const session = useSession();
  return (
    <Page
      name="settings"
      title={session.person.value?.name ?? t('tabs.settings')}
      small={t('settings.small')}
    >
      <UpdateBanner />
      {place.value.id === 'sign-in' && <SignInAgain />}
      <div class="pairs">
        <Appearance />
        <Lock />
        <Storage />
        <Installed />
      </div>
      <SignOut />
      <p class="footline num">{t('settings.version', { version: versionOf() })}</p>
    </Page>
  );
}

/** The name of the built file is the version: it changes with every change of the app. */
function versionOf(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return /-([\w-]{6,})\.js$/.exec(script?.src ?? '')?.[1] ?? '0.1.0';
}

const LANGUAGE_NAMES: Record<Language, string> = { fr: 'Français', en: 'English', de: 'Deutsch' };

function Appearance() {
  return (
    <section class="card">
      <h2>{t('settings.appearance')}</h2>
      <Choices<Language>
        name="language"
        dense
        legend={t('settings.language')}
        value={language.value}
        options={LANGUAGES.map((one) => [one, LANGUAGE_NAMES[one]] as const)}
        onChoose={(wanted) => {
          void chooseLanguage(wanted);
        }}
      />
      <Choices<Theme>
        name="theme"
        dense
        legend={t('settings.theme')}
        value={theme.value}
        options={THEMES.map((one) => [one, t(`settings.theme_${one}`)] as const)}
        onChoose={chooseTheme}
      />
    </section>
  );
}

const PAUSES = ['5', '15', '30', '60'] as const;
type Pause = (typeof PAUSES)[number];

function Lock() {
  const phone = usePhone();
  const session = useSession();
  const minutes = String(phone.settings.value.lockAfterMinutes);
  return (
    <section class="card">
      <h2>{t('settings.lock')}</h2>
      <Choices<Pause>
        name="lock-after"
        dense
        legend={t('settings.lock_after')}
        value={PAUSES.find((one) => one === minutes) ?? null}
        options={PAUSES.map((one) => [one, t('settings.lock_minutes', { n: one })] as const)}
        onChoose={(wanted) => {
          void phone.changeSettings({ lockAfterMinutes: Number(wanted) });
        }}
      />
      <div class="row">
        <button type="button" class="btn" onClick={() => session.lock()} data-testid="lock-now">
          {t('settings.lock_now')}
        </button>
      </div>
    </section>
  );
}

interface Room {
  readonly used: number;
  readonly quota: number;
  readonly persisted: boolean;
}

function Storage() {
  const [room, setRoom] = useState<Room | null>(null);
  const measure = async () => {
    if (!navigator.storage?.estimate) return;
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    setRoom({ used: usage, quota, persisted: await navigator.storage.persisted() });
  };
  useEffect(() => {
    void measure();
  }, []);
  const keep = async () => {
    await navigator.storage.persist();
    await measure();
  };
  if (!room) return null;
  const text = t('settings.storage_used', {
    used: bytesText(room.used),
    quota: bytesText(room.quota),
  });
  return (
    <section class="card" data-testid="storage">
      <h2>{t('settings.storage')}</h2>
      <p class="num">{text}</p>
      <progress max={room.quota || 1} value={room.used} aria-label={text} />
      <p class="small above">
        {t(room.persisted ? 'settings.persisted' : 'settings.not_persisted')}
      </p>
      {!room.persisted && (
        <div class="row">
          <button type="button" class="btn" onClick={keep}>
            {t('settings.persist')}
          </button>
        </div>
      )}
    </section>
  );
}

function Installed() {
  if (installed.value) return <p class="footline">{t('settings.installed')}</p>;
  if (installWay.value) return <InstallHint always />;
  return <p class="footline">{t('settings.not_installed')}</p>;
}
