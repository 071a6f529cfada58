import { useState } from 'preact/hooks';
import { Refused } from '../../../sync/session';
import { useSession } from '../../context';
import { t, tn } from '../../i18n';
import { Action } from '../../parts/action';
import { Sheet } from '../../parts/sheet';
import { Words } from '../../parts/words';

/** For whoever stands before a locked phone without its passphrase. */
export function OtherWays({ waiting }: { readonly waiting: number }) {
  const session = useSession();
  const [asking, setAsking] = useState(false);
  return (
    <div class="ways">
      <button
        type="button"
        class="btn quiet"
        onClick={() => setAsking(true)}
        data-testid="forgotten"
      >
        {t('door.forgotten')}
      </button>
      <button
        type="button"
        class="btn quiet"
        onClick={() => session.leave()}
        data-testid="somebody-else"
      >
        {t('door.somebody_else')}
      </button>
      {asking && <Forgotten waiting={waiting} onClose={() => setAsking(false)} />}
    </div>
  );
}

/** Back to the locked phone of the one who had it before. */
export function ComeBack() {
  const session = useSession();
  return (
    <div class="ways">
      <Action class="quiet" act={() => session.comeBack()} testId="come-back">
        {t('door.come_back')}
      </Action>
    </div>
  );
}

interface ForgottenProps {
  readonly waiting: number;
  readonly onClose: () => void;
}

/** What is safe, what is not, and the only way on. Losing work is agreed to in writing. */
function Forgotten({ waiting, onClose }: ForgottenProps) {
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [offline, setOffline] = useState(false);
  const word = t('settings.erase_word');
  const agrees = waiting === 0 || typed.trim().toLowerCase() === word.toLowerCase();
  const startOver = async () => {
    setOffline(false);
    try {
      await session.startOver();
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      setOffline(true);
    }
  };
  return (
    <Sheet title={t('door.forgotten_title')} onClose={onClose} testId="sheet-forgotten">
      <p>{t('door.forgotten_text')}</p>
      <p class={waiting > 0 ? 'note bad' : 'note ok'} data-testid="forgotten-waiting">
        {waiting > 0 ? tn('door.forgotten_waiting', waiting) : t('door.forgotten_nothing')}
      </p>
      {waiting > 0 && (
        <Words
          id="erase-word"
          label={t('settings.erase_type', { word })}
          value={typed}
          onValue={setTyped}
        />
      )}
      {offline && (
        <p class="note bad" role="alert" data-testid="error">
          {t('door.forgotten_offline')}
        </p>
      )}
      <div class="row">
        <Action class="danger" act={startOver} disabled={!agrees} testId="start-over">
          {t('door.forgotten_do')}
        </Action>
      </div>
    </Sheet>
  );
}
