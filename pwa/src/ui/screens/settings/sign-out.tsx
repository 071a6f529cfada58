import { useState } from 'preact/hooks';
import { usePhone, useSession } from '../../context';
import { t, tn } from '../../i18n';
import { Action } from '../../parts/action';
import { Sheet } from '../../parts/sheet';
import { Words } from '../../parts/words';
import { to } from '../../route';

/** Signing out never throws work away: it syncs, or else it locks. Erasing is asked in writing. */
export function SignOut() {
  const [open, setOpen] = useState(false);
  return (
    <div class="outside">
      <button type="button" class="btn quiet" onClick={() => setOpen(true)} data-testid="sign-out">
        {t('settings.sign_out')}
      </button>
      {open && <SignOutSheet onClose={() => setOpen(false)} />}
    </div>
  );
}

function SignOutSheet({ onClose }: { readonly onClose: () => void }) {
  const phone = usePhone();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const waiting = phone.sync.value.waiting;
  const word = t('settings.erase_word');
  const agrees = typed.trim().toLowerCase() === word.toLowerCase();
  return (
    <Sheet title={t('settings.sign_out')} onClose={onClose} testId="sheet-sign-out">
      <p>{t('settings.sign_out_text')}</p>
      {waiting > 0 && (
        <p class="note" data-testid="sign-out-waiting">
          {tn('settings.sign_out_waiting', waiting)}
        </p>
      )}
      <div class="row">
        <Action class="main" act={() => session.signOut()} testId="confirm-sign-out">
          {t(waiting > 0 ? 'settings.sign_out_lock' : 'settings.sign_out_do')}
        </Action>
      </div>
      {waiting > 0 && (
        <details>
          <summary>{t('settings.erase')}</summary>
          <p class="note bad">{tn('settings.erase_text', waiting)}</p>
          <a class="btn quiet" href={to('queue')}>
            {t('settings.erase_export')}
          </a>
          <Words
            id="erase-word"
            label={t('settings.erase_type', { word })}
            value={typed}
            onValue={setTyped}
          />
          <div class="row">
            <Action class="danger" act={() => session.signOut({ erase: true })} disabled={!agrees}>
              {t('settings.erase_do')}
            </Action>
          </div>
        </details>
      )}
    </Sheet>
  );
}
