/** A value on the screen that is no edit yet, and must not vanish with the screen. */

import { useState } from 'preact/hooks';
import { usePhone } from './context';

export interface DraftOf<T> {
  readonly value: T;
  readonly set: (value: T) => void;
  /** It has become an edit: nothing is left to come back to. */
  readonly drop: () => void;
}

/** Begins with what was left under `name`, else with `initial`; every change is kept at once. */
export function useDraft<T>(name: string, initial: T): DraftOf<T> {
  const phone = usePhone();
  const [value, show] = useState<T>(() => (phone.readDraft(name) as T | undefined) ?? initial);
  const keep = (next: T | undefined) => void phone.keepDraft(name, next).catch(() => undefined);
  const set = (next: T) => {
    show(next);
    keep(next);
  };
  return { value, set, drop: () => keep(undefined) };
}
