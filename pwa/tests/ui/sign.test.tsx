import { expect, test } from 'vitest';
import { shortCode } from '../../src/domain/canonical';
import { contentHash, linkHash, type ReportContent } from '../../src/domain/reports';
import { go } from '../../src/ui/route';
import { demoRows } from '../demo-rows';
import type { FakePhone, Seed } from '../fake-phone';
import { all, MORNING, one, press, scrollToEnd, settle, show, type } from './screen';

function ready(): Seed {
  const rows = demoRows(MORNING);
  return {
    ...rows,
    mission: { ...rows.mission, m1: { ...rows.mission?.m1, status: 'on_site' } },
    report: {
      r1: {
        ...{ mission_id: 'm1', client_id: 'c1', technician_id: 'tech-1', number: '', revision: 1 },
        ...{ status: 'draft', actions_done: 'Alimentation remplacée', problems_met: '' },
        ...{ reservations: '', inventory_answer: 'nothing_changed', solved: true },
        ...{ started_at: MORNING.toISOString(), ended_at: null, frozen: null },
        ...{ content_sha256: null, closed_at: null },
      },
    },
    time_entry: { t1: { report_id: 'r1', kind: 'work', minutes: 74, started_at: null, note: '' } },
    part_line: {
      p1: { report_id: 'r1', reference: '', label: 'Alimentation', quantity: 1, unit_cents: 8600 },
    },
  };
}

async function freezeAndShow(): Promise<FakePhone> {
  const { phone } = await show('#/report/m1', ready());
  await press('to-sign');
  return phone;
}

/** Sign without drawing: there is no canvas here, and nobody must need one. */
async function signTyped(name: string): Promise<void> {
  await press('typed-instead');
  await type('typed-name', name);
  await press('typed-agree');
  await press('sign');
}

async function handOver(): Promise<void> {
  await press('handed');
  await scrollToEnd();
}

function report(phone: FakePhone) {
  const found = phone.view.value.report.get('r1');
  if (!found) throw new Error('no report');
  return found;
}

test('what is signed is the frozen content: its hash is the code on the screen', async () => {
  const phone = await freezeAndShow();
  const { frozen, content_sha256 } = report(phone);
  expect(await contentHash(frozen as unknown as ReportContent)).toBe(content_sha256);
  expect(one('code').textContent).toBe(shortCode(content_sha256 ?? ''));
  expect(one('content-actions').textContent).toBe('Alimentation remplacée');
  expect(one('content-settlement').textContent).toMatch(/12.h.30.*11.h.16.*86,00/);
});

test('the technician signs first, then the client, each link holding the one before', async () => {
  const phone = await freezeAndShow();
  await signTyped('Karim Haddad');
  await handOver();
  expect(one('consent').textContent).toContain('Claire Vasseur, Secrétaire de mairie');
  await signTyped('Claire Vasseur');
  const [first, second] = [...phone.view.value.signature.values()];
  if (!first || !second) throw new Error('two signatures');
  expect([first.role, second.role]).toEqual(['technician', 'client']);
  expect(first.previous_sha256).toBe('');
  expect(second.previous_sha256).toBe(await linkHash(first));
  expect([first, second].map((link) => link.content_sha256)).toEqual([
    report(phone).content_sha256,
    report(phone).content_sha256,
  ]);
  expect(second.consent_id).toBe('consent.client.1/fr');
});

test('closing ends the mission and says that the report is only on this phone', async () => {
  const phone = await freezeAndShow();
  await signTyped('Karim Haddad');
  await handOver();
  await signTyped('Claire Vasseur');
  await press('close-report');
  expect(phone.recorded.at(-1)).toMatchObject({
    op: 'report.close',
    args: { outcome: 'signed', outcome_reason: '' },
  });
  expect(one('said').textContent).toContain('enregistré sur ce téléphone');
  expect(document.body.textContent).not.toMatch(/envoyé/);
});

