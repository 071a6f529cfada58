/** What a technician's button does: one record, however many edits it takes. */

import { type Edit, type FieldStep, missionStep, startReport } from '../domain/edits';
import { newId } from '../domain/ids';
import type { Id } from '../domain/kinds';
import { reportOf, type Shown } from '../store/view';
import type { Phone } from '../sync/phone';
import { rememberSuccess } from './install';

/** Take a step in the field; arriving opens the report, once. */
export async function takeStep(
  phone: Phone,
  mission: Shown<'mission'>,
  step: FieldStep,
  reason?: string,
): Promise<void> {
  const at = new Date().toISOString();
  const event = { id: newId(), at, ...(reason === undefined ? {} : { reason }) };
  await phone.record(
    missionStep(mission.id, step, event),
    ...(step === 'arrive' ? opening(phone, mission.id, at) : []),
  );
  rememberSuccess();
}

function opening(phone: Phone, missionId: Id, at: string): Edit[] {
  return reportOf(phone.view.value, missionId) ? [] : [startReport(missionId, newId(), at)];
}
