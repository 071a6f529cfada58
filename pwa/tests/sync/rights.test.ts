// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { startReport, writeReport } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { record } from '../../src/store/edits';
import { openTestPhone, type TestPhone } from '../fakes/phones';
import { giveMission } from '../fakes/rows';
import { FakeServer } from '../fakes/server';

let server: FakeServer;
let phone: TestPhone;
let missionId: string;

beforeEach(async () => {
  server = new FakeServer();
  const who = server.addPerson();
  missionId = giveMission(server);
  phone = await openTestPhone(server, who.id);
  await phone.engine.sync();
});

const shown = () => phone.replica.view.value.mission.get(missionId);
const waiting = () => phone.replica.outbox.value.length;

test('a withdrawn right leaves nothing on the phone', async () => {
  server.revoke(`mission:${missionId}`);
  await phone.engine.sync();
  expect(shown()).toBeUndefined();
  expect(await phone.replica.db.count('rows')).toBe(0);
  expect(server.erased).toEqual([`mission:${missionId}`]);
});

test('work on what was withdrawn meanwhile is kept for the person', async () => {
  const reportId = newId();
  const edits = [
    startReport(missionId, reportId, new Date().toISOString()),
    writeReport(reportId, 'actions_done', 'Alimentation remplacée'),
  ];
  await record(phone.replica, edits, new Date());
  server.revoke(`mission:${missionId}`);
  await phone.engine.sync();
  expect(phone.replica.rejected.value).toMatchObject([
    { status: 'quarantined' },
    expect.anything(),
  ]);
  expect(waiting()).toBe(0);
});

test('a deleted row goes', async () => {
  server.remove('mission', missionId);
  await phone.engine.sync();
  expect(shown()).toBeUndefined();
});

test('a large snapshot comes in pages and can be cut anywhere', async () => {
  for (let n = 0; n < 25; n += 1) giveMission(server);
  server.pageSize = 4;
  let pages = 0;
  server.fault = (call) => (call === 'pull' && ++pages === 3 ? 'lose answer' : null);
  await phone.engine.sync();
  await phone.engine.sync();
  expect(phone.replica.view.value.mission.size).toBe(26);
  expect(phone.engine.state.value.mark?.complete).toBe(true);
});
