// @vitest-environment node
/** A photo of several pieces against a running server; see story.test.ts. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/domain/canonical';
import { missionStep, startReport } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { keepPhoto, readUploads } from '../../src/store/blobs';
import { record } from '../../src/store/edits';
import { agenda } from '../../src/store/view';
import { HttpServer } from '../../src/sync/http';
import { browserFetch } from '../fakes/browser';
import { openTestPhone } from '../fakes/phones';
import { largePicture } from '../fakes/pictures';

const URL = import.meta.env.VITE_NOMADE_URL as string | undefined;

test.skipIf(!URL)('a photo arrives whole and can be read again', async () => {
  const server = new HttpServer(browserFetch(URL ?? ''), URL);
  const who = await server.signIn('ines.carvalho@lanterne.example', 'lanterne-demo-2026');
  const { replica, engine } = await openTestPhone(server, who.id);
  await engine.sync();
  const mission = agenda(replica.view.value).find(({ status }) => status === 'planned');
  if (!mission) throw new Error('the demo company has no mission left for this technician');
  const at = new Date().toISOString();
  const on = { id: newId(), reportId: newId(), missionId: mission.id, caption: 'Baie' };
  await record(
    replica,
    [
      missionStep(mission.id, 'arrive', { id: newId(), at }),
      startReport(mission.id, on.reportId, at),
    ],
    new Date(),
  );
  const bytes = largePicture(600_000);
  const photo = { bytes, sha256: await sha256(bytes), mime: 'image/jpeg', width: 8, height: 8 };
  await keepPhoto(replica, photo, on, new Date());
  expect(await engine.sync()).toMatchObject({ ok: true });
  expect(
    replica.rejected.value.map(({ code, mutation }) => [code, mutation.op, mutation.kind]),
  ).toEqual([]);
  expect(await readUploads(replica)).toMatchObject([{ stored: true, error: null }]);
  const device = engine.state.value.mark?.deviceId ?? '';
  expect(await sha256(await server.fetchBlob(device, photo.sha256))).toBe(photo.sha256);
});
