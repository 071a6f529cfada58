// @vitest-environment node
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { missionStep } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { Unreachable } from '../../src/sync/http';
import type { Phone } from '../../src/sync/phone';
import type { Who } from '../../src/sync/protocol';
import type { Session } from '../../src/sync/session';
import { type Drawer, PASSPHRASE, startSession } from '../fakes/phones';
import { giveMission } from '../fakes/rows';
import { FakeServer } from '../fakes/server';

let server: FakeServer;
let who: Who;
let missionId: string;
let drawer: Drawer;
const sessions: Session[] = [];

beforeEach(() => {
  server = new FakeServer();
  who = server.addPerson();
  server.signedIn = null;
  missionId = giveMission(server);
  drawer = { id: null };
});
afterEach(() => {
  for (const session of sessions.splice(0)) session.lock();
});

async function start(): Promise<Session> {
  const session = await startSession(server, drawer);
  sessions.push(session);
  return session;
}

async function enter(): Promise<Session> {
  const session = await start();
  await session.signIn('camille@example.org', who.id);
  await session.choosePassphrase(PASSPHRASE);
  await phoneOf(session).syncNow();
  return session;
}

function phoneOf(session: Session): Phone {
  if (!session.phone.value) throw new Error('not open');
  return session.phone.value;
}
const accept = (phone: Phone) =>
  phone.record(missionStep(missionId, 'accept', { id: newId(), at: new Date().toISOString() }));

test('the first time asks for an account, then for a passphrase, then shows the work', async () => {
  const session = await start();
  expect(session.stage.value).toBe('sign-in');
  await expect(session.signIn('a@b.c', 'wrong')).rejects.toMatchObject({
    code: 'sign_in_refused',
  });
  await session.signIn('a@b.c', who.id);
  expect(session.stage.value).toBe('choose-passphrase');
  await expect(session.choosePassphrase('1234')).rejects.toMatchObject({
    code: 'passphrase_too_short',
  });
  await session.choosePassphrase(PASSPHRASE);
  expect(session.stage.value).toBe('open');
  expect(session.person.value?.name).toBe('Camille');
  await phoneOf(session).syncNow();
  expect(phoneOf(session).view.value.mission.size).toBe(1);
  expect(phoneOf(session).sync.value).toMatchObject({ state: 'synced', complete: true });
});

test('somebody whom the desk has signed in is not asked again', async () => {
  server.signedIn = who;
  expect((await start()).stage.value).toBe('choose-passphrase');
});

test('a cold start without network needs only the passphrase', async () => {
  await accept(phoneOf(await enter()));
  sessions.pop()?.lock();
  server.down = new Unreachable();
  const session = await start();
  expect(session.stage.value).toBe('locked');
  expect(session.person.value).toBeNull();
  expect(session.waitingWhileLocked.value).toBe(1);
  await expect(session.unlock('not the passphrase')).rejects.toMatchObject({
    code: 'passphrase_wrong',
  });
  await session.unlock(PASSPHRASE);
  const phone = phoneOf(session);
  expect(phone.view.value.mission.get(missionId)?.status).toBe('accepted');
  expect(session.person.value?.name).toBe('Camille');
  await phone.syncNow();
  expect(phone.sync.value).toMatchObject({ state: 'offline', waiting: 1 });
});

test('locking leaves nothing to read', async () => {
  const session = await enter();
  session.lock();
  expect(session.stage.value).toBe('locked');
  expect(session.phone.value).toBeNull();
  expect(session.person.value).toBeNull();
});

test('locking one tab locks the other', async () => {
  const one = await enter();
  const other = await start();
  await other.unlock(PASSPHRASE);
  one.lock();
  await vi.waitFor(() => expect(other.stage.value).toBe('locked'));
});

test('what one tab records, the other shows and either sends', async () => {
  const one = await enter();
  const other = await start();
  await other.unlock(PASSPHRASE);
  server.down = new Unreachable();
  await accept(phoneOf(one));
  const shown = () => phoneOf(other).view.value.mission.get(missionId);
  await vi.waitFor(() => expect(shown()?.status).toBe('accepted'));
  server.down = null;
  await phoneOf(other).syncNow();
  await vi.waitFor(() => expect(phoneOf(one).sync.value.waiting).toBe(0));
  expect(phoneOf(one).view.value.mission.get(missionId)).toMatchObject({ waiting: false });
  expect(server.effects).toHaveLength(1);
});

test('the same person goes on after her session ended', async () => {
  const session = await enter();
  server.signedIn = null;
  await accept(phoneOf(session));
  await phoneOf(session).syncNow();
  expect(phoneOf(session).sync.value).toMatchObject({ state: 'action', problem: 'sign_in' });
  const phone = phoneOf(session);
  await session.signIn('a@b.c', who.id);
  expect(phoneOf(session)).toBe(phone);
  await vi.waitFor(() => expect(phone.sync.value).toMatchObject({ state: 'synced', waiting: 0 }));
});

