// @vitest-environment node
import { expect, test } from 'vitest';
import { addSignature, type SignatureLink } from '../../src/domain/edits';
import { buildContent, contentHash, linkHash, type ReportSource } from '../../src/domain/reports';
import { blankRow } from '../../src/store/blank';
import { mission } from '../fakes/rows';

const report = {
  ...(blankRow('report', undefined, '') as unknown as ReportSource['report']),
  id: 'r1',
  actions_done: 'Remplace\u0301',
  started_at: '2026-11-24T08:27:00.123Z',
  ended_at: '2026-11-24T09:41:00Z',
};
const contract = {
  ...{ id: 'c1', number: 'INF-12', kind: 'managed', bank_minutes: 750 },
  ...{ labour_covered: false, travel_covered: true, parts_covered: false, travel_counts: false },
  ...{ hourly_cents: 7800, travel_cents: 3000 },
} as ReportSource['contract'];
const part = { report_id: 'r1', reference: 'A48', label: 'Alimentation', unit_cents: 8600 };
const source: ReportSource = {
  report,
  contract,
  mission: { ...mission(), id: 'm1' },
  client: { id: 'k1', name: 'Mairie' } as ReportSource['client'],
  site: {
    ...{ id: 's1', name: 'Accueil', address: '4 place de l’Église' },
    ...{ postcode: '22000', city: 'Saint-Aubin' },
  } as ReportSource['site'],
  technician: { id: 't1', name: 'Karim' },
  times: [
    { id: 'a', report_id: 'r1', kind: 'work', minutes: 74, started_at: null, note: '' },
    { id: 'b', report_id: 'r1', kind: 'travel', minutes: 20, started_at: null, note: '' },
  ],
  parts: [
    { ...part, id: 'p2', quantity: 1 },
    { ...part, id: 'p1', quantity: 2 },
  ],
  photos: [],
  changes: [],
  locale: 'fr',
};

test('a report says what was done, what it costs and what is left', () => {
  const content = buildContent(source);
  expect(content).toMatchObject({
    schema: 1,
    started_at: '2026-11-24T08:27:00Z',
    actions_done: 'Remplacé',
    site: { address: '4 place de l’Église, 22000 Saint-Aubin' },
    work_minutes: 74,
    travel_minutes: 20,
    settlement: {
      ...{ contract_number: 'INF-12', kind: 'managed', bank_before: 750, bank_after: 676 },
      ...{ debit_minutes: 74, total_cents: 25_800 },
    },
  });
  expect(content.parts.map(({ quantity }) => quantity)).toEqual([2, 1]);
});

test('without a contract the firm’s own prices stand', () => {
  const content = buildContent({ ...source, contract: null, parts: [] });
  expect(content.settlement).toMatchObject({ contract_number: '', kind: '', bank_before: null });
  expect(content.settlement.total_cents).toBe(11_100 + 4500);
});

test('any change of what is signed changes the hash', async () => {
  const hash = await contentHash(buildContent(source));
  const changed = { ...source, report: { ...report, reservations: 'Un poste muet' } };
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await contentHash(buildContent(changed))).not.toBe(hash);
});

test('a signature binds the one before, its words and its ink', async () => {
  const link: SignatureLink = {
    ...{ role: 'technician', name: 'Karim', capacity: '', identified_by: '', reason: '' },
    ...{ outcome: 'signed', consent_id: '', consent_sha256: '', content_sha256: 'a'.repeat(64) },
    ...{ previous_sha256: '', signed_at: '2026-11-24T09:41:00Z', timezone: 'Europe/Paris' },
    ...{ clock_offset_ms: 0, device_id: null },
    ink: { w: 300, h: 130, strokes: [[[0, 10, 20]]] },
  };
  const hash = await linkHash(link);
  expect(await linkHash({ ...link, reason: 'x' })).toBe(hash);
  expect(await linkHash({ ...link, ink: null })).not.toBe(hash);
  expect(await linkHash({ ...link, name: 'Nour' })).not.toBe(hash);
  const on = { id: 'x', missionId: 'm1', reportId: 'r1' };
  expect(addSignature(on, link)).toMatchObject({ op: 'create', args: { scope: 'mission:m1' } });
});
