import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchIdle } from '../../src/sync/idle';

let locked: number;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  locked = 0;
  const lock = () => {
    locked += 1;
    stop();
  };
  stop = watchIdle(() => 5, lock);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('nobody touching it for a while locks the phone', () => {
  vi.advanceTimersByTime(4 * 60_000);
  expect(locked).toBe(0);
  vi.advanceTimersByTime(2 * 60_000);
  expect(locked).toBe(1);
});

test('a touch starts the while again', () => {
  vi.advanceTimersByTime(4 * 60_000);
  dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(4 * 60_000);
  expect(locked).toBe(0);
});

test('a phone that slept too long locks when it is looked at, not before the first touch', () => {
  vi.setSystemTime(Date.now() + 60 * 60_000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(locked).toBe(1);
});
