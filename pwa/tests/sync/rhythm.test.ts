// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/sync/engine';
import { Rhythm } from '../../src/sync/rhythm';

const GOOD: Outcome = { ok: true, retry: true, retryAfter: null };
const BAD: Outcome = { ok: false, retry: true, retryAfter: null };

let outcome: Outcome;
let visible: boolean;
let times: number[];
let rhythm: Rhythm;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  outcome = GOOD;
  visible = true;
  times = [];
  rhythm = new Rhythm({
    sync: async () => {
      times.push(Date.now());
      return outcome;
    },
    isVisible: () => visible,
    random: () => 1,
  });
});
afterEach(() => {
  rhythm.stop();
  vi.useRealTimers();
});

const pauses = () => times.slice(1).map((time, at) => (time - (times[at] ?? 0)) / 1000);

test('failures are followed by ever longer pauses, up to five minutes out of sight', async () => {
  visible = false;
  outcome = BAD;
  await rhythm.wake();
  await vi.advanceTimersByTimeAsync(30 * 60_000);
  expect(pauses().slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
});

test('a phone that somebody looks at tries at least once a minute', async () => {
  outcome = BAD;
  await rhythm.wake();
  await vi.advanceTimersByTimeAsync(30 * 60_000);
  expect(Math.max(...pauses())).toBe(60);
});

test('a timer is armed after a failure although nothing new was recorded', async () => {
  outcome = BAD;
  await rhythm.wake();
  outcome = GOOD;
  await vi.advanceTimersByTimeAsync(1500);
  expect(times).toHaveLength(2);
});

test('the pause that the server asks for is kept', async () => {
  outcome = { ...BAD, retryAfter: 90 };
  await rhythm.wake();
  await vi.advanceTimersByTimeAsync(89_000);
  expect(times).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(times).toHaveLength(2);
});

test('recording does not hammer a server that is away', async () => {
  outcome = BAD;
  await rhythm.wake();
  await vi.advanceTimersByTimeAsync(20_000);
  const before = times.length;
  rhythm.nudge();
  await vi.advanceTimersByTimeAsync(500);
  expect(times).toHaveLength(before);
});

test('recording is sent soon when all is well', async () => {
  await rhythm.wake();
  rhythm.nudge();
  await vi.advanceTimersByTimeAsync(500);
  expect(times).toHaveLength(2);
});

test('the network coming back is worth a try at once', async () => {
  outcome = BAD;
  await rhythm.wake();
  await vi.advanceTimersByTimeAsync(20_000);
  const before = times.length;
  await rhythm.wake();
  expect(times).toHaveLength(before + 1);
});

test('a stopped rhythm is silent', async () => {
  await rhythm.wake();
  rhythm.stop();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(times).toHaveLength(1);
});

test('what is recorded while a run is under way goes out right after it', async () => {
  let end: (outcome: Outcome) => void = () => undefined;
  const busy = new Rhythm({
    sync: () => {
      times.push(Date.now());
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    isVisible: () => true,
    random: () => 1,
  });
  void busy.wake();
  busy.nudge();
  end(GOOD);
  await vi.advanceTimersByTimeAsync(1000);
  busy.stop();
  expect(times).toHaveLength(2);
});
