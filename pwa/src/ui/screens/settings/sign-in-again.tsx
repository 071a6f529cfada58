import { useState } from 'preact/hooks';
import { Refused } from '../../../sync/session';
import { usePhone, useSession } from '../../context';
import { hasText, t } from '../../i18n';
import { Action } from '../../parts/action';
import { Words } from '../../parts/words';
import { go, to } from '../../route';

/** The session ended while work went on: sign in again, nothing is lost meanwhile. */
export function SignInAgain() {
  const session = useSession();
  const phone = usePhone();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const enter = async () => {
    setError('');
    try {
      await session.signIn(email.trim(), password);
      await phone.syncNow();
      go(to('queue'), true);
    } catch (reason) {
      const key = reason instanceof Refused ? `errors.${reason.code}` : '';
      setError(hasText(key) ? t(key) : t('door.failed'));
    }
  };
  return (
    <section class="card" data-testid="sign-in-again">
      <h2>{t('door.again')}</h2>
      <p>{t('door.again_text')}</p>
      <Words
        id="again-email"
        label={t('door.email')}
        value={email}
        onValue={setEmail}
        type="email"
        autocomplete="username"
      />
      <Words
        id="again-password"
        label={t('door.password')}
        value={password}
        onValue={setPassword}
        type="password"
        autocomplete="current-password"
      />
      {error && (
        <p class="note bad" role="alert">
          {error}
        </p>
      )}
      <div class="row">
        <Action class="main" act={enter} testId="enter-again">
          {t('door.sign_in_do')}
        </Action>
      </div>
    </section>
  );
}