test('reservations enter the content: earlier signatures fall and everybody signs anew', async () => {
  const phone = await freezeAndShow();
  await signTyped('Karim Haddad');
  await handOver();
  const before = report(phone).content_sha256;
  await press('other-outcomes');
  await type('outcome-reason', 'Le poste 12 grésille encore');
  await press('confirm-outcome');
  expect(report(phone).content_sha256).not.toBe(before);
  expect(one('content-reservations').textContent).toContain('Le poste 12 grésille encore');
  expect(one('voided').textContent).toContain('réserves');
  await signTyped('Karim Haddad');
  await handOver();
  await signTyped('Claire Vasseur');
  expect([...phone.view.value.signature.values()].at(-1)?.outcome).toBe('signed_with_reservations');
});

test('nobody to sign: the reason is asked for and there is no empty signature', async () => {
  const phone = await freezeAndShow();
  await signTyped('Karim Haddad');
  await press('other-outcomes');
  expect((one('confirm-outcome') as HTMLButtonElement).disabled).toBe(true);
  await type('outcome-reason', 'Mairie fermée à mon départ');
  await press('confirm-outcome');
  expect(phone.recorded.at(-1)?.args).toMatchObject({
    outcome: 'absent',
    outcome_reason: 'Mairie fermée à mon départ',
  });
  expect(phone.view.value.signature.size).toBe(1);
});

test('another person than the referents signs with her own name and capacity', async () => {
  const phone = await freezeAndShow();
  await signTyped('Karim Haddad');
  await handOver();
  await press('who-other');
  await press('typed-instead');
  await type('typed-name', 'Paul Ney');
  await press('typed-agree');
  expect((one('sign') as HTMLButtonElement).disabled).toBe(true);
  await type('signer-name', 'Paul Ney');
  await type('signer-capacity', 'Gardien');
  await settle();
  await press('sign');
  const last = [...phone.view.value.signature.values()].at(-1);
  expect([last?.name, last?.capacity]).toEqual(['Paul Ney', 'Gardien']);
});

test('nobody signs before the end of the report was in sight', async () => {
  await freezeAndShow();
  await signTyped('Karim Haddad');
  await press('handed');
  await press('typed-instead');
  await type('typed-name', 'Claire Vasseur');
  await press('typed-agree');
  expect((one('sign') as HTMLButtonElement).disabled).toBe(true);
  await scrollToEnd();
  expect((one('sign') as HTMLButtonElement).disabled).toBe(false);
});

test('while the client holds the phone no tab leads to anything else', async () => {
  await freezeAndShow();
  await signTyped('Karim Haddad');
  await handOver();
  expect(all('tab-today')).toHaveLength(0);
  expect(one('sync-chip').hasAttribute('href')).toBe(false);
});

async function leaveAndComeBack(): Promise<void> {
  go('#/report/m1');
  await settle();
  go('#/sign/m1');
  await settle();
}

test('ink that was drawn and not given yet is there again, and gone once it was given', async () => {
  const phone = await freezeAndShow();
  const place = `ink/technician/${report(phone).content_sha256}`;
  const points = Array.from({ length: 12 }, (_, n) => ({ x: n, y: n, time: n, pressure: 0.5 }));
  phone.drafts.set(place, [{ penColor: '#000', points }]);
  await leaveAndComeBack();
  expect((one('sign') as HTMLButtonElement).disabled).toBe(false);
  await press('sign');
  expect([...phone.view.value.signature.values()][0]?.ink).not.toBeNull();
  expect(phone.drafts.has(place)).toBe(false);
});

test('the words of an unfinished sheet are there when it is opened again', async () => {
  const phone = await freezeAndShow();
  await signTyped('Karim Haddad');
  await press('other-outcomes');
  await type('outcome-reason', 'Parti avant la fin');
  await leaveAndComeBack();
  await press('other-outcomes');
  expect((one('outcome-reason') as HTMLTextAreaElement).value).toBe('Parti avant la fin');
  await press('confirm-outcome');
  expect(phone.drafts.size).toBe(0);
});
