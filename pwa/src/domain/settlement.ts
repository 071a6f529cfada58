/** What a visit costs, so that the client sees it before she signs.
 * Mirrors backend/domain/settlement.py to the cent; tests/contract/settlement.json binds the two.
 */

import type { Kinds } from './kinds';

/** `bank_minutes` is what is left, null without an hour bank. */
export type Terms = Pick<
  Kinds['contract'],
  | 'labour_covered'
  | 'travel_covered'
  | 'parts_covered'
  | 'travel_counts'
  | 'hourly_cents'
  | 'travel_cents'
  | 'bank_minutes'
>;

export interface Work {
  readonly work_minutes: number;
  readonly travel_minutes: number;
  readonly parts: readonly {
    readonly label: string;
    readonly quantity: number;
    readonly unit_cents: number;
  }[];
}

/** `code` is labour (quantity in minutes), travel or part. */
export interface SettlementLine {
  readonly code: 'labour' | 'travel' | 'part';
  readonly label: string;
  readonly quantity: number;
  readonly unit_cents: number;
  readonly total_cents: number;
}

export interface Settlement {
  readonly outcome: 'invoice' | 'debit' | 'debit_and_invoice' | 'free';
  readonly debit_minutes: number;
  readonly bank_after: number | null;
  readonly lines: readonly SettlementLine[];
  readonly total_cents: number;
}

export const NO_CONTRACT: Terms = {
  labour_covered: false,
  travel_covered: false,
  parts_covered: false,
  travel_counts: false,
  hourly_cents: 9000,
  travel_cents: 4500,
  bank_minutes: null,
};

export function settle(terms: Terms, work: Work): Settlement {
  const debit = debitOf(terms, work);
  const lines = [...labour(terms, work, debit), ...travel(terms, work), ...parts(terms, work)];
  const total = lines.reduce((sum, line) => sum + line.total_cents, 0);
  return {
    outcome: outcomeOf(debit, total),
    debit_minutes: debit,
    bank_after: terms.bank_minutes === null ? null : terms.bank_minutes - debit,
    lines,
    total_cents: total,
  };
}

/** The minutes that the hour bank counts. */
function counted(terms: Terms, work: Work): number {
  const travelCounts = terms.bank_minutes !== null && terms.travel_counts;
  return work.work_minutes + (travelCounts ? work.travel_minutes : 0);
}

function debitOf(terms: Terms, work: Work): number {
  if (terms.bank_minutes === null) return 0;
  return Math.min(counted(terms, work), Math.max(terms.bank_minutes, 0));
}

function labour(terms: Terms, work: Work, debit: number): SettlementLine[] {
  if (terms.labour_covered && terms.bank_minutes === null) {
    return [line('labour', '', work.work_minutes, 0, 0)];
  }
  const due = counted(terms, work) - debit;
  if (due <= 0) return [];
  // Rounded half up, in whole numbers, so that phone and server agree to the cent.
  const total = Math.floor((due * terms.hourly_cents * 2 + 60) / 120);
  return [line('labour', '', due, terms.hourly_cents, total)];
}

function travel(terms: Terms, work: Work): SettlementLine[] {
  const inBank = terms.travel_counts && terms.bank_minutes !== null;
  if (work.travel_minutes === 0 || inBank) return [];
  const price = terms.travel_covered ? 0 : terms.travel_cents;
  return [line('travel', '', 1, price, price)];
}

function parts(terms: Terms, work: Work): SettlementLine[] {
  return work.parts.map(({ label, quantity, unit_cents }) => {
    const price = terms.parts_covered ? 0 : unit_cents;
    return line('part', label, quantity, price, price * quantity);
  });
}

function outcomeOf(debit: number, due: number): Settlement['outcome'] {
  if (debit > 0) return due > 0 ? 'debit_and_invoice' : 'debit';
  return due > 0 ? 'invoice' : 'free';
}

function line(
  code: SettlementLine['code'],
  label: string,
  quantity: number,
  unit_cents: number,
  total_cents: number,
): SettlementLine {
  return { code, label, quantity, unit_cents, total_cents };
}
