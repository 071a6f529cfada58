/** What a report still lacks before it can be read and signed. */

import { type Missing, missingIn } from '../domain/reports';
import { partsOf, type Shown, type View } from '../store/view';
import { minutesOf } from './times';

/** As the domain says it, with the times that the steps suggest until a person gives others. */
export function missingOf(view: View, report: Shown<'report'>, now: Date): readonly Missing[] {
  return missingIn({
    actions_done: report.actions_done,
    work_minutes: minutesOf(view, report, 'work', now).minutes,
    inventory: {
      answer: report.inventory_answer,
      changes: partsOf(view, 'dossier_change', report.id),
    },
  });
}
