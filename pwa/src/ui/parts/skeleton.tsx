import { t } from '../i18n';

/** The shape of a screen that is about to come. */
export function Skeleton() {
  return (
    <main class="page" aria-busy="true" data-testid="skeleton">
      <span class="hidden" role="status">
        {t('common.loading')}
      </span>
      <div class="top" aria-hidden="true">
        <div class="bone bone-title" />
      </div>
      <Bones />
    </main>
  );
}

export function Bones() {
  return (
    <div aria-hidden="true">
      <div class="card bones">
        <div class="bone" />
        <div class="bone" />
        <div class="bone" />
      </div>
      <div class="card bones">
        <div class="bone" />
        <div class="bone" />
      </div>
    </div>
  );
}
