// @vitest-environment node
import { expect, test } from 'vitest';
import {
  addNote,
  addPart,
  addTime,
  checkTodo,
  closeReport,
  type Edit,
  freezeReport,
  missionStep,
  readNotice,
  remove,
  setPart,
  startReport,
  thawReport,
  writeReport,
} from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import type { Kind } from '../../src/domain/kinds';
import { type Seen, toMutation } from '../../src/domain/mutations';
import { emptyView, project } from '../../src/store/project';
import { type RowBody, withRows } from '../../src/store/replica';
import type { View } from '../../src/store/view';
import { mission } from '../fakes/rows';

const M = newId();
const R = newId();
const AT = '2026-11-24T09:00:00.000Z';
const NOW = new Date(AT);
const SCOPE = `mission:${M}`;

const row = (kind: Kind, id: string, data: object): RowBody => ({
  ...{ kind, id, scope: SCOPE, version: 3 },
  data: data as RowBody['data'],
});
const base = withRows(emptyView(), [row('mission', M, mission())], []);

function after(view: View, ...edits: Edit[]): View {
  return edits.reduce((shown, edit) => {
    const seen = shown[edit.kind].get(edit.id) as Seen | undefined;
    return project(shown, [toMutation(edit, seen, NOW)]);
  }, view);
}
const step = (name: Parameters<typeof missionStep>[1], id = newId()) =>
  missionStep(M, name, { id, at: AT, reason: 'parce que' });
const started = () => after(base, step('arrive'), startReport(M, R, AT));

test('a step moves the mission and leaves a line in its timeline', () => {
  const id = newId();
  const view = after(base, step('accept'), step('depart', id));
  expect(view.mission.get(M)).toMatchObject({ status: 'en_route', waiting: true, version: 3 });
  expect(view.mission_event.get(id)).toMatchObject({ kind: 'en_route', at: AT, version: 0 });
});

test('arriving counts a visit, going on counts one more', () => {
  const view = after(base, step('arrive'), step('interrupt'), step('resume'));
  expect(view.mission.get(M)).toMatchObject({ status: 'on_site', visits: 2 });
});

test('a step that cannot be taken changes nothing', () => {
  expect(after(base, step('resume')).mission.get(M)?.status).toBe('planned');
});

test('a decline keeps its reason', () => {
  const id = newId();
  const view = after(base, step('decline', id));
  expect(view.mission.get(M)?.status).toBe('to_plan');
  expect(view.mission_event.get(id)?.text).toBe('parce que');
});

test('a tick stays on its own line', () => {
  expect(after(base, checkTodo(M, 'a', true)).mission.get(M)?.todo[0]?.done).toBe(true);
  expect(after(base, checkTodo(M, 'b', true)).mission.get(M)?.todo[0]?.done).toBe(false);
});

test('a report begun offline has every field and no number', () => {
  const { mission: missions, report } = started();
  expect(report.get(R)).toMatchObject({
    mission_id: M,
    client_id: missions.get(M)?.client_id,
    status: 'draft',
    number: '',
    started_at: AT,
    scope: SCOPE,
    waiting: true,
  });
});

test('text, time, parts and notes are seen at once', () => {
  const on = { id: newId(), missionId: M, reportId: R };
  const part = { reference: '', label: 'Câble', quantity: 1, unit_cents: 500 };
  const view = after(
    started(),
    writeReport(R, 'actions_done', 'Fait'),
    addTime(on, { kind: 'work', minutes: 30, started_at: null, note: '' }),
    addPart(on, part),
    setPart(on.id, { quantity: 3 }),
    addNote(M, { id: on.id, at: AT, text: 'Badge rendu' }),
  );
  expect(view.report.get(R)?.actions_done).toBe('Fait');
  expect(view.time_entry.get(on.id)?.minutes).toBe(30);
  expect(view.part_line.get(on.id)).toMatchObject({ quantity: 3, label: 'Câble' });
  expect(view.mission_event.get(on.id)?.text).toBe('Badge rendu');
  expect(after(view, remove('time_entry', on.id)).time_entry.size).toBe(0);
});

test('freezing, opening again and closing follow one another', () => {
  const signature = row('signature', newId(), { report_id: R, voided_at: null });
  const signed = withRows(started(), [signature], []);
  const frozen = after(signed, freezeReport(R, { schema: 1 }, 'f'.repeat(64)));
  expect(frozen.report.get(R)).toMatchObject({ status: 'frozen', frozen: { schema: 1 } });
  const thawed = after(frozen, thawReport(R));
  expect(thawed.report.get(R)).toMatchObject({ status: 'draft', content_sha256: null });
  expect(thawed.signature.get(signature.id)?.voided_at).toBe(AT);
  const close = closeReport(R, { at: AT, outcome: 'signed', outcome_reason: '' });
  const closed = after(frozen, close);
  expect(closed.report.get(R)).toMatchObject({ status: 'closed', outcome: 'signed' });
  expect(closed.mission.get(M)?.status).toBe('done');
  expect(after(thawed, close).report.get(R)?.status).toBe('draft');
});

test('sets lose and gain elements, counters add up', () => {
  const edits: Edit[] = [
    { kind: 'mission', id: M, op: 'add', values: { todo: [{ id: 'b', text: 'x', done: false }] } },
    { kind: 'mission', id: M, op: 'remove', values: { todo: [{ id: 'a' }] } },
    { kind: 'mission', id: M, op: 'delta', values: { estimated_minutes: 15 } },
  ];
  const changed = after(base, ...edits).mission.get(M);
  expect(changed?.todo.map(({ id }) => id)).toEqual(['b']);
  expect(changed?.estimated_minutes).toBe(105);
});

test('an edit of a row that is gone shows nothing', () => {
  expect(after(base, readNotice(newId(), AT)).notice.size).toBe(0);
});

test('a projection leaves what the server said untouched', () => {
  const before = structuredClone(base.mission.get(M));
  after(base, step('accept'), checkTodo(M, 'a', true));
  expect(base.mission.get(M)).toEqual(before);
  expect(after(base, step('accept')).client).toBe(base.client);
});

test('a row of a kind that this app does not know is left out', () => {
  const unknown = row('planet' as Kind, newId(), {});
  expect(withRows(base, [unknown], [])).toEqual(base);
});
