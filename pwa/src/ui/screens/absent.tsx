import { t } from '../i18n';
import { Page } from '../parts/frame';
import { to } from '../route';

/** What is not on this phone, or no longer: nothing is said of what it was. */
export function Absent() {
  return (
    <Page
      name="absent"
      title={t('absent.title')}
      back={{ href: to('today'), label: t('tabs.today') }}
    >
      <p class="outside muted">{t('absent.text')}</p>
      <div class="outside">
        <a class="btn" href={to('today')}>
          {t('absent.back')}
        </a>
      </div>
    </Page>
  );
}
