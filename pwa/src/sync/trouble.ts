/** What each failure means for the person and for the next try. */

import { Answered, Unreachable } from './http';

export type Trouble =
  | 'sign_in'
  | 'other_person'
  | 'device_revoked'
  | 'device_locked'
  | 'device_wiped'
  | 'too_old'
  | 'quota'
  | 'server';

export interface Meaning {
  readonly reachable: boolean;
  readonly trouble: Trouble | null;
  /** Trying again by itself can help. */
  readonly retry: boolean;
  readonly retryAfter: number | null;
}

const BY_CODE: Readonly<Record<string, Trouble>> = {
  device_revoked: 'device_revoked',
  device_locked: 'device_locked',
  device_wiped: 'device_wiped',
  other_person: 'other_person',
  too_old: 'too_old',
};
const BY_STATUS: Readonly<Record<number, Trouble>> = { 401: 'sign_in', 426: 'too_old' };

export function outcomeOf(error: unknown): Meaning {
  if (error instanceof Unreachable) return meaning({ reachable: false });
  if (isQuota(error)) return meaning({ trouble: 'quota' });
  if (!(error instanceof Answered)) return meaning({ trouble: 'server' });
  const trouble = BY_CODE[error.code] ?? BY_STATUS[error.status];
  if (trouble) return meaning({ trouble, retry: false });
  const busy = error.status === 429 || error.status >= 500;
  return meaning({ reachable: !busy, trouble: 'server', retryAfter: error.retryAfter });
}

/** The disk is full: the browser names it differently inside and outside a transaction. */
export function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

function meaning(known: Partial<Meaning>): Meaning {
  return { reachable: true, trouble: null, retry: true, retryAfter: null, ...known };
}

/** The catalogues know it as `errors.<code>`. */
export function codeOf(error: unknown): string {
  if (error instanceof Answered) return error.code;
  return error instanceof Unreachable ? 'offline' : 'internal';
}
