import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { askToInstall, dismissInstall, installWay } from '../install';
import { Icon } from './icon';
import { Sheet } from './sheet';

/** Offer the home screen, once, after something went well. */
export function InstallHint({ always = false }: { readonly always?: boolean }) {
  const [pictures, setPictures] = useState(false);
  const install = () => {
    if (installWay.value === 'prompt') void askToInstall();
    else setPictures(true);
  };
  return (
    <section class="card" data-testid="install-hint">
      <h2>{t('install.title')}</h2>
      <p>{t('install.text')}</p>
      <div class="row">
        <button type="button" class="btn" onClick={install} data-testid="install">
          {t('install.do')}
        </button>
      </div>
      {!always && (
        <button
          type="button"
          class="btn quiet"
          onClick={dismissInstall}
          data-testid="install-dismiss"
        >
          {t('install.later')}
        </button>
      )}
      {pictures && <InstallPictures onClose={() => setPictures(false)} />}
    </section>
  );
}

/** Safari asks nothing by itself: three pictures show where to press. */
function InstallPictures({ onClose }: { readonly onClose: () => void }) {
  return (
    <Sheet title={t('install.ios_title')} onClose={onClose} testId="install-pictures">
      <ol class="pictures">
        <li>
          <Phone>
            <rect x="14" y="88" width="52" height="22" rx="4" />
            <g class="accent" transform="translate(31 90)">
              <path d="M9 11V1M5 5l4-4 4 4M3 9v8h12V9" />
            </g>
          </Phone>
          <p>
            {t('install.ios_1')} <Icon name="share" />
          </p>
        </li>
        <li>
          <Phone>
            <path d="M20 56h40M20 72h40" />
            <rect class="accent" x="16" y="82" width="48" height="16" rx="4" />
            <path class="accent" d="M56 86v8M52 90h8M22 90h22" />
          </Phone>
          <p>
            {t('install.ios_2')} <Icon name="addSquare" />
          </p>
        </li>
        <li>
          <Phone>
            <rect x="18" y="24" width="12" height="12" rx="3" />
            <rect x="34" y="24" width="12" height="12" rx="3" />
            <rect x="50" y="24" width="12" height="12" rx="3" />
            <rect class="accent" x="18" y="42" width="12" height="12" rx="3" />
            <path class="accent" d="M21 51v-6l6 6v-6" />
          </Phone>
          <p>{t('install.ios_3')}</p>
        </li>
      </ol>
    </Sheet>
  );
}

function Phone({ children }: { readonly children: preact.ComponentChildren }) {
  return (
    <svg class="picture" viewBox="0 0 80 124" aria-hidden="true">
      <rect x="8" y="4" width="64" height="116" rx="10" />
      <path d="M32 10h16" />
      {children}
    </svg>
  );
}
