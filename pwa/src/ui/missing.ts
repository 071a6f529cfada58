/** What a report still lacks before it can be read and signed. */

import { partsOf, type Shown, type View } from '../store/view';
import { minutesOf } from './times';

export type Missing = 'actions_done' | 'work' | 'inventory' | 'changes';

/** Times that the steps suggest count: they become entries when the report is frozen. */
export function missingOf(view: View, report: Shown<'report'>, now: Date): readonly Missing[] {
  const answer = report.inventory_answer;
  const lacks: Readonly<Record<Missing, boolean>> = {
    actions_done: report.actions_done.trim() === '',
    work: minutesOf(view, report, 'work', now).minutes <= 0,
    inventory: answer === 'unanswered',
    changes: answer === 'changed' && partsOf(view, 'dossier_change', report.id).length === 0,
  };
  return (Object.keys(lacks) as Missing[]).filter((name) => lacks[name]);
}
