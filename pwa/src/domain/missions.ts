/** Which steps a mission can take on the phone. The server has the last word.
 * Mirrors backend/domain/missions.py; tests/contract/states.json binds the two.
 */

import type { FieldStep } from './edits';
import type { EventKind, MissionStatus } from './kinds';

interface Step {
  readonly from: readonly MissionStatus[];
  readonly to: MissionStatus;
  readonly event: EventKind;
}

const STEPS: Readonly<Record<FieldStep | 'finish', Step>> = {
  accept: { from: ['planned'], to: 'accepted', event: 'accepted' },
  decline: { from: ['planned', 'accepted'], to: 'to_plan', event: 'declined' },
  depart: { from: ['planned', 'accepted'], to: 'en_route', event: 'en_route' },
  arrive: { from: ['planned', 'accepted', 'en_route'], to: 'on_site', event: 'on_site' },
  interrupt: { from: ['en_route', 'on_site'], to: 'interrupted', event: 'interrupted' },
  resume: { from: ['interrupted'], to: 'on_site', event: 'resumed' },
  finish: {
    from: ['on_site', 'en_route', 'accepted', 'planned', 'interrupted'],
    to: 'done',
    event: 'done',
  },
};

/** Where `step` leads from `current`, or null when it cannot be taken. */
export function nextStatus(
  current: MissionStatus,
  step: FieldStep | 'finish',
): MissionStatus | null {
  return STEPS[step].from.includes(current) ? STEPS[step].to : null;
}

/** The line that `step` leaves in the timeline. */
export function eventOf(step: FieldStep | 'finish'): EventKind {
  return STEPS[step].event;
}

/** What the technician can do now, most usual first. Finishing is closing the report. */
export function nextSteps(current: MissionStatus): readonly FieldStep[] {
  const order = ['accept', 'depart', 'arrive', 'resume', 'interrupt', 'decline'] as const;
  return order.filter((step) => STEPS[step].from.includes(current));
}

export function isOpen(status: MissionStatus): boolean {
  return status !== 'done' && status !== 'cancelled';
}
