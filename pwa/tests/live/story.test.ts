// @vitest-environment node
/** The phone's day against a running server with the demo company:
 *
 *     VITE_NOMADE_URL=http://127.0.0.1:8000 vitest run pwa/tests/live
 */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import {
  addChange,
  addPart,
  addSignature,
  addTime,
  checkTodo,
  closeReport,
  freezeReport,
  missionStep,
  type SignatureLink,
  setReport,
  startReport,
  writeReport,
} from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import type { Id, Json } from '../../src/domain/kinds';
import { buildContent, contentHash, linkHash } from '../../src/domain/reports';
import { agenda, partsOf } from '../../src/store/view';
import { HttpServer } from '../../src/sync/http';
import type { Phone } from '../../src/sync/phone';
import { openSession, type Session } from '../../src/sync/session';
import { browserFetch } from '../fakes/browser';

const URL = import.meta.env.VITE_NOMADE_URL as string | undefined;
const EMAIL = import.meta.env.VITE_NOMADE_EMAIL ?? 'hugo.lambert@lanterne.example';
const PASSWORD = import.meta.env.VITE_NOMADE_PASSWORD ?? 'lanterne-demo-2026';

async function start(): Promise<Session> {
  let id: Id | null = null;
  return openSession({
    server: new HttpServer(browserFetch(URL ?? ''), URL),
    now: () => new Date(),
    random: Math.random,
    deviceLabel: 'live test',
    iterations: 1000,
    lastPerson: {
      get: () => id,
      set: (person) => {
        id = person;
      },
    },
  });
}

test.skipIf(!URL)(
  'a technician works a whole mission and the server takes all of it',
  async () => {
    const session = await start();
    await session.signIn(EMAIL, PASSWORD);
    await session.choosePassphrase('un cheval bai au pré');
    const phone = session.phone.value as Phone;
    await phone.syncNow();
    expect(phone.sync.value).toMatchObject({ state: 'synced', complete: true });

    const mission = agenda(phone.view.value).find(
      ({ status }) => status === 'planned' || status === 'accepted',
    );
    if (!mission) throw new Error('the demo company has no mission left for this technician');
    const id = mission.id;
    const now = () => new Date().toISOString();
    const event = () => ({ id: newId(), at: now() });
    const reportId = newId();
    const on = () => ({ id: newId(), missionId: id, reportId });
    await phone.record(missionStep(id, 'depart', event()));
    await phone.record(missionStep(id, 'arrive', event()), startReport(id, reportId, now()));
    for (const todo of mission.todo) await phone.record(checkTodo(id, todo.id, true));
    for (const text of ['Alim', 'Alimentation', 'Alimentation remplacée, e\u0301té']) {
      await phone.record(writeReport(reportId, 'actions_done', text));
    }
    await phone.record(addTime(on(), { kind: 'work', minutes: 74, started_at: null, note: '' }));
    await phone.record(addTime(on(), { kind: 'travel', minutes: 25, started_at: null, note: '' }));
    const part = { reference: 'A48', label: 'Alimentation 48 V', quantity: 2, unit_cents: 8600 };
    await phone.record(addPart(on(), part));
    const change = { item_id: null, section: 'network', label: 'Onduleur', before: '', after: '1' };
    await phone.record(
      addChange(on(), { op: 'add', ...change }),
      setReport(reportId, { inventory_answer: 'changed', ended_at: now(), solved: true }),
    );
    await sign(phone, id, reportId);
    await phone.syncNow();
    expect(phone.rejected.value).toEqual([]);
    expect(phone.sync.value).toMatchObject({ state: 'synced', waiting: 0 });
    const report = phone.view.value.report.get(reportId);
    expect(report).toMatchObject({ status: 'closed', outcome: 'signed', waiting: false });
    expect(report?.number).toMatch(/^R-/);
    expect(phone.view.value.mission.get(id)?.status).toBe('done');
    expect(await session.signOut()).toBe('erased');
  },
  60_000,
);

async function sign(phone: Phone, missionId: Id, reportId: Id): Promise<void> {
  const view = phone.view.value;
  const mission = view.mission.get(missionId);
  const report = view.report.get(reportId);
  const client = view.client.get(mission?.client_id ?? '');
  const site = view.site.get(mission?.site_id ?? '');
  if (!mission || !report || !client || !site) throw new Error('rows are missing');
  const technician = view.technician.get(phone.userId);
  const content = buildContent({
    ...{ mission, report, client, site, locale: 'fr' },
    technician: {
      id: phone.userId,
      name: `${technician?.first_name} ${technician?.last_name}`,
    },
    contract: view.contract.get(mission.contract_id ?? '') ?? null,
    times: partsOf(view, 'time_entry', reportId),
    parts: partsOf(view, 'part_line', reportId),
    photos: partsOf(view, 'attachment', reportId),
    changes: partsOf(view, 'dossier_change', reportId),
  });
  const hash = await contentHash(content);
  await phone.record(freezeReport(reportId, content as unknown as Json, hash));
  const link = (role: 'technician' | 'client', previous: string): SignatureLink => ({
    ...{ role, name: 'Claire Vasseur', capacity: 'secrétaire', identified_by: 'known' },
    ...{ outcome: 'signed', reason: '', consent_id: 'report-1', consent_sha256: '' },
    ...{ content_sha256: hash, previous_sha256: previous, signed_at: new Date().toISOString() },
    ...{ timezone: 'Europe/Paris', clock_offset_ms: 0, device_id: phone.deviceId.value },
    ink: {
      w: 300,
      h: 130,
      strokes: [
        [
          [0, 100, 200],
          [16, 120, 220],
        ],
      ],
    },
  });
  const first = link('technician', '');
  const on = () => ({ id: newId(), missionId, reportId });
  await phone.record(addSignature(on(), first));
  await phone.record(addSignature(on(), link('client', await linkHash(first))));
  const close = { at: new Date().toISOString(), outcome: 'signed', outcome_reason: '' } as const;
  await phone.record(closeReport(reportId, close));
}
