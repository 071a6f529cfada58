/** How long a visit took, as its own steps tell it. */

import { addTime, type Edit, remove } from '../domain/edits';
import { newId } from '../domain/ids';
import type { EventKind, Id, Instant, TimeKind } from '../domain/kinds';
import { eventsOf, partsOf, type Shown, type View } from '../store/view';

const MINUTE = 60_000;
/** One entry holds a day at most. More than that is a forgotten button, or a clock that jumped. */
const MOST_MINUTES = 24 * 60;

interface Step {
  readonly kind: EventKind;
  readonly at: Instant;
}
export type Spent = Readonly<Record<TimeKind, number>>;

const STARTS: Partial<Record<EventKind, TimeKind>> = {
  en_route: 'travel',
  on_site: 'work',
  resumed: 'work',
};
const ENDS = new Set<EventKind>(['interrupted', 'done', 'cancelled', 'reassigned']);

/** Minutes on the road and on site over all visits; what is still under way counts up to `now`. */
export function spentMinutes(steps: readonly Step[], now: Date): Spent {
  const spent = { work: 0, travel: 0 };
  let running: { readonly kind: TimeKind; readonly since: number } | null = null;
  const stop = (at: number) => {
    if (running) spent[running.kind] += Math.max(0, at - running.since);
    running = null;
  };
  for (const { kind, at } of steps) {
    const starts = STARTS[kind];
    const instant = Date.parse(at);
    if (starts || ENDS.has(kind)) stop(instant);
    if (starts) running = { kind: starts, since: instant };
  }
  stop(now.getTime());
  return { work: Math.round(spent.work / MINUTE), travel: Math.round(spent.travel / MINUTE) };
}

export interface Minutes {
  readonly minutes: number;
  /** Nobody typed it: it comes from the steps of the mission. */
  readonly suggested: boolean;
}

/** What the report says of one kind of time; the steps answer until a person does. */
export function minutesOf(view: View, report: Shown<'report'>, kind: TimeKind, now: Date): Minutes {
  const entries = entriesOf(view, report.id, kind);
  if (entries.length > 0) {
    return { minutes: entries.reduce((sum, entry) => sum + entry.minutes, 0), suggested: false };
  }
  const spent = spentMinutes(eventsOf(view, report.mission_id), now);
  return { minutes: spent[kind] > MOST_MINUTES ? 0 : spent[kind], suggested: true };
}

/** The edits that make one kind of time `minutes`: entries are replaced, never changed. */
export function settingMinutes(
  view: View,
  report: Shown<'report'>,
  kind: TimeKind,
  minutes: number,
): Edit[] {
  const on = { id: newId(), missionId: report.mission_id, reportId: report.id };
  const time = { kind, minutes, started_at: startOf(view, report, kind), note: '' };
  return [
    ...entriesOf(view, report.id, kind).map((entry) => remove('time_entry', entry.id)),
    addTime(on, time),
  ];
}

function entriesOf(view: View, reportId: Id, kind: TimeKind): Shown<'time_entry'>[] {
  return partsOf(view, 'time_entry', reportId).filter((entry) => entry.kind === kind);
}

function startOf(view: View, report: Shown<'report'>, kind: TimeKind): Instant | null {
  const first = eventsOf(view, report.mission_id).find((event) => STARTS[event.kind] === kind);
  return first?.at ?? null;
}

const STEP = 5;

/** The next round value up or down. */
export function stepped(minutes: number, direction: 1 | -1): number {
  const round = direction > 0 ? Math.floor(minutes / STEP) + 1 : Math.ceil(minutes / STEP) - 1;
  return Math.min(MOST_MINUTES, Math.max(0, round * STEP));
}
