// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/domain/ids';
import { Drafts } from '../../src/store/drafts';
import type { Replica } from '../../src/store/replica';
import { openReplica } from '../fakes/phones';

const NOW = new Date('2026-11-24T09:00:00Z');
const IN_A_WEEK = new Date('2026-12-01T10:00:00Z');

let userId: string;
let replica: Replica;
let drafts: Drafts;
beforeEach(async () => {
  userId = newId();
  replica = await openReplica(userId);
  drafts = new Drafts(replica);
});

async function reopened(now = NOW): Promise<Drafts> {
  const again = new Drafts(await openReplica(userId));
  await again.load(now);
  return again;
}

test('what was left unfinished is there when the phone is opened again', async () => {
  await drafts.keep('ink/client', [{ points: [] }], NOW);
  await drafts.keep('reason', 'Je suis déjà à Tours', NOW);
  const again = await reopened();
  expect(again.read('ink/client')).toEqual([{ points: [] }]);
  expect(again.read('reason')).toBe('Je suis déjà à Tours');
});

test('quick inputs end with the last one on the disk', async () => {
  await Promise.all(['J', 'Je', 'Je s'].map((text) => drafts.keep('reason', text, NOW)));
  expect((await reopened()).read('reason')).toBe('Je s');
});

test('what was dropped, or is older than a week, is gone', async () => {
  await drafts.keep('reason', 'non', NOW);
  await drafts.keep('outcome', 'absent', NOW);
  await drafts.keep('reason', undefined, NOW);
  expect((await reopened()).read('reason')).toBeUndefined();
  expect((await reopened(IN_A_WEEK)).read('outcome')).toBeUndefined();
});

test('the disk holds no readable word of it', async () => {
  await drafts.keep('reason', 'Claire Vasseur', NOW);
  const [record] = await replica.db.getAll('meta');
  expect(new TextDecoder().decode(record?.b)).not.toContain('Vasseur');
});
