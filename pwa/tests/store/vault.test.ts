// @vitest-environment node
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { missionStep } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { keepPhoto } from '../../src/store/blobs';
import { databaseName } from '../../src/store/db';
import { record } from '../../src/store/edits';
import { createVault, openVault, WrongPassphrase } from '../../src/store/vault';
import { openTestPhone } from '../fakes/phones';
import { giveMission } from '../fakes/rows';
import { FakeServer } from '../fakes/server';

test('a passphrase opens what it sealed, another does not', async () => {
  const { vault, envelope } = await createVault('cheval bai au pré', 1000);
  const sealed = await vault.seal('rows/1', { a: 'é' });
  const again = await openVault('cheval bai au pré', envelope);
  expect(await again.open('rows/1', sealed)).toEqual({ a: 'é' });
  await expect(openVault('cheval noir au pré', envelope)).rejects.toThrow(WrongPassphrase);
});

test('the same letters typed in another way open the vault too', async () => {
  const { envelope } = await createVault('forêt d’été'.normalize('NFC'), 1000);
  await expect(openVault('forêt d’été'.normalize('NFD'), envelope)).resolves.toBeDefined();
});

test('a value moved to another place no longer opens', async () => {
  const { vault } = await createVault('cheval bai au pré', 1000);
  const sealed = await vault.seal('rows/1', 'secret');
  await expect(vault.open('rows/2', sealed)).rejects.toThrow();
});

test('the same value is sealed differently every time', async () => {
  const { vault } = await createVault('cheval bai au pré', 1000);
  expect(await vault.seal('a', 1)).not.toEqual(await vault.seal('a', 1));
});

test('the real number of rounds makes guessing slow', async () => {
  const { envelope } = await createVault('cheval bai au pré');
  expect(envelope.wraps[0]?.iterations).toBeGreaterThanOrEqual(600_000);
});

test('nothing a person wrote or received can be read on the disk', async () => {
  const server = new FakeServer();
  const who = server.addPerson({ name: 'CANARY-PERSON' });
  const phone = await openTestPhone(server, who.id);
  const id = giveMission(server, { title: 'CANARY-ROW' });
  await phone.engine.sync();
  const event = { id: newId(), at: '2026-11-24T08:00:00Z', reason: 'CANARY-EDIT' };
  server.down = new Error('down');
  await record(phone.replica, [missionStep(id, 'decline', event)], new Date());
  const bytes = new TextEncoder().encode('CANARY-PHOTO');
  const photo = { sha256: 'c'.repeat(64), bytes, mime: 'image/CANARY', width: 1, height: 1 };
  const on = { id: newId(), reportId: newId(), missionId: id, caption: 'CANARY-CAPTION' };
  await keepPhoto(phone.replica, photo, on, new Date());
  await phone.replica.writeMeta('person', who);

  const dump = await dumpOf(who.id);
  expect(dump.length).toBeGreaterThan(1000);
  expect(dump).not.toContain('CANARY');
  expect(dump).not.toContain(id);
  expect(dump).not.toContain('mission');
  expect(dump).not.toContain('cccccccc');
});

/** Every record as the disk holds it: keys, numbers and bytes as Latin-1 text. */
async function dumpOf(userId: string): Promise<string> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(databaseName(userId));
    request.onsuccess = () => resolve(request.result);
  });
  const texts: string[] = [];
  for (const name of db.objectStoreNames) {
    const store = db.transaction(name).objectStore(name);
    for (const request of [store.getAll(), store.getAllKeys()]) {
      const values = await new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
      texts.push(JSON.stringify(values, readableBytes));
    }
  }
  return texts.join('\n');
}

function readableBytes(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? String.fromCharCode(...new Uint8Array(value.buffer)) : value;
}
