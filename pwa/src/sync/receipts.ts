/** What a receipt says about the work it is for. */

import type { Refusal } from '../store/outbox';
import type { PushResult } from './protocol';

/** Nothing when the work was taken. A repeated receipt tells what had become of it at first. */
export function refusalOf({ mid, status, first, code, message }: PushResult): Refusal[] {
  const fate = status === 'duplicate' ? first : status;
  if (fate !== 'rejected' && fate !== 'quarantined') return [];
  return [{ mid, status: fate, code: code ?? 'refused', message: message ?? '' }];
}
