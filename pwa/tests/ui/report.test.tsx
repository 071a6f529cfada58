import { expect, test, vi } from 'vitest';
import { demoRows } from '../demo-rows';
import type { Seed } from '../fake-phone';
import { all, MORNING, one, press, settle, show, type } from './screen';

/** The technician has been on site since 08:00, after 25 minutes on the road. */
function onSite(report: Readonly<Record<string, unknown>> = {}): Seed {
  const rows = demoRows(MORNING);
  const at = (hour: number, minute: number) => new Date(2026, 10, 24, hour, minute).toISOString();
  const event = (kind: string, when: string) => ({
    ...{ mission_id: 'm1', kind, at: when, received_at: null, by_id: null },
    ...{ by_name: '', text: '', data: {} },
  });
  return {
    ...rows,
    mission: { ...rows.mission, m1: { ...rows.mission?.m1, status: 'on_site' } },
    mission_event: { e1: event('en_route', at(7, 35)), e2: event('on_site', at(8, 0)) },
    report: {
      r1: {
        ...{ mission_id: 'm1', client_id: 'c1', technician_id: 'tech-1', number: '', revision: 1 },
        ...{ status: 'draft', actions_done: '', problems_met: '', reservations: '' },
        ...{ inventory_answer: 'unanswered', solved: true, started_at: at(8, 0), ended_at: null },
        ...{ frozen: null, content_sha256: null, closed_at: null, ...report },
      },
    },
  };
}

test('a tap on the checklist is recorded at once, also offline', async () => {
  const { phone } = await show('#/mission/m1');
  const [first] = all('todo-item');
  expect(first?.getAttribute('aria-checked')).toBe('false');
  first?.click();
  await settle();
  expect(phone.recorded).toEqual([
    { kind: 'mission', id: 'm1', op: 'mission.check', args: { todo_id: 'a', done: true } },
  ]);
  expect(all('todo-item')[0]?.getAttribute('aria-checked')).toBe('true');
});

test('declining asks for a reason and takes no empty one', async () => {
  const { phone } = await show('#/mission/m1');
  await press('ask-decline');
  expect((one('confirm-decline') as HTMLButtonElement).disabled).toBe(true);
  await type('reason', 'Je suis déjà à Tours');
  await press('confirm-decline');
  expect(phone.recorded[0]?.args).toMatchObject({ reason: 'Je suis déjà à Tours' });
  expect(one('said').textContent).toContain('M-2026-0042 déclinée');
});

test('times come from the steps until they are corrected, and leaving the page keeps them', async () => {
  const { phone } = await show('#/report/m1', onSite());
  const shown = (kind: string) => one(`time-${kind}`).querySelector('output')?.textContent;
  expect(shown('work')).toBe('42\u00a0min');
  expect(shown('travel')).toBe('25\u00a0min');
  one('time-work').querySelectorAll('button')[1]?.click();
  dispatchEvent(new Event('pagehide'));
  await settle();
  expect(shown('work')).toBe('45\u00a0min');
  expect(phone.recorded.at(-1)?.values).toMatchObject({ kind: 'work', minutes: 45 });
});

test('every input is written at once', async () => {
  const { phone } = await show('#/report/m1', onSite());
  await type('actions_done', 'Alimentation remplacée');
  await settle();
  expect(phone.recorded).toEqual([
    { kind: 'report', id: 'r1', op: 'text', values: { actions_done: 'Alimentation remplacée' } },
  ]);
  expect(document.body.textContent).toContain('Enregistré sur ce téléphone');
});

test('a text that could not be kept says so and stays on the screen', async () => {
  const { phone } = await show('#/report/m1', onSite());
  phone.fails = new Error('full');
  await type('actions_done', 'Alimentation remplacée');
  await settle();
  expect(document.querySelector('[data-state="failed"]')).not.toBeNull();
  expect((one('actions_done') as HTMLTextAreaElement).value).toBe('Alimentation remplacée');
});

test('an incomplete report names what is missing and is not frozen', async () => {
  const { phone } = await show('#/report/m1', onSite());
  await press('to-sign');
  expect(all('missing-actions_done')).toHaveLength(1);
  expect(all('missing-inventory')).toHaveLength(1);
  expect(phone.recorded.some((edit) => edit.op === 'report.freeze')).toBe(false);
  expect(document.activeElement).toBe(one('missing'));
});

test('"changed" wants at least one change', async () => {
  await show('#/report/m1', onSite({ inventory_answer: 'changed', actions_done: 'Fait' }));
  expect(all('missing-changes')).toHaveLength(1);
});

test('a part comes from the catalogue with its price, or is written freely', async () => {
  const { phone } = await show('#/report/m1', onSite());
  await press('part-add');
  await type('part-text', '48');
  await press('part-pick');
  await press('part-add');
  await type('part-text', 'Gaine');
  await type('part-price', '12,50');
  await press('part-free');
  expect(phone.recorded.map(({ values }) => [values?.label, values?.unit_cents])).toEqual([
    ['Alimentation 48 V', 8600],
    ['Gaine', 1250],
  ]);
});

test('a frozen report is changed only after the person was told that signatures fall', async () => {
  const { phone } = await show(
    '#/report/m1',
    onSite({ status: 'frozen', content_sha256: 'f'.repeat(64) }),
  );
  expect(document.querySelector('#actions_done')).toBeNull();
  await press('thaw');
  expect(one('sheet-thaw').textContent).toContain('signatures');
  await press('confirm-thaw');
  expect(phone.recorded.map((edit) => edit.op)).toEqual(['report.thaw']);
  expect(document.querySelector('#actions_done')).not.toBeNull();
});

test('a part tapped twice is added once, and quick taps on its number all count', async () => {
  const { phone } = await show('#/report/m1', onSite());
  await press('part-add');
  await type('part-text', '48');
  one('part-pick').click();
  one('part-pick').click();
  await settle();
  expect(all('part-line')).toHaveLength(1);
  const more = one('part-quantity').querySelectorAll('button')[1];
  more?.click();
  await settle();
  more?.click();
  await settle();
  expect(phone.recorded.filter(({ op }) => op === 'create')).toHaveLength(1);
  expect(phone.recorded.at(-1)?.values).toEqual({ quantity: 3 });
});

test('a finger that stays on a button makes the number go on', async () => {
  await show('#/report/m1', onSite());
  const shown = () => one('time-work').querySelector('output')?.textContent;
  const more = one('time-work').querySelectorAll('button')[1];
  more?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  const few = ['42\u00a0min', '45\u00a0min', '50\u00a0min'];
  await vi.waitFor(() => expect(few).not.toContain(shown()), { interval: 5, timeout: 5000 });
  more?.dispatchEvent(new Event('pointerup', { bubbles: true }));
  const reached = shown();
  more?.click();
  await settle();
  expect(shown()).toBe(reached);
});

test('a time of more than a day is not suggested: a button was forgotten', async () => {
  const seed = onSite();
  const late = { ...seed.mission_event?.e2, at: new Date(2026, 10, 20, 8, 0).toISOString() };
  await show('#/report/m1', { ...seed, mission_event: { e2: late } });
  expect(one('time-work').querySelector('output')?.textContent).toBe('0\u00a0min');
  expect(all('missing-work')).toHaveLength(1);
});
