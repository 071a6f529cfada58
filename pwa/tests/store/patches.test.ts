// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { missionStep } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { record } from '../../src/store/edits';
import { NEW_MARK, readMark, type SyncMark } from '../../src/store/mark';
import { applyPatch, type Patch } from '../../src/store/patches';
import type { Replica } from '../../src/store/replica';
import { openReplica } from '../fakes/phones';
import { mission } from '../fakes/rows';

const M = newId();
const SCOPE = `mission:${M}`;
const MARK: SyncMark = { ...NEW_MARK, cursor: 'e.5' };
const row = (status: 'planned' | 'accepted', version: number) => ({
  ...({ kind: 'mission', id: M, scope: SCOPE, version } as const),
  data: { ...mission({ status }) },
});
const patch = (change: Partial<Patch>): Patch => ({
  ...{ put: [], forget: [], conflicts: [], acked: 0, last: true, mark: MARK },
  ...change,
});

let replica: Replica;
beforeEach(async () => {
  replica = await openReplica(newId());
  await applyPatch(replica, patch({ put: [row('planned', 1)] }));
  const event = { id: newId(), at: new Date().toISOString() };
  await record(replica, [missionStep(M, 'accept', event)], new Date());
});
const settle = () => {
  for (const { mid } of replica.outbox.value) replica.settled.add(mid);
};
const shown = () => replica.view.value.mission.get(M);

test('rows, acknowledged edits and cursor come together', async () => {
  settle();
  const steps: unknown[] = [];
  const stop = replica.view.subscribe(() => steps.push([shown()?.status, shown()?.waiting]));
  const mark = { ...MARK, cursor: 'e.9' };
  await applyPatch(replica, patch({ put: [row('accepted', 2)], acked: 1, mark }));
  stop();
  expect(steps).toEqual([
    ['accepted', true],
    ['accepted', false],
  ]);
  expect(await replica.db.count('outbox')).toBe(0);
  expect((await readMark(replica)).cursor).toBe('e.9');
});

test('an edit whose receipt nobody has seen stays until it is known', async () => {
  await applyPatch(replica, patch({ put: [row('accepted', 2)], acked: 1 }));
  expect(replica.outbox.value).toHaveLength(1);
});

test('an edit leaves with the last page only, which brings its effect', async () => {
  settle();
  await applyPatch(replica, patch({ acked: 1, last: false }));
  expect(shown()?.status).toBe('accepted');
  await applyPatch(replica, patch({ put: [row('accepted', 2)], acked: 1 }));
  expect(replica.outbox.value).toEqual([]);
});

test('what is forgotten and given again in one answer is there', async () => {
  await applyPatch(replica, patch({ forget: [{ scope: SCOPE }], put: [row('planned', 3)] }));
  expect(shown()?.version).toBe(3);
  expect(await replica.db.count('rows')).toBe(1);
});

test('forgetting a scope takes rows that only another tab knew', async () => {
  const other = await openReplica(replica.userId);
  const note = { ...row('planned', 1), kind: 'site', id: newId() } as const;
  await applyPatch(other, patch({ put: [note] }));
  await applyPatch(replica, patch({ forget: [{ scope: SCOPE }] }));
  expect(await replica.db.count('rows')).toBe(0);
});

test('a conflict stays until it is settled', async () => {
  const conflict = {
    ...({ id: newId(), kind: 'report', entity_id: newId(), field: 'solved' } as const),
    ...{ mine: true, theirs: false },
  };
  await applyPatch(replica, patch({ conflicts: [{ ...conflict, open: true }] }));
  expect((await openReplica(replica.userId)).conflicts.value).toHaveLength(1);
  await applyPatch(replica, patch({ conflicts: [{ ...conflict, open: false }] }));
  expect(replica.conflicts.value).toEqual([]);
});

test('a row that cannot be opened is left out and counted', async () => {
  const [record] = await replica.db.getAll('rows');
  if (record) await replica.db.put('rows', { ...record, b: record.b.slice().fill(7) });
  expect(await replica.load()).toBe(1);
  expect(shown()).toBeUndefined();
});
