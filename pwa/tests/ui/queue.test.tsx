import { expect, test } from 'vitest';
import type { RejectedItem, WaitingItem } from '../../src/sync/phone';
import { demoRows } from '../demo-rows';
import { FakePhone, FakeSession } from '../fake-phone';
import { all, MORNING, one, press, settle, show, showSession, type } from './screen';

const PHOTO: WaitingItem = {
  type: 'photo',
  sha256: 'a'.repeat(64),
  label: { key: 'edit.photo', params: { mission: 'M-2026-0042', caption: 'baie 2' } },
  size: 361_000,
  sent: 120_000,
  createdAt: MORNING.toISOString(),
  tries: 2,
  lastError: 'errors.internal',
  missionId: 'm1',
};
const REFUSED: RejectedItem = {
  mid: 'x',
  status: 'rejected',
  label: { key: 'edit.text.report', params: { mission: 'M-2026-0042' } },
  kind: 'report',
  missionId: 'm1',
  text: 'Onduleur testé vingt minutes',
  code: 'errors.report_sealed',
  message: '',
  createdAt: MORNING.toISOString(),
};

test('what waits is said in words, with size, tries and progress', async () => {
  const { phone } = await show('#/queue');
  phone.outbox.value = [PHOTO];
  await settle();
  const line = one('waiting-item');
  expect(line.textContent).toContain('Photo baie 2');
  expect(line.textContent).toContain('M-2026-0042');
  expect(line.textContent).toMatch(/361\sko/);
  expect(line.textContent).toContain('2 essais');
  expect(line.querySelector('progress')?.value).toBe(120_000);
});

test('refused work keeps its text and leaves only when the person has agreed', async () => {
  const { phone } = await show('#/queue');
  phone.rejected.value = [REFUSED];
  await settle();
  expect(one('rejected-item').textContent).toContain('Onduleur testé vingt minutes');
  [...document.querySelectorAll('button')].find((b) => b.textContent?.includes('réglé'))?.click();
  await settle();
  expect(phone.rejected.value).toHaveLength(1);
  await press('dismiss');
  expect(all('rejected-item')).toHaveLength(0);
});

test('an ended session is said as such, and leads to the door without losing anything', async () => {
  const { phone } = await show('#/queue');
  phone.sync.value = { ...phone.sync.value, state: 'action', problem: 'sign_in', waiting: 3 };
  await settle();
  expect(one('sync-state').textContent).toContain('Rien n’est perdu');
  expect(one('sign-in-again').getAttribute('href')).toBe('#/settings/sign-in');
});

test('signing out with work waiting locks the phone; erasing it is asked in writing', async () => {
  const phone = new FakePhone(demoRows(MORNING));
  phone.sync.value = { ...phone.sync.value, state: 'offline', waiting: 3 };
  const session = new FakeSession(phone);
  await showSession('#/settings', session);
  await press('sign-out');
  const erase = [...document.querySelectorAll<HTMLButtonElement>('button.danger')][0];
  expect(erase?.disabled).toBe(true);
  await type('erase-word', 'effacer');
  expect(erase?.disabled).toBe(false);
  await press('confirm-sign-out');
  expect(session.stage.value).toBe('locked');
});

test('the theme is chosen here and stands at once', async () => {
  await show('#/settings');
  await press('theme-sun');
  expect(document.documentElement.dataset.theme).toBe('sun');
  await press('theme-auto');
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test('a dossier is searched without accents, and what is not here says how to ask', async () => {
  await show('#/dossier/d1');
  await type('dossier-search', 'telephonie');
  await settle();
  expect(all('dossier-item')).toHaveLength(1);
  await show('#/dossiers');
  expect(one('no-right').textContent).toContain('Cabinet Ferrand');
  expect(one('no-right').textContent).toContain('Appelez le bureau');
});

test('a mission that went while it was open says why, and leads to the work that was kept', async () => {
  const rows = demoRows(MORNING);
  const notice = {
    ...{ user_id: 'tech-1', cause: 'x', event: 'mission_cancelled', mission_id: 'gone' },
    ...{ params: { number: 'M-2026-0044' }, created_at: MORNING.toISOString(), read_at: null },
  };
  const { phone } = await show('#/report/gone', { ...rows, notice: { n1: notice } });
  expect(one('absent-why').textContent).toContain('M-2026-0044');
  expect(all('absent-kept')).toHaveLength(0);
  phone.rejected.value = [{ ...REFUSED, status: 'quarantined' }];
  await settle();
  expect(one('absent-kept').getAttribute('href')).toBe('#/queue');
  expect(document.querySelector('nav em.bad')).toBeNull();
});
