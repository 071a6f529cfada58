// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { missionStep } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { record } from '../../src/store/edits';
import { Answered, Unreachable } from '../../src/sync/http';
import type { Who } from '../../src/sync/protocol';
import { openReplica, openTestPhone, type TestPhone } from '../fakes/phones';
import { giveMission } from '../fakes/rows';
import { FakeServer, type Fault } from '../fakes/server';

let server: FakeServer;
let who: Who;
let phone: TestPhone;
let missionId: string;

beforeEach(async () => {
  server = new FakeServer();
  who = server.addPerson();
  missionId = giveMission(server);
  phone = await openTestPhone(server, who.id);
  await phone.engine.sync();
});

const shown = () => phone.replica.view.value.mission.get(missionId);
const waiting = () => phone.replica.outbox.value.length;
const take = (step: 'accept' | 'depart' | 'arrive' | 'resume') =>
  record(
    phone.replica,
    [missionStep(missionId, step, { id: newId(), at: new Date().toISOString() })],
    new Date(),
  );
const failOnce = (call: string, fault: Fault) => {
  let left = 1;
  server.fault = (one) => (one === call && left-- > 0 ? fault : null);
};

test('an edit made offline is shown at once and sent later', async () => {
  server.down = new Unreachable();
  await take('accept');
  expect(shown()).toMatchObject({ status: 'accepted', waiting: true });
  expect((await phone.engine.sync()).ok).toBe(false);
  expect(phone.engine.state.value.reachable).toBe(false);
  expect(waiting()).toBe(1);

  server.down = null;
  await phone.engine.sync();
  expect(shown()).toMatchObject({ status: 'accepted', waiting: false, version: 2 });
  expect(waiting()).toBe(0);
});

test('a lost request changes nothing', async () => {
  await take('accept');
  failOnce('push', 'lose request');
  await phone.engine.sync();
  expect(shown()?.waiting).toBe(true);
  await phone.engine.sync();
  expect(server.effects).toHaveLength(1);
  expect(waiting()).toBe(0);
});

test('a lost answer does not apply an edit twice', async () => {
  await take('accept');
  failOnce('push', 'lose answer');
  await phone.engine.sync();
  expect(waiting()).toBe(1);
  await phone.engine.sync();
  expect(server.effects).toHaveLength(1);
  expect(waiting()).toBe(0);
  expect(phone.replica.rejected.value).toEqual([]);
});

test('an answer that came before a crash is not needed again', async () => {
  await take('accept');
  failOnce('pull', 'lose request');
  await phone.engine.sync();
  expect(waiting()).toBe(1);
  phone.replica.db.close();
  phone = await openTestPhone(server, who.id);
  expect(shown()).toMatchObject({ status: 'accepted', waiting: true });
  await phone.engine.sync();
  expect(server.effects).toHaveLength(1);
  expect(waiting()).toBe(0);
});

test('an edit made during a sync is not lost', async () => {
  await take('accept');
  const running = phone.engine.sync();
  await take('depart');
  await running;
  expect(shown()?.status).toBe('en_route');
  await phone.engine.sync();
  expect(server.effects.map(({ op }) => op)).toEqual(['mission.accept', 'mission.depart']);
  expect(waiting()).toBe(0);
});

test('nothing flickers between the receipt and the rows', async () => {
  await take('accept');
  const seen: unknown[] = [];
  const stop = phone.replica.view.subscribe(() => seen.push(shown()?.status));
  await phone.engine.sync();
  stop();
  expect(new Set(seen)).toEqual(new Set(['accepted']));
});

test('a refused edit is undone on the screen and kept to be read', async () => {
  await take('resume');
  server.put('mission', missionId, `mission:${missionId}`, { status: 'planned' });
  await phone.engine.sync();
  expect(shown()).toMatchObject({ status: 'planned', waiting: false });
  expect(phone.replica.rejected.value).toMatchObject([{ code: 'illegal_transition' }]);
});

test('a refusal whose answer was lost is still told', async () => {
  await take('resume');
  failOnce('push', 'lose answer');
  await phone.engine.sync();
  await phone.engine.sync();
  expect(phone.replica.rejected.value).toMatchObject([{ code: 'illegal_transition' }]);
  expect(waiting()).toBe(0);
});

test('the queue goes on behind a refused edit', async () => {
  await take('resume');
  await take('accept');
  await phone.engine.sync();
  expect(shown()?.status).toBe('accepted');
  expect(phone.replica.rejected.value).toHaveLength(1);
});

test('an ended session keeps everything, is no try, and asks to sign in', async () => {
  await take('accept');
  server.signedIn = null;
  const outcome = await phone.engine.sync();
  expect(outcome.retry).toBe(false);
  expect(phone.engine.state.value.trouble).toBe('sign_in');
  expect(phone.replica.outbox.value).toMatchObject([{ tries: 0 }]);

  server.signedIn = who;
  phone.engine.forgetWho();
  await phone.engine.sync();
  expect(waiting()).toBe(0);
});

