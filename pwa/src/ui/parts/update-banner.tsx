import { t } from '../i18n';
import { takeUpdate, updateReady } from '../updates';

/** Stands only where nobody is in the middle of something: never over a report or a signature. */
export function UpdateBanner() {
  if (!updateReady.value) return null;
  return (
    <div class="banner" role="status" data-testid="update-banner">
      <span class="banner-text">{t('update.ready')}</span>
      <button type="button" class="btn small" onClick={takeUpdate}>
        {t('update.take')}
      </button>
    </div>
  );
}
