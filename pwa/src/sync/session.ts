/** Who is using this phone, and how far they have come in. */

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Id } from '../domain/kinds';
import { type Database, eraseDatabase, openDatabase } from '../store/db';
import { readMark, startedOver, writeMark } from '../store/mark';
import { Replica } from '../store/replica';
import { createVault, openVault, WrongPassphrase } from '../store/vault';
import { Answered, HttpServer } from './http';
import { watchIdle } from './idle';
import { OpenPhone } from './open-phone';
import type { Phone } from './phone';
import type { Server, Who } from './protocol';
import { Refused } from './refused';

export { Refused } from './refused';

/** `choose-passphrase` comes once on each phone; `locked` after every start and every pause. */
export type Stage = 'sign-in' | 'choose-passphrase' | 'locked' | 'open';
export type Person = Who;

export const SHORTEST_PASSPHRASE = 10;

export interface Session {
  readonly stage: ReadonlySignal<Stage>;
  readonly phone: ReadonlySignal<Phone | null>;
  /** Known while open; the clear part of the disk holds nobody's name. */
  readonly person: ReadonlySignal<Person | null>;
  /** How much waits in the locked phone's outbox. */
  readonly waitingWhileLocked: ReadonlySignal<number>;
  /** A newer version of the app runs in another tab: this one must be loaded again. */
  readonly mustReload: ReadonlySignal<boolean>;
  /** Also when the session ended while the phone is open: the same person goes on, another
   * gets her own store. Throws Refused: `sign_in_refused`, `too_many_attempts`, `offline`. */
  signIn(email: string, password: string): Promise<void>;
  /** Throws Refused `passphrase_too_short`. */
  choosePassphrase(text: string): Promise<void>;
  /** Throws Refused `passphrase_wrong`. Works offline. */
  unlock(text: string): Promise<void>;
  lock(): void;
  /** Somebody else may sign in; what lies locked here stays. `comeBack` undoes it. */
  leave(): void;
  comeBack(): Promise<void>;
  /** A locked phone that somebody else may sign in on: its owner can come back to it. */
  readonly left: ReadonlySignal<boolean>;
  /** The passphrase is forgotten: ends the session at the server, so that only the password leads
   * in again, then erases. Throws Refused `offline`, with nothing erased. */
  startOver(): Promise<void>;
  /** Syncs, then erases this person from the phone. With work still waiting nothing is erased:
   * the phone locks and says so, unless `erase` says that the person typed her agreement. */
  signOut(options?: { readonly erase: boolean }): Promise<'erased' | 'locked'>;
}

/** The browser and the world, as far as the session needs them. Tests bring their own. */
export interface SessionParts {
  readonly server: Server;
  readonly now: () => Date;
  readonly random: () => number;
  readonly deviceLabel: string;
  /** Who used this phone last: an id and nothing else. */
  readonly lastPerson: { get(): Id | null; set(id: Id | null): void };
  /** Rounds of the passphrase's key; absent for the real number. */
  readonly iterations?: number;
}

/** A slow network must not keep the first screen away. */
const PATIENCE_MS = 3000;
const LAST_PERSON = 'nomade-person';

export function browserParts(): SessionParts {
  return {
    server: new HttpServer(),
    now: () => new Date(),
    random: Math.random,
    deviceLabel: navigator.userAgent.slice(0, 120),
    lastPerson: {
      get: () => localStorage.getItem(LAST_PERSON),
      set: (id) =>
        id === null ? localStorage.removeItem(LAST_PERSON) : localStorage.setItem(LAST_PERSON, id),
    },
  };
}

/** The way in. Somebody who is signed in already, from the desk's pages, need not do it again. */
export async function openSession(parts: SessionParts = browserParts()): Promise<Session> {
  const session = new PhoneSession(parts);
  await session.begin();
  return session;
}

class PhoneSession implements Session {
  readonly stage = signal<Stage>('sign-in');
  readonly phone = signal<OpenPhone | null>(null);
  readonly person = signal<Person | null>(null);
  readonly waitingWhileLocked = signal(0);
  readonly mustReload = signal(false);
  readonly left = signal(false);
  private userId: Id | null = null;
  private stopIdle: () => void = () => undefined;

  constructor(private readonly parts: SessionParts) {}

  async begin(): Promise<void> {
    const last = this.parts.lastPerson.get();
    if (last) return this.approach(last);
    const silence = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
    const asked = this.parts.server.whoAmI().catch(() => null);
    const who = await Promise.race([asked, silence]);
    if (who) await this.welcome(who);
  }

  async signIn(email: string, password: string): Promise<void> {
    const who = await this.parts.server.signIn(email, password).catch(refuse);
    const open = this.phone.value;
    if (open?.userId === who.id) {
      void open.resume();
      return;
    }
    if (open) this.lock();
    await this.welcome(who);
  }

