import { signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { View } from '../store/view';
import type { Phone } from '../sync/phone';
import type { Person, Session } from '../sync/session';

export const PhoneContext = createContext<Phone | null>(null);
export const SessionContext = createContext<Session | null>(null);

/** The open phone; only screens behind the lock ask for it. */
export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error('No phone is open.');
  return phone;
}

export function useView(): View {
  return usePhone().view.value;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session.');
  return session;
}

/** Who has the phone open. */
export function usePerson(): Person {
  const person = useSession().person.value;
  if (!person) throw new Error('Nobody is signed in.');
  return person;
}

/** The time that the screens go by; it moves on by itself while somebody looks. */
export const now = signal(new Date());
const TICK = 20_000;

export function keepTime(): void {
  const tick = () => {
    if (document.visibilityState === 'visible') now.value = new Date();
  };
  setInterval(tick, TICK);
  document.addEventListener('visibilitychange', tick);
}
