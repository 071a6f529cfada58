import { readNotice } from '../../domain/edits';
import { type Shown, unreadNotices, type View } from '../../store/view';
import { usePhone } from '../context';
import { hasText, t, tn } from '../i18n';
import { Action } from './action';

const SHOWN = 3;

/** What the lists do not say by themselves: a mission moved or withdrawn, a dossier opened. */
export function News() {
  const phone = usePhone();
  const unread = unreadNotices(phone.view.value);
  const news = unread.filter((notice) => !isToldByTheList(phone.view.value, notice));
  if (news.length === 0) return null;
  const readAll = () => {
    const at = new Date().toISOString();
    return phone.record(...unread.map((notice) => readNotice(notice.id, at)));
  };
  return (
    <section class="card news" data-testid="news" role="status">
      <h2 class="hidden">{t('today.news')}</h2>
      {news.slice(0, SHOWN).map((notice) => (
        <p key={notice.id} data-testid="notice">
          {noticeWords(notice)}
        </p>
      ))}
      {news.length > SHOWN && <p class="muted">{tn('today.news_more', news.length - SHOWN)}</p>}
      <Action class="small" act={readAll} testId="notice-read">
        {t('today.understood')}
      </Action>
    </section>
  );
}

/** A new mission stands in the list already. */
function isToldByTheList(view: View, notice: Shown<'notice'>): boolean {
  return notice.event === 'mission_planned' && view.mission.has(notice.mission_id ?? '');
}

/** A mail says "sign in to see it"; whoever reads this has done so. */
export function noticeWords(notice: Shown<'notice'>): string {
  const key = `news.${notice.event}`;
  const params = notice.params as Record<string, string>;
  return hasText(key) ? t(key, params) : t(`notice.${notice.event}`, params);
}