  async choosePassphrase(text: string): Promise<void> {
    if (text.trim().length < SHORTEST_PASSPHRASE) throw new Refused('passphrase_too_short');
    const db = await this.openDb();
    const { vault, envelope } = await createVault(text, this.parts.iterations);
    await db.add('vault', envelope, 'envelope');
    const replica = new Replica(this.known(), db, vault);
    if (this.person.value) await replica.writeMeta('person', this.person.value);
    await this.open(replica);
  }

  async unlock(text: string): Promise<void> {
    const db = await this.openDb();
    const envelope = await db.get('vault', 'envelope');
    if (!envelope) throw new Refused('passphrase_wrong');
    const vault = await openVault(text, envelope).catch((error) => this.wrong(db, error));
    await this.open(new Replica(this.known(), db, vault));
  }

  lock(): void {
    const open = this.phone.value;
    if (!open) return;
    open.tellLock();
    this.shut();
  }

  leave(): void {
    this.left.value = true;
    this.stage.value = 'sign-in';
  }

  async comeBack(): Promise<void> {
    this.left.value = false;
    await this.approach(this.known());
  }

  async startOver(): Promise<void> {
    await this.parts.server.signOut().catch((error) => {
      // A session that had ended already is as good.
      if (!(error instanceof Answered)) throw new Refused('offline');
    });
    await this.erase();
  }

  async signOut({ erase } = { erase: false }): Promise<'erased' | 'locked'> {
    const open = this.phone.value;
    if (open && !erase) await open.syncNow();
    const nothingLeft = open && open.outbox.value.length + open.rejected.value.length === 0;
    await this.parts.server.signOut().catch(() => undefined);
    if (!erase && !nothingLeft) {
      this.lock();
      return 'locked';
    }
    await this.erase();
    return 'erased';
  }

  private async erase(): Promise<void> {
    this.lock();
    this.left.value = false;
    if (this.userId) await eraseDatabase(this.userId);
    this.parts.lastPerson.set(null);
    this.userId = null;
    this.person.value = null;
    this.stage.value = 'sign-in';
  }

  private async welcome(who: Who): Promise<void> {
    this.parts.lastPerson.set(who.id);
    this.left.value = false;
    await this.approach(who.id);
    this.person.value = who;
    await globalThis.navigator?.storage?.persist?.().catch(() => false);
  }

  /** Before the door of one person's store: is there a lock on it yet? */
  private async approach(userId: Id): Promise<void> {
    this.userId = userId;
    const db = await this.openDb();
    const isSealed = (await db.get('vault', 'envelope')) !== undefined;
    const photos = (await db.getAll('uploads')).filter(({ stored }) => !stored);
    this.waitingWhileLocked.value = (await db.count('outbox')) + photos.length;
    db.close();
    this.stage.value = isSealed ? 'locked' : 'choose-passphrase';
  }

  private async open(replica: Replica): Promise<void> {
    const unreadable = await replica.load();
    if (unreadable > 0) await writeMark(replica, startedOver(await readMark(replica)));
    const { server, now, random, deviceLabel } = this.parts;
    const phone = await OpenPhone.open({
      ...{ replica, server, now, random, deviceLabel },
      onLock: () => this.shut(),
      onWipe: () => void this.erase(),
    });

    this.person.value = (await replica.readMeta<Person>('person')) ?? this.person.value;
    this.phone.value = phone;
    this.stage.value = 'open';
    phone.start();
    if (globalThis.document) {
      const minutes = () => phone.settings.value.lockAfterMinutes;
      this.stopIdle = watchIdle(minutes, () => this.lock());
    }
  }

  private shut(): void {
    const open = this.phone.value;
    if (!open) return;
    this.stopIdle();
    open.close();
    this.waitingWhileLocked.value = open.outbox.value.length;
    this.phone.value = null;
    this.person.value = null;
    this.stage.value = 'locked';
  }

  private wrong(db: Database, error: unknown): never {
    db.close();
    throw error instanceof WrongPassphrase ? new Refused('passphrase_wrong') : error;
  }

  private known(): Id {
    if (!this.userId) throw new Error('Nobody has signed in on this phone.');
    return this.userId;
  }

  private openDb(): Promise<Database> {
    return openDatabase(this.known(), {
      blocked: () => {
        this.mustReload.value = true;
      },
      closed: () => {
        this.mustReload.value = true;
        this.shut();
      },
    });
  }
}

function refuse(error: unknown): never {
  if (error instanceof Answered) throw new Refused(error.code, error.message);
  throw new Refused('offline');
}