test('the work of one person never travels in the session of another', async () => {
  await take('accept');
  server.signedIn = server.addPerson();
  phone.engine.forgetWho();
  await phone.engine.sync();
  expect(phone.engine.state.value.trouble).toBe('other_person');
  expect(server.calls.at(-1)).toBe('whoAmI');
  expect(waiting()).toBe(1);
});

test('a withdrawn device erases what was readable and keeps what waits', async () => {
  await take('accept');
  for (const device of server.devices.values()) device.revoked = true;
  await phone.engine.sync();
  expect(phone.locked()).toBe(true);
  expect(phone.engine.state.value.trouble).toBe('device_revoked');
  expect(await phone.replica.db.count('rows')).toBe(0);
  expect(waiting()).toBe(1);

  const calls = server.calls.length;
  await phone.engine.sync();
  expect(server.calls.length).toBe(calls);
});

test('a server that is busy or broken is tried again later', async () => {
  await take('accept');
  server.down = new Answered(429, 'too_many_attempts', '', 7);
  expect(await phone.engine.sync()).toMatchObject({ ok: false, retry: true, retryAfter: 7 });
  server.down = new Answered(503, 'internal', '');
  expect(await phone.engine.sync()).toMatchObject({ ok: false, retry: true });
  expect(phone.replica.outbox.value).toMatchObject([{ tries: 2, error: 'internal' }]);
});

test('a batch that is too large is halved down to what goes through', async () => {
  server.mostMutations = 1;
  await take('accept');
  await take('depart');
  await take('arrive');
  await phone.engine.sync();
  expect(server.effects).toHaveLength(3);
});

test('one edit that is too large is set aside and the rest goes on', async () => {
  server.mostMutations = 0;
  await take('accept');
  await phone.engine.sync();
  expect(phone.replica.rejected.value).toMatchObject([{ code: 'too_large' }]);
  server.mostMutations = 200;
  await take('depart');
  await phone.engine.sync();
  expect(shown()?.status).toBe('en_route');
  expect(waiting()).toBe(0);
});

test('a restored phone takes a new device and doubles nothing', async () => {
  await take('accept');
  await phone.engine.sync();
  const device = [...server.devices.values()][0];
  device?.byN.set(1, newId());
  await phone.replica.db.put('counters', 0, 'n');
  await take('depart');
  await phone.engine.sync();
  expect(server.devices.size).toBe(2);
  expect(server.effects.map(({ op }) => op)).toEqual(['mission.accept', 'mission.depart']);
  expect(phone.replica.outbox.value).toEqual([]);
});

test('a server that forgot the device gets a new one, with the same edits', async () => {
  await take('accept');
  server.devices.clear();
  await phone.engine.sync();
  expect(server.effects).toHaveLength(1);
  expect(shown()).toMatchObject({ status: 'accepted', waiting: false });
});

test('a server that lost numbers gets everything that waits under a new device', async () => {
  await take('accept');
  await phone.engine.sync();
  for (const device of server.devices.values()) device.lastN = 0;
  await take('depart');
  await phone.engine.sync();
  expect(server.effects).toHaveLength(2);
  expect(waiting()).toBe(0);
});

test('another epoch means a new snapshot, and the outbox stays', async () => {
  server.epoch = 'e2';
  server.rows.delete(`mission/${missionId}`);
  const other = giveMission(server);
  server.fault = (call) => (call === 'push' ? 'lose request' : null);
  await take('accept');
  await phone.engine.sync();
  expect(waiting()).toBe(1);
  server.fault = () => null;
  await phone.engine.sync();
  expect([...phone.replica.view.value.mission.keys()]).toEqual([other]);
  const again = await openReplica(who.id);
  expect([...again.view.value.mission.keys()]).toEqual([other]);
});

test('a restored server gets again what it had said yes to', async () => {
  await take('accept');
  failOnce('pull', 'lose request');
  await phone.engine.sync();
  server.epoch = 'e2';
  server.receipts.clear();
  for (const device of server.devices.values()) device.lastN = 0;
  server.put('mission', missionId, `mission:${missionId}`, { status: 'planned' });
  await phone.engine.sync();
  expect(server.row('mission', missionId)?.data.status).toBe('accepted');
  expect(waiting()).toBe(0);
});

test('a too old app pushes and is told to update', async () => {
  await take('accept');
  server.tooOld = true;
  const outcome = await phone.engine.sync();
  expect(outcome.ok).toBe(false);
  expect(phone.engine.state.value.trouble).toBe('too_old');
  expect(server.effects).toHaveLength(1);
});

test('two callers share one run', async () => {
  await take('accept');
  await Promise.all([phone.engine.sync(), phone.engine.sync()]);
  expect(server.effects).toHaveLength(1);
});

test('two tabs that sync at once double nothing', async () => {
  await take('accept');
  const other = await openTestPhone(server, who.id);
  await Promise.all([phone.engine.sync(), other.engine.sync()]);
  await phone.engine.sync();
  expect(server.effects).toHaveLength(1);
  expect(await phone.replica.db.count('outbox')).toBe(0);
  expect(phone.replica.rejected.value).toEqual([]);
});
