/** What is not an edit yet: the ink on a pad, the words in an open sheet. It outlives a lock, a
 * reload and the way back, sealed like everything else here. One record, read when the phone opens.
 */

import type { Replica } from './replica';

const KEY = 'drafts';
const DAY = 24 * 60 * 60_000;
/** Nobody comes back to the words of an unfinished sheet after a week. */
const OLDEST = 7 * DAY;

interface Draft {
  readonly at: number;
  readonly value: unknown;
}
type Kept = Readonly<Record<string, Draft>>;

export class Drafts {
  private kept: Kept = {};
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly replica: Replica) {}

  async load(now: Date): Promise<void> {
    const found = (await this.replica.readMeta<Kept>(KEY)) ?? {};
    const young = Object.entries(found).filter(([, { at }]) => now.getTime() - at < OLDEST);
    this.kept = Object.fromEntries(young);
  }

  read(name: string): unknown {
    return this.kept[name]?.value;
  }

  /** `undefined` drops it. Resolves when the disk has it; writes that wait become one. */
  keep(name: string, value: unknown, now: Date): Promise<void> {
    const { [name]: before, ...others } = this.kept;
    if (before === undefined && value === undefined) return Promise.resolve();
    const next = value === undefined ? others : { ...others, [name]: { at: now.getTime(), value } };
    this.kept = next;
    this.running = this.running
      .catch(() => undefined)
      .then(() => (this.kept === next ? this.replica.writeMeta(KEY, next) : undefined));
    return this.running;
  }
}
