// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { addTime, missionStep, startReport, writeReport } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { record } from '../../src/store/edits';
import { markSent } from '../../src/store/outbox';
import type { Replica } from '../../src/store/replica';
import { openReplica } from '../fakes/phones';

const MISSION = newId();
const REPORT = newId();
const NOW = new Date('2026-11-24T09:00:00Z');

let userId: string;
let replica: Replica;
beforeEach(async () => {
  userId = newId();
  replica = await openReplica(userId);
});

const numbers = (one: Replica) => one.outbox.value.map(({ n }) => n);
const write = (one: Replica, text: string) =>
  record(one, [writeReport(REPORT, 'actions_done', text)], NOW);

test('edits are numbered from one without a hole', async () => {
  await record(replica, [startReport(MISSION, REPORT, NOW.toISOString())], NOW);
  await write(replica, 'a');
  expect(numbers(replica)).toEqual([1, 2]);
});

test('several edits are on the disk together or not at all', async () => {
  const bad = { stores: [], write: () => Promise.reject(new Error('no room')) };
  const edits = [startReport(MISSION, REPORT, NOW.toISOString())];
  await expect(record(replica, edits, NOW, bad)).rejects.toThrow('no room');
  expect(numbers(replica)).toEqual([]);
  expect(await replica.db.count('outbox')).toBe(0);
  expect(await replica.db.get('counters', 'n')).toBeUndefined();
});

test('an edit is on the disk when recording resolves', async () => {
  await record(replica, [startReport(MISSION, REPORT, NOW.toISOString())], NOW);
  const again = await openReplica(userId);
  expect(again.view.value.report.get(REPORT)?.status).toBe('draft');
});

test('two tabs never draw the same number', async () => {
  const other = await openReplica(userId);
  const time = { kind: 'work', minutes: 5, started_at: null, note: '' } as const;
  const add = (one: Replica) => {
    const on = { id: newId(), missionId: MISSION, reportId: REPORT };
    return record(one, [addTime(on, time)], NOW);
  };
  await Promise.all([add(replica), add(other), add(replica), add(other), add(replica)]);
  await replica.loadOutbox();
  expect(numbers(replica)).toEqual([1, 2, 3, 4, 5]);
});

test('typing on is one edit until the server may have seen it', async () => {
  await record(replica, [startReport(MISSION, REPORT, NOW.toISOString())], NOW);
  await write(replica, 'Alim');
  await write(replica, 'Alimentation');
  expect(numbers(replica)).toEqual([1, 2]);
  await markSent(replica, [replica.outbox.value[1]?.mid ?? '']);
  await write(replica, 'Alimentation remplacée');
  expect(numbers(replica)).toEqual([1, 2, 3]);
  const fields = replica.outbox.value.map(({ mutation }) => mutation.fields.actions_done);
  expect(fields[1]).toEqual({ value: 'Alimentation', was: '' });
  expect(fields[2]).toEqual({ value: 'Alimentation remplacée', was: 'Alimentation' });
});

test('what another tab has sent is not typed over', async () => {
  await record(replica, [startReport(MISSION, REPORT, NOW.toISOString())], NOW);
  await write(replica, 'a');
  const other = await openReplica(userId);
  await markSent(
    other,
    other.outbox.value.map(({ mid }) => mid),
  );
  await write(replica, 'ab');
  expect(numbers(replica)).toEqual([1, 2, 3]);
});

test('what another tab recorded later is not overtaken', async () => {
  await record(replica, [startReport(MISSION, REPORT, NOW.toISOString())], NOW);
  await write(replica, 'a');
  const other = await openReplica(userId);
  await record(other, [writeReport(REPORT, 'problems_met', 'x')], NOW);
  await write(replica, 'ab');
  expect(await replica.db.count('outbox')).toBe(4);
});

test('an edit remembers what the person saw, also what waits', async () => {
  await record(replica, [startReport(MISSION, REPORT, NOW.toISOString())], NOW);
  await record(
    replica,
    [writeReport(REPORT, 'actions_done', 'un'), writeReport(REPORT, 'actions_done', 'deux')],
    NOW,
  );
  const last = replica.outbox.value.at(-1)?.mutation;
  expect(last?.fields.actions_done).toEqual({ value: 'deux', was: 'un' });
});

test('recording from many places at once keeps the order', async () => {
  const steps = ['accept', 'depart', 'arrive'] as const;
  await Promise.all(
    steps.map((step) => {
      const event = { id: newId(), at: NOW.toISOString() };
      return record(replica, [missionStep(MISSION, step, event)], NOW);
    }),
  );
  expect(replica.outbox.value.map(({ mutation }) => mutation.op)).toEqual([
    'mission.accept',
    'mission.depart',
    'mission.arrive',
  ]);
});
