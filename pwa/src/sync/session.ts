/** Who is using this phone, and how far they have come in. */

import type { ReadonlySignal } from '@preact/signals';
import type { Id } from '../domain/kinds';
import type { Phone } from './phone';

/** `choose-passphrase` comes once on each phone; `locked` after every start and every pause. */
export type Stage = 'sign-in' | 'choose-passphrase' | 'locked' | 'open';

export interface Person {
  readonly id: Id;
  readonly name: string;
  readonly roles: readonly string[];
  readonly language: string;
}

/** Refused with a code that the catalogues know as `errors.<code>`. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message = code,
  ) {
    super(message);
  }
}

export const SHORTEST_PASSPHRASE = 10;

export interface Session {
  readonly stage: ReadonlySignal<Stage>;
  readonly phone: ReadonlySignal<Phone | null>;
  /** Known while open; the clear part of the disk holds nobody's name. */
  readonly person: ReadonlySignal<Person | null>;
  /** How much waits in the locked phone's outbox. */
  readonly waitingWhileLocked: ReadonlySignal<number>;
  /** Also when the session ended while the phone is open: the same person goes on, another
   * gets her own store. Throws Refused: `sign_in_refused`, `too_many_attempts`, `offline`. */
  signIn(email: string, password: string): Promise<void>;
  /** Throws Refused `passphrase_too_short`. */
  choosePassphrase(text: string): Promise<void>;
  /** Throws Refused `passphrase_wrong`. Works offline. */
  unlock(text: string): Promise<void>;
  lock(): void;
  /** Syncs, then erases this person from the phone. With work still waiting nothing is erased:
   * the phone locks and says so, unless `erase` says that the person typed her agreement. */
  signOut(options?: { readonly erase: boolean }): Promise<'erased' | 'locked'>;
}
