import type { SyncView } from '../../sync/phone';
import { usePhone } from '../context';
import { clock } from '../format';
import { t, tn } from '../i18n';
import type { Tone } from '../missions';
import { to } from '../route';

const TONES: Record<SyncView['state'], Tone> = {
  synced: 'ok',
  offline: 'off',
  waiting: 'wait',
  action: 'bad',
};

/** The truth in two words. Being offline is no error; what is only here is never called sent. */
export function syncWords(sync: SyncView): string {
  switch (sync.state) {
    case 'action':
      return t('sync.action');
    case 'offline':
      return sync.waiting ? tn('sync.offline_waiting', sync.waiting) : t('sync.offline');
    case 'waiting':
      return tn('sync.waiting', sync.waiting);
    case 'synced':
      return sync.lastSyncAt
        ? t('sync.synced_at', { time: clock(sync.lastSyncAt) })
        : t('sync.synced');
  }
}

interface SyncChipProps {
  /** Somebody else may hold the phone: the chip says the truth and leads nowhere. */
  readonly still?: boolean;
}

export function SyncChip({ still }: SyncChipProps) {
  const sync = usePhone().sync.value;
  const leads = still ? {} : { href: to('queue') };
  return (
    <>
      {/* Spoken when the state changes, not at every number. */}
      <span class="hidden" role="status">
        {t(`queue.state_${sync.state}`)}
      </span>
      <a class="chip-link" {...leads} data-testid="sync-chip" data-state={sync.state}>
        <span class="hidden">{t('sync.label')} </span>
        <span class={`chip num ${TONES[sync.state]}`}>{syncWords(sync)}</span>
      </a>
    </>
  );
}