test('another person gets a store of her own, and nothing of the first is lost', async () => {
  const session = await enter();
  server.down = new Unreachable();
  await accept(phoneOf(session));
  server.down = null;
  const second = server.addPerson({ name: 'Nour' });
  await session.signIn('a@b.c', second.id);
  expect(session.stage.value).toBe('choose-passphrase');
  await session.choosePassphrase('une autre phrase');
  expect(phoneOf(session).outbox.value).toEqual([]);
  await session.signIn('a@b.c', who.id);
  await session.unlock(PASSPHRASE);
  expect(phoneOf(session).outbox.value).toHaveLength(1);
});

test('signing out with everything sent erases the phone', async () => {
  const session = await enter();
  await accept(phoneOf(session));
  expect(await session.signOut()).toBe('erased');
  expect(session.stage.value).toBe('sign-in');
  expect(server.effects).toHaveLength(1);
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).not.toContain(`nomade-${who.id}`);
});

test('signing out with work waiting locks instead of erasing', async () => {
  const session = await enter();
  await accept(phoneOf(session));
  server.down = new Unreachable();
  expect(await session.signOut()).toBe('locked');
  expect(session.waitingWhileLocked.value).toBe(1);
  await session.unlock(PASSPHRASE);
  expect(await session.signOut({ erase: true })).toBe('erased');
});

test('the queue says what waits, and can be kept as a file', async () => {
  const session = await enter();
  server.down = new Unreachable();
  await accept(phoneOf(session));
  const phone = phoneOf(session);
  expect(phone.outbox.value).toMatchObject([
    {
      type: 'edit',
      n: 1,
      label: { key: 'edit.mission.accept', params: { mission: 'M-2026-0042' } },
      missionId,
    },
  ]);
  const file = JSON.parse(await (await phone.exportOutbox()).text());
  expect(file).toMatchObject({
    format: 'nomade-outbox',
    user_id: who.id,
    mutations: [{ n: 1, op: 'mission.accept', id: missionId }],
  });
});

test('a rejected item stays until it is set aside', async () => {
  const session = await enter();
  const phone = phoneOf(session);
  const event = { id: newId(), at: new Date().toISOString(), reason: 'malade' };
  await phone.record(missionStep(missionId, 'resume', event));
  server.put('mission', missionId, `mission:${missionId}`, { status: 'cancelled' });
  await phone.syncNow();
  expect(phone.sync.value).toMatchObject({ state: 'action', problem: 'rejected' });
  expect(phone.rejected.value).toMatchObject([{ code: 'illegal_transition', text: 'malade' }]);
  await phone.dismiss(phone.rejected.value[0]?.mid ?? '');
  expect(phone.sync.value.state).toBe('synced');
});

test('a forgotten passphrase ends the session, erases and begins at the password', async () => {
  await accept(phoneOf(await enter()));
  sessions.pop()?.lock();
  const session = await start();
  await session.startOver();
  expect(session.stage.value).toBe('sign-in');
  expect(server.signedIn).toBeNull();
  expect(drawer.id).toBeNull();
  await session.signIn('camille@example.org', who.id);
  expect(session.stage.value).toBe('choose-passphrase');
});

test('without network a forgotten passphrase erases nothing', async () => {
  await accept(phoneOf(await enter()));
  sessions.pop()?.lock();
  const session = await start();
  server.down = new Unreachable();
  await expect(session.startOver()).rejects.toMatchObject({ code: 'offline' });
  await session.unlock(PASSPHRASE);
  expect(phoneOf(session).view.value.mission.get(missionId)?.status).toBe('accepted');
});

test('somebody else signs in on a locked phone, and its owner finds her work again', async () => {
  const first = await enter();
  server.down = new Unreachable();
  await accept(phoneOf(first));
  first.lock();
  server.down = null;
  const other = server.addPerson();
  first.leave();
  expect(first.stage.value).toBe('sign-in');
  await first.comeBack();
  expect(first.stage.value).toBe('locked');
  first.leave();
  await first.signIn('other@example.org', other.id);
  expect(first.stage.value).toBe('choose-passphrase');
  first.leave();
  await first.signIn('camille@example.org', who.id);
  expect(first.stage.value).toBe('locked');
  expect(first.waitingWhileLocked.value).toBe(1);
});

test('work that lies at the office for a decision asks nothing of the person', async () => {
  const phone = phoneOf(await enter());
  server.down = new Unreachable();
  await accept(phone);
  server.revoke(`mission:${missionId}`);
  server.down = null;
  await phone.syncNow();
  expect(phone.rejected.value).toMatchObject([{ status: 'quarantined' }]);
  expect(phone.sync.value).toMatchObject({ state: 'synced', waiting: 0 });
});
