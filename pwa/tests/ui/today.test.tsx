import { expect, test } from 'vitest';
import { demoRows } from '../demo-rows';
import { FakePhone, FakeSession } from '../fake-phone';
import { all, MORNING, one, press, settle, show, showSession } from './screen';

test('today says where next, when, what for, and offers one main button', async () => {
  await show('#/today');
  const card = one('next-mission').textContent;
  expect(card).toContain('09:30 – 11:00');
  expect(card).toContain('Mairie de Saint-Aubin');
  expect(card).toContain('Téléphones muets');
  expect(one('main-action').textContent).toBe('J’accepte la mission');
  expect(one('call').getAttribute('href')).toBe('tel:+33199001234');
});

test('the main button follows the mission from acceptance to the report', async () => {
  const { phone } = await show('#/today');
  const labels = [];
  for (const step of ['accept', 'depart', 'arrive']) {
    await press('main-action');
    labels.push([step, one('main-action').textContent]);
  }
  expect(labels).toEqual([
    ['accept', 'Je prends la route'],
    ['depart', 'Je suis sur site'],
    ['arrive', 'Remplir le rapport'],
  ]);
  expect(phone.recorded.map((edit) => edit.op)).toEqual([
    'mission.accept',
    'mission.depart',
    'mission.arrive',
    'create',
  ]);
});

test('the week strip shows load, marks an urgent day and opens other days', async () => {
  await show('#/today');
  const today = one('day-2026-11-24');
  expect(today.textContent).toBe('mar. 24 novembre, 3 missions');
  expect(today.querySelectorAll('.hot')).toHaveLength(1);
  await press('day-2026-11-25');
  expect(all('mission-line')).toHaveLength(1);
  expect(document.querySelector('[data-testid="next-mission"]')).toBeNull();
});

test('what is still under way from yesterday comes first, what was left undone stays in sight', async () => {
  const rows = demoRows(MORNING);
  const yesterday = (hour: number) => new Date(2026, 10, 23, hour).toISOString();
  const late = (id: string, status: string) => ({
    ...{ ...rows.mission?.m1, number: id, client_id: 'c2', site_id: 's2', status },
    ...{ starts_at: yesterday(9), ends_at: yesterday(11) },
  });
  const mission = { ...rows.mission, m8: late('M-8', 'on_site'), m9: late('M-9', 'accepted') };
  await show('#/today', { ...rows, mission });
  expect(one('next-mission').textContent).toContain('Cabinet Ferrand');
  expect(document.body.textContent).toContain('Pas terminé · lundi 23 novembre');
});

test('an interrupted mission is not counted among what is done', async () => {
  const rows = demoRows(MORNING);
  const mission = { ...rows.mission, m1: { ...rows.mission?.m1, status: 'interrupted' } };
  await show('#/today', { ...rows, mission });
  expect(document.body.textContent).toContain('Interrompue');
  expect(document.body.textContent).not.toContain('Fait');
});

test('an empty day says what will come and is no error', async () => {
  await show('#/today', {});
  expect(one('empty').textContent).toContain('Rien de prévu');
});

test('the chip tells the truth about sync, and offline is never red', async () => {
  const { phone } = await show('#/today');
  const states = [];
  for (const state of ['synced', 'offline', 'waiting', 'action'] as const) {
    phone.sync.value = { ...phone.sync.value, state, waiting: state === 'waiting' ? 2 : 0 };
    await settle();
    const chip = one('sync-chip');
    const words = chip.querySelector('.chip');
    states.push([chip.dataset.state, words?.textContent, words?.classList.contains('bad')]);
  }
  expect(states.map(([state, , bad]) => [state, bad])).toEqual([
    ['synced', false],
    ['offline', false],
    ['waiting', false],
    ['action', true],
  ]);
  expect(states.map(([, words]) => words).slice(1)).toEqual([
    'Hors ligne',
    '2 en attente',
    'Action requise',
  ]);
});

test('a mission that was taken away is told once, and put aside when read', async () => {
  const notice = {
    user_id: 'tech-1',
    cause: 'mission:m9',
    event: 'mission_withdrawn',
    params: { number: 'M-2026-0050' },
    mission_id: null,
    created_at: MORNING.toISOString(),
    read_at: null,
  };
  const { phone } = await show('#/today', { ...demoRows(MORNING), notice: { n1: notice } });
  expect(all('notice')).toHaveLength(1);
  await press('notice-read');
  expect(phone.recorded.at(-1)).toMatchObject({ kind: 'notice', id: 'n1', op: 'set' });
  expect(all('notice')).toHaveLength(0);
});

test('a step that the disk refuses is said, and the mission stays where it was', async () => {
  const { phone } = await show('#/today');
  phone.fails = new Error('full');
  await press('main-action');
  expect(document.querySelector('[role="alert"]')?.textContent).toContain('n’a pas pu');
  expect(one('main-action').textContent).toBe('J’accepte la mission');
});

test('a locked phone says how much waits, and shows nothing else', async () => {
  const session = new FakeSession(new FakePhone(demoRows(MORNING)), 'locked');
  session.waitingWhileLocked.value = 4;
  await showSession('#/mission/m1', session);
  expect(one('screen-unlock').textContent).toContain('4 éléments attendent');
  expect(document.body.textContent).not.toContain('Saint-Aubin');
});

test('a clock that is far off is said, with the time at the office', async () => {
  const { phone } = await show('#/today');
  expect(all('wrong-clock')).toHaveLength(0);
  phone.sync.value = { ...phone.sync.value, serverTimeOffsetMs: -3 * 60 * 60_000 };
  await settle();
  expect(one('wrong-clock').textContent).toContain('24 novembre 2026 et il est 05:42');
});
