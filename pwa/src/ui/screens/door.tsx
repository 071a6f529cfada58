/** The ways in: sign in, choose a passphrase, unlock. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused, SHORTEST_PASSPHRASE } from '../../sync/session';
import { useSession } from '../context';
import { hasText, t, tn } from '../i18n';
import { inputType } from '../parts/words';
import { strengthOf } from '../strength';
import { ComeBack, OtherWays } from './door/other-ways';

interface DoorProps {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly onEnter: () => Promise<void>;
  readonly ready?: boolean;
  readonly children: ComponentChildren;
  /** Other ways, under the form. */
  readonly below?: ComponentChildren;
}

function Door({ name, title, text, button, onEnter, ready = true, children, below }: DoorProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    setError('');
    try {
      await onEnter();
    } catch (reason) {
      setError(wordsOf(reason));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  return (
    <main class="door" data-testid={`screen-${name}`}>
      <header>
        <Logo />
        <h1>{title}</h1>
        <p>{text}</p>
      </header>
      <form class="card" onSubmit={submit} aria-busy={busy}>
        {children}
        {error && (
          <p class="note bad" role="alert" data-testid="error">
            {error}
          </p>
        )}
        <div class="row">
          <button type="submit" class="btn main" aria-busy={busy} data-testid="enter">
            {button}
          </button>
        </div>
      </form>
      {below}
    </main>
  );
}

/** Drawn here, so that it is there without network too. */
function Logo() {
  return (
    <svg class="logo" viewBox="0 0 512 512" aria-hidden="true">
      <rect width="512" height="512" rx="112" />
      <path d="M128 384V208c0-46 58-62 82-23l92 142c24 39 82 23 82-23V128" />
      <circle class="from" cx="128" cy="384" r="38" />
      <circle class="to" cx="384" cy="128" r="38" />
    </svg>
  );
}

function wordsOf(reason: unknown): string {
  const key = reason instanceof Refused ? `errors.${reason.code}` : '';
  return hasText(key) ? t(key) : t('door.failed');
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: 'email' | 'password';
  readonly autocomplete: string;
  readonly hint?: string;
  readonly focus?: boolean;
}

function Field({
  id,
  label,
  value,
  onValue,
  type = 'password',
  autocomplete,
  hint,
  focus,
}: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (focus) input.current?.focus();
  }, []);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        class="input"
        {...inputType(shown ? 'text' : type)}
        value={value}
        autocomplete={autocomplete}
        autocapitalize="off"
        spellcheck={false}
        required
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
        data-testid={id}
      />
      {type === 'password' && (
        <label class="reveal">
          <input type="checkbox" checked={shown} onChange={() => setShown(!shown)} />
          {t('door.show')}
        </label>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

export function SignIn() {
  const session = useSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Door
      name="sign-in"
      title={t('door.sign_in')}
      text={t('door.sign_in_text')}
      button={t('door.sign_in_do')}
      onEnter={() => session.signIn(email.trim(), password)}
      below={session.left.value && <ComeBack />}
    >
      <Field
        id="email"
        label={t('door.email')}
        value={email}
        onValue={setEmail}
        type="email"
        autocomplete="username"
      />
      <Field
        id="password"
        label={t('door.password')}
        value={password}
        onValue={setPassword}
        autocomplete="current-password"
      />
    </Door>
  );
}

export function ChoosePassphrase() {
  const session = useSession();
  const [text, setText] = useState('');
  const strength = strengthOf(text);
  return (
    <Door
      name="choose-passphrase"
      title={t('door.choose')}
      text={t('door.choose_text')}
      button={t('door.choose_do')}
      ready={text.length >= SHORTEST_PASSPHRASE}
      onEnter={() => session.choosePassphrase(text)}
    >
      <Field
        id="passphrase"
        label={t('door.passphrase')}
        value={text}
        onValue={setText}
        autocomplete="new-password"
        hint={t('door.choose_hint', { n: SHORTEST_PASSPHRASE })}
      />
      <div class="strength" aria-hidden="true">
        {[1, 2, 3, 4].map((level) => (
          <i key={level} class={level <= strength ? 'on' : ''} />
        ))}
      </div>
      <p class="small" aria-live="polite" data-testid="strength">
        {text.length < SHORTEST_PASSPHRASE
          ? tn('door.missing', SHORTEST_PASSPHRASE - text.length)
          : t(`door.strength_${strength}`)}
      </p>
      <p class="note info">{t('door.choose_forgotten')}</p>
    </Door>
  );
}

export function Unlock() {
  const session = useSession();
  const [text, setText] = useState('');
  const waiting = session.waitingWhileLocked.value;
  return (
    <Door
      name="unlock"
      title={t('door.unlock')}
      text={waiting ? tn('door.unlock_waiting', waiting) : t('door.unlock_text')}
      button={t('door.unlock_do')}
      onEnter={() => session.unlock(text)}
      below={<OtherWays waiting={waiting} />}
    >
      <Field
        id="passphrase"
        label={t('door.passphrase')}
        value={text}
        onValue={setText}
        autocomplete="current-password"
        focus
      />
    </Door>
  );
}
