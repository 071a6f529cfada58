import type { Id } from '../../domain/kinds';
import { usePhone } from '../context';
import { t } from '../i18n';
import { Page } from '../parts/frame';
import { noticeWords } from '../parts/news';
import { to } from '../route';

/** What is not on this phone, or no longer. What the office said of a mission is said here too,
 * and work that was under way when it went is one tap away. */
export function Absent({ missionId }: { readonly missionId?: Id }) {
  const phone = usePhone();
  const told = [...phone.view.value.notice.values()].findLast(
    (notice) => notice.mission_id === missionId && notice.event !== 'mission_planned',
  );
  const kept = phone.outbox.value.length + phone.rejected.value.length > 0;
  return (
    <Page
      name="absent"
      title={t('absent.title')}
      back={{ href: to('today'), label: t('tabs.today') }}
    >
      {told && (
        <p class="outside note" role="status" data-testid="absent-why">
          {noticeWords(told)}
        </p>
      )}
      <p class="outside muted">{t('absent.text')}</p>
      <div class="outside stack">
        {kept && (
          <a class="btn" href={to('queue')} data-testid="absent-kept">
            {t('absent.kept')}
          </a>
        )}
        <a class="btn" href={to('today')}>
          {t('absent.back')}
        </a>
      </div>
    </Page>
  );
}
