// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../src/domain/canonical';
import { startReport } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { dropStoredPhotos, keepPhoto, readBytes, readUploads } from '../../src/store/blobs';
import { record } from '../../src/store/edits';
import { openTestPhone, type TestPhone } from '../fakes/phones';
import { giveMission } from '../fakes/rows';
import { FakeServer } from '../fakes/server';

const bytes = crypto.getRandomValues(new Uint8Array(60_000)).slice();
const CHUNKS = 3;
let server: FakeServer;
let userId: string;
let phone: TestPhone;
let missionId: string;
const reportId = newId();
let hash: string;

beforeEach(async () => {
  server = new FakeServer();
  userId = server.addPerson().id;
  missionId = giveMission(server);
  phone = await openTestPhone(server, userId);
  await phone.engine.sync();
  await record(phone.replica, [startReport(missionId, reportId, now())], new Date());
  hash = await sha256(large());
});

const now = () => new Date().toISOString();
const large = () => new Uint8Array(Array.from({ length: 10 }, () => [...bytes]).flat());
const keep = () => {
  const photo = { sha256: hash, bytes: large(), mime: 'image/jpeg', width: 8, height: 8 };
  const on = { id: newId(), reportId, missionId, caption: 'Baie' };
  return keepPhoto(phone.replica, photo, on, new Date());
};
const upload = async () => (await readUploads(phone.replica))[0];

test('the text goes before the photo, which arrives whole', async () => {
  await keep();
  await phone.engine.sync();
  const first = (call: string) => server.calls.indexOf(call);
  expect(first('push')).toBeLessThan(first('offerBlob'));
  expect(server.calls.filter((call) => call === 'sendChunk')).toHaveLength(CHUNKS);
  expect(await sha256(new Uint8Array(server.blobs.get(hash)?.bytes ?? []))).toBe(hash);
  expect(await upload()).toMatchObject({ stored: true, sent: 600_000 });
});

test('a cut transfer goes on where it stopped, also after a restart', async () => {
  await keep();
  let chunks = 0;
  server.fault = (call) => (call === 'sendChunk' && ++chunks === 2 ? 'lose answer' : null);
  await phone.engine.sync();
  expect(await upload()).toMatchObject({ stored: false });
  phone.replica.db.close();
  phone = await openTestPhone(server, userId);
  await phone.engine.sync();
  expect(chunks).toBe(CHUNKS);
  expect(await upload()).toMatchObject({ stored: true });
});

test('a transfer that the server forgot begins again', async () => {
  await keep();
  server.fault = (call) => (call === 'sendChunk' ? 'lose request' : null);
  await phone.engine.sync();
  server.blobs.clear();
  server.fault = () => null;
  await phone.engine.sync();
  await phone.engine.sync();
  expect(await upload()).toMatchObject({ stored: true });
});

test('bytes that the server has already are not sent again', async () => {
  server.blobs.set(hash, { bytes: large(), size: 600_000 });
  await keep();
  await phone.engine.sync();
  expect(server.calls).not.toContain('sendChunk');
  expect(await upload()).toMatchObject({ stored: true });
});

test('the copy stays until the report is closed, and makes room before that when needed', async () => {
  await keep();
  await phone.engine.sync();
  expect((await readBytes(phone.replica, hash))?.length).toBe(600_000);
  expect(await dropStoredPhotos(phone.replica.db)).toBe(true);
  expect(await readBytes(phone.replica, hash)).toBeNull();
});

test('a copy that the server does not have is never dropped to make room', async () => {
  await keep();
  expect(await dropStoredPhotos(phone.replica.db)).toBe(false);
  expect(await readBytes(phone.replica, hash)).not.toBeNull();
});

test('a closed report frees its photos', async () => {
  await keep();
  await phone.engine.sync();
  server.put('report', reportId, `mission:${missionId}`, { status: 'closed' });
  await phone.engine.sync();
  expect(await upload()).toBeUndefined();
});

test('a withdrawn right takes the photos with it', async () => {
  await keep();
  await phone.engine.sync();
  server.revoke(`mission:${missionId}`);
  await phone.engine.sync();
  expect(await phone.replica.db.count('blobs')).toBe(0);
});

test('the photo of a refused edit is not sent, and kept', async () => {
  server.revoke(`mission:${missionId}`);
  await keep();
  await phone.engine.sync();
  expect(server.calls).not.toContain('offerBlob');
  expect(await readBytes(phone.replica, hash)).not.toBeNull();
});

test('a picture that the server refuses is kept, told, and not sent again and again', async () => {
  await keep();
  server.refusedBlobs.add(hash);
  await phone.engine.sync();
  await phone.engine.sync();
  expect(server.calls.filter((call) => call === 'offerBlob')).toHaveLength(1);
  expect(await upload()).toMatchObject({ stored: false, error: 'bad_image', tries: 1 });
});
