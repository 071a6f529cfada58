import { useState } from 'preact/hooks';
import type { Phone, RejectedItem, SyncView, WaitingItem } from '../../sync/phone';
import { now, usePhone } from '../context';
import { bytesText, clock, plainDate, relative } from '../format';
import { hasText, t, tn } from '../i18n';
import { Action } from '../parts/action';
import { Page } from '../parts/frame';
import { Sheet } from '../parts/sheet';
import { syncWords } from '../parts/sync-chip';
import { UpdateBanner } from '../parts/update-banner';
import { go, to } from '../route';
import { Conflicts } from './queue/conflicts';

const SHOWN = 100;

/** Everything that has not reached the office, in words. */
export function Queue() {
  const phone = usePhone();
  const waiting = phone.outbox.value;
  const rejected = phone.rejected.value;
  return (
    <Page name="queue" title={t('queue.title')} small={t('queue.small')}>
      <UpdateBanner />
      <State phone={phone} sync={phone.sync.value} />
      {rejected.length > 0 && (
        <section>
          <h2 class="day">{t('queue.rejected')}</h2>
          {rejected.map((item) => (
            <Rejected key={item.mid} item={item} />
          ))}
        </section>
      )}
      <Conflicts conflicts={phone.conflicts.value} />
      <section>
        <h2 class="day">
          {t('queue.waiting')}
          <span class="num">{waiting.length}</span>
        </h2>
        {waiting.length === 0 && <p class="outside muted">{t('queue.empty')}</p>}
        <ul class="lines">
          {waiting.slice(0, SHOWN).map((item) => (
            <Waiting key={keyOf(item)} item={item} />
          ))}
        </ul>
        {waiting.length > SHOWN && (
          <p class="footline">{tn('queue.more', waiting.length - SHOWN)}</p>
        )}
      </section>
    </Page>
  );
}

function keyOf(item: WaitingItem): string {
  return item.type === 'edit' ? item.mid : item.sha256;
}

function State({ phone, sync }: { readonly phone: Phone; readonly sync: SyncView }) {
  return (
    <section class="card" data-testid="sync-state">
      <h2>{syncWords(sync)}</h2>
      <p>{t(sync.problem ? `queue.problem_${sync.problem}` : `queue.state_${sync.state}`)}</p>
      <p class="small num">
        {sync.lastSyncAt
          ? t('queue.last', { when: `${plainDate(sync.lastSyncAt)}, ${clock(sync.lastSyncAt)}` })
          : t('queue.never')}
      </p>
      <div class="row">
        {sync.problem === 'sign_in' || sync.problem === 'other_person' ? (
          <a class="btn main" href={to('settings', 'sign-in')} data-testid="sign-in-again">
            {t('door.sign_in_do')}
          </a>
        ) : (
          <Action act={() => phone.syncNow()} testId="sync-now">
            {sync.running ? t('queue.running') : t('queue.sync_now')}
          </Action>
        )}
      </div>
      {(sync.waiting > 0 || phone.rejected.value.length > 0) && <Export phone={phone} />}
    </section>
  );
}

/** Work is never held hostage: it can be taken away as a file at any time. */
function Export({ phone }: { readonly phone: Phone }) {
  const save = async () => {
    const url = URL.createObjectURL(await phone.exportOutbox());
    const link = document.createElement('a');
    link.href = url;
    link.download = `nomade-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return (
    <Action class="quiet" act={save} testId="export">
      {t('queue.export')}
    </Action>
  );
}

function labelOf(item: WaitingItem | RejectedItem): string {
  return t(item.label.key, item.label.params);
}

function Waiting({ item }: { readonly item: WaitingItem }) {
  const phone = usePhone();
  const mission = item.missionId ? phone.view.value.mission.get(item.missionId) : undefined;
  const facts = [
    mission?.number,
    bytesText(item.size),
    relative(item.createdAt, now.value),
    item.tries > 0 ? tn('queue.tries', item.tries) : '',
  ];
  return (
    <li>
      <div class="line two" data-testid="waiting-item">
        <span>
          <strong>{labelOf(item)}</strong>
          <span class="num">{facts.filter(Boolean).join(' · ')}</span>
          {item.type === 'photo' && item.sent > 0 && (
            <progress
              max={item.size}
              value={item.sent}
              aria-label={t('queue.sent_of', {
                sent: bytesText(item.sent),
                size: bytesText(item.size),
              })}
            />
          )}
          {item.lastError && item.lastError !== 'offline' && (
            <span class="error">{errorWords(item.lastError)}</span>
          )}
        </span>
      </div>
    </li>
  );
}

function errorWords(code: string): string {
  const key = code.startsWith('errors.') ? code : `errors.${code}`;
  return hasText(key) ? t(key) : t('queue.failed');
}

function Rejected({ item }: { readonly item: RejectedItem }) {
  const phone = usePhone();
  const tone = item.status === 'rejected' ? 'bad' : 'wait';
  const [asking, setAsking] = useState(false);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(item.text);
    setCopied(true);
  };
  return (
    <section class="card" data-testid="rejected-item">
      <div class="when">
        <strong>{labelOf(item)}</strong>
        <span class={`chip ${tone}`}>{t(`queue.status_${item.status}`)}</span>
      </div>
      <p class={item.status === 'rejected' ? 'note bad' : 'note'}>
        {hasText(item.code) ? t(item.code) : item.message}
      </p>
      {item.text && <pre class="raw">{item.text}</pre>}
      <div class="row">
        {item.text && <Action act={copy}>{copied ? t('queue.copied') : t('queue.copy')}</Action>}
        {item.missionId && (
          <button type="button" class="btn" onClick={() => go(to('mission', item.missionId ?? ''))}>
            {t('queue.see_mission')}
          </button>
        )}
      </div>
      <button type="button" class="btn quiet" onClick={() => setAsking(true)}>
        {t('queue.dismiss')}
      </button>
      {asking && (
        <Sheet title={t('queue.dismiss_title')} onClose={() => setAsking(false)}>
          <p>{t('queue.dismiss_text')}</p>
          <div class="row">
            <Action class="danger" act={() => phone.dismiss(item.mid)} testId="dismiss">
              {t('queue.dismiss')}
            </Action>
          </div>
        </Sheet>
      )}
    </section>
  );
}
