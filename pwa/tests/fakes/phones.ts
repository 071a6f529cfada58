/** Phones for tests: a store and an engine without timers, or a whole session. */

import type { Id } from '../../src/domain/kinds';
import { openDatabase } from '../../src/store/db';
import { Replica } from '../../src/store/replica';
import { createVault, openVault } from '../../src/store/vault';
import { Engine } from '../../src/sync/engine';
import type { Server } from '../../src/sync/protocol';
import { openSession, type Session } from '../../src/sync/session';
import { sendPhotos } from '../../src/sync/uploads';

export const PASSPHRASE = 'un cheval bai au pré';
const FEW = 1000;

const EVENTS = { blocked: () => undefined, closed: () => undefined };

/** Opens the person's store, sealed on the first time; a second call is a second tab. */
export async function openReplica(userId: Id): Promise<Replica> {
  const db = await openDatabase(userId, EVENTS);
  const envelope = await db.get('vault', 'envelope');
  if (envelope) return loaded(new Replica(userId, db, await openVault(PASSPHRASE, envelope)));
  const made = await createVault(PASSPHRASE, FEW);
  await db.add('vault', made.envelope, 'envelope');
  return loaded(new Replica(userId, db, made.vault));
}

async function loaded(replica: Replica): Promise<Replica> {
  await replica.load();
  return replica;
}

export interface TestPhone {
  readonly replica: Replica;
  readonly engine: Engine;
  readonly locked: () => boolean;
}

export async function openTestPhone(server: Server, userId: Id): Promise<TestPhone> {
  const replica = await openReplica(userId);
  const now = () => new Date();
  let locked = false;
  const engine = new Engine({
    replica,
    server,
    now,
    deviceLabel: 'test',
    onPatch: () => undefined,
    onOutbox: () => undefined,
    onLock: () => {
      locked = true;
    },
    onWipe: () => undefined,
    upload: (deviceId) =>
      sendPhotos({ replica, server, now, onProgress: () => undefined }, deviceId),
  });
  return { replica, engine, locked: () => locked };
}

export interface Drawer {
  id: Id | null;
}

export function startSession(server: Server, drawer: Drawer = { id: null }): Promise<Session> {
  return openSession({
    server,
    now: () => new Date(),
    random: () => 0.5,
    deviceLabel: 'test',
    iterations: FEW,
    lastPerson: {
      get: () => drawer.id,
      set: (id) => {
        drawer.id = id;
      },
    },
  });
}
