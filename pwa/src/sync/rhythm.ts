/** When to sync: at once after a hint, now and then while the phone is looked at, and after a
 * failure again and again, ever more slowly. A timer is always armed while the app is visible.
 */

import type { Outcome } from './engine';

export interface RhythmParts {
  readonly sync: () => Promise<Outcome>;
  readonly isVisible: () => boolean;
  /** Between 0 and 1. */
  readonly random: () => number;
}

const SECOND = 1000;
const LOOK_EVERY_MS = 30 * SECOND;
const AFTER_TYPING_MS = 400;
const FIRST_WAIT_MS = SECOND;
const LONGEST_WAIT_MS = 5 * 60 * SECOND;
const LONGEST_WAIT_SEEN_MS = 60 * SECOND;

export class Rhythm {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private stopped = false;
  private nudged = false;

  constructor(private readonly parts: RhythmParts) {}

  /** Launch, network back, app shown again, push message: now, whatever failed before. */
  wake(): Promise<Outcome | undefined> {
    this.failures = 0;
    return this.run();
  }

  /** Something was recorded. After a failure the next try is already planned. */
  nudge(): void {
    this.nudged = true;
    if (this.failures === 0) this.arm(AFTER_TYPING_MS);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<Outcome | undefined> {
    clearTimeout(this.timer);
    if (this.stopped) return undefined;
    this.nudged = false;
    const outcome = await this.parts.sync();
    this.failures = outcome.ok ? 0 : this.failures + 1;
    // What was recorded meanwhile may have come too late for the run that just ended.
    this.arm(this.nudged && outcome.ok ? AFTER_TYPING_MS : this.waitAfter(outcome));
    return outcome;
  }

  /** With jitter, so that a thousand phones do not come back in the same second. */
  private waitAfter({ ok, retry, retryAfter }: Outcome): number {
    const jitter = 0.5 + this.parts.random() / 2;
    const visible = this.parts.isVisible();
    const longest = visible && retry ? LONGEST_WAIT_SEEN_MS : LONGEST_WAIT_MS;
    if (ok) return visible ? LOOK_EVERY_MS * (0.5 + jitter / 2) : LONGEST_WAIT_MS;
    const grown = Math.min(longest, FIRST_WAIT_MS * 2 ** (this.failures - 1));
    return Math.max((retryAfter ?? 0) * SECOND, grown * jitter);
  }

  private arm(wait: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), wait);
  }
}
