// @vitest-environment node
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import pulled from '../../../tests/contract/pull.json';
import pushed from '../../../tests/contract/push.json';
import { newId } from '../../src/domain/ids';
import { KINDS } from '../../src/domain/kinds';
import { NEW_MARK } from '../../src/store/mark';
import { applyPatch } from '../../src/store/patches';
import { patchOf } from '../../src/sync/pages';
import type { PullAnswer, PushResult } from '../../src/sync/protocol';
import { refusalOf } from '../../src/sync/receipts';
import { openReplica } from '../fakes/phones';

const NOW = new Date('2026-05-04T08:00:10Z');

test('every answer of the real server to a pull can be applied', async () => {
  for (const answer of Object.values(pulled) as unknown as PullAnswer[]) {
    if (!Array.isArray(answer.put)) continue;
    const replica = await openReplica(newId());
    const patch = patchOf(answer, NEW_MARK, NOW);
    await applyPatch(replica, patch);
    const shown = KINDS.flatMap((kind) => [...replica.view.value[kind].keys()]);
    expect(shown.sort()).toEqual(answer.put.map(({ id }) => id).sort());
    expect(patch.mark.cursor).toBe(answer.cursor);
  }
});

test('a conflict of the real server shows both values', () => {
  const patch = patchOf(pulled.changes as unknown as PullAnswer, NEW_MARK, NOW);
  expect(patch.conflicts).toMatchObject([{ field: 'title', mine: 'Autre titre', open: true }]);
  expect(patch.mark).toMatchObject({ complete: true, offsetMs: -10_000 });
});

test('the receipts of the real server are understood', () => {
  const results = pushed.first.body.results as PushResult[];
  expect(results.flatMap(refusalOf).map(({ code }) => code)).toEqual(['read_only', 'not_found']);
  expect((pushed.again.body.results as PushResult[]).flatMap(refusalOf)).toEqual([]);
});
