/** Keeping one phone in step with the server: push in order, then pull, then the photos.
 *
 * An edit leaves the outbox only by a receipt: with the patch that brings its effect, or into the
 * rejected pile. Whatever goes wrong in between, the next run says the same again.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Id } from '../domain/kinds';
import { readMark, type SyncMark, startedOver, writeMark } from '../store/mark';
import { markSent, noteFailure, type Refusal, renumber, setAside } from '../store/outbox';
import { type Applied, applyPatch, eraseReadable } from '../store/patches';
import type { Entry, Replica } from '../store/replica';
import { Answered } from './http';
import { firstBatch, patchOf, pushBody } from './pages';
import { type PushResult, SCHEMA, type Server } from './protocol';
import { refusalOf } from './receipts';
import { codeOf, outcomeOf, type Trouble } from './trouble';

export interface EngineState {
  readonly running: boolean;
  readonly reachable: boolean;
  readonly trouble: Trouble | null;
  readonly mark: SyncMark | null;
}

export interface EngineParts {
  readonly replica: Replica;
  readonly server: Server;
  readonly now: () => Date;
  readonly deviceLabel: string;
  /** After a patch: tell the other tabs. */
  readonly onPatch: (applied: Applied) => void;
  /** After the queue changed without a patch. */
  readonly onOutbox: () => void;
  readonly onLock: () => void;
  readonly onWipe: () => void;
  /** The photos, once the texts are through. */
  readonly upload: (deviceId: Id) => Promise<void>;
}

/** How a run ended. `retryAfter` in seconds, when the server named it. */
export interface Outcome {
  readonly ok: boolean;
  readonly retry: boolean;
  readonly retryAfter: number | null;
}

const MOST_TURNS = 5;

export class Engine {
  private readonly current = signal<EngineState>({
    running: false,
    reachable: true,
    trouble: null,
    mark: null,
  });
  private running: Promise<Outcome> | undefined;
  private again = false;
  private identified = false;

  constructor(private readonly parts: EngineParts) {}

  get state(): ReadonlySignal<EngineState> {
    return this.current;
  }

  /** Callers that arrive during a run wait for it and for one more: they may have new work. */
  sync(): Promise<Outcome> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.runAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Somebody signed in: ask anew who it is. */
  forgetWho(): void {
    this.identified = false;
    this.become({ trouble: null });
  }

  private async runAll(): Promise<Outcome> {
    let outcome: Outcome;
    this.become({ running: true });
    try {
      do {
        this.again = false;
        outcome = await this.run();
      } while (this.again && outcome.ok);
    } finally {
      this.become({ running: false });
    }
    return outcome;
  }

  private async run(): Promise<Outcome> {
    try {
      await this.turn();
      this.become({ reachable: true, trouble: null });
      return { ok: true, retry: true, retryAfter: null };
    } catch (error) {
      const { reachable, trouble, retry, retryAfter } = outcomeOf(error);
      this.become({ reachable, trouble });
      await this.obey(trouble);
      return { ok: false, retry, retryAfter };
    }
  }

  /** Once through everything; begun again when the server asks for another device or for a new
   * snapshot. */
  private async turn(): Promise<void> {
    for (let left = MOST_TURNS; ; left -= 1) {
      try {
        const { deviceId } = await this.ready();
        await this.push(deviceId);
        await this.pull(deviceId);
        await this.parts.upload(deviceId);
        return;
      } catch (error) {
        if (left === 1) throw error;
        await this.beginAgain(error);
      }
    }
  }

  private async beginAgain(error: unknown): Promise<void> {
    const { replica } = this.parts;
    if (needsNewDevice(error)) {
      await this.takeNewDevice();
      return;
    }
    if (!needsSnapshot(error)) throw error;
    // A restored server may have lost what it said yes to: everything that waits goes again.
    replica.settled.clear();
    await writeMark(replica, startedOver(await readMark(replica)));
  }

  private async ready(): Promise<SyncMark & { readonly deviceId: Id }> {
    const { replica } = this.parts;
    const mark = await readMark(replica);
    this.become({ mark });
    if (mark.revoked) throw new Answered(403, 'device_revoked', '');
    if (!this.identified) await this.identify();
    await replica.inOrder(() => replica.loadOutbox());
    const deviceId = mark.deviceId ?? (await this.takeNewDevice());
    return { ...mark, deviceId };
  }

  /** What waits here belongs to one person; nobody else's session may carry it. */
  private async identify(): Promise<void> {
    const who = await this.parts.server.whoAmI();
    if (!who) throw new Answered(401, 'unauthenticated', '');
    if (who.id !== this.parts.replica.userId) throw new Answered(403, 'other_person', '');
    this.identified = true;
  }

  /** A first device, or one more after a restored, cloned or forgotten one. */
  private async takeNewDevice(): Promise<Id> {
    const { replica, server, deviceLabel } = this.parts;
    await this.identify();
    const known = await readMark(replica);
    const { id } = await server.enrol({
      label: deviceLabel,
      public_key: '',
      schema: SCHEMA,
      fork_of: known.deviceId,
    });
    const mark = { ...known, deviceId: id };
    await renumber(replica, mark);
    this.become({ mark });
    return id;
  }

  private async push(deviceId: Id): Promise<void> {
    const { replica, server } = this.parts;
    let most = Number.POSITIVE_INFINITY;
    for (;;) {
      const waiting = replica.outbox.value.filter(({ mid }) => !replica.settled.has(mid));
      const mids = firstBatch(waiting, most).map(({ mid }) => mid);
      if (mids.length === 0) return;
      const batch = await markSent(replica, mids);
      try {
        const body = pushBody(batch, waiting.length, this.epoch());
        await this.receive(batch, (await server.push(deviceId, body)).results);
      } catch (error) {
        most = await this.smallerBatch(batch, error);
      }
    }
  }

  private epoch(): string | null {
    return this.current.value.mark?.cursor?.split('.')[0] ?? null;
  }

  /** Halve what is too large; one alone is set aside so that the rest goes on. */
  private async smallerBatch(batch: readonly Entry[], error: unknown): Promise<number> {
    const { replica } = this.parts;
    const mids = batch.map(({ mid }) => mid);
    const isTooLarge = error instanceof Answered && error.status === 413;
    if (!isTooLarge) {
      if (countsAsTry(error)) await noteFailure(replica, mids, codeOf(error));
      throw error;
    }
    if (batch.length > 1) return Math.ceil(batch.length / 2);
    const { code, message } = error;
    await this.putAside(mids.map((mid) => ({ mid, status: 'rejected', code, message })));
    return 1;
  }

  private async receive(batch: readonly Entry[], results: readonly PushResult[]): Promise<void> {
    const byMid = new Map(results.map((result) => [result.mid, result]));
    const known = batch.flatMap(({ mid }) => byMid.get(mid) ?? []);
    if (known.length === 0) throw new Answered(502, 'internal', 'No receipt came.');
    await this.putAside(known.flatMap(refusalOf));
    for (const { mid } of known) this.parts.replica.settled.add(mid);
  }

  private async putAside(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    await setAside(this.parts.replica, refusals);
    this.parts.onOutbox();
  }

  private async pull(deviceId: Id): Promise<void> {
    const { replica, server, now } = this.parts;
    let mark = await readMark(replica);
    for (let last = false; !last; ) {
      const patch = patchOf(await server.pull(deviceId, mark), mark, now());
      this.parts.onPatch(await applyPatch(replica, patch));
      ({ mark, last } = patch);
      this.become({ mark, reachable: true });
    }
    if (mark.forgotten.length === 0) return;
    await server.forgotten(deviceId, mark.forgotten);
    await writeMark(replica, { ...mark, forgotten: [] });
  }

  /** A device that was withdrawn, locked or wiped from afar does so at once. */
  private async obey(trouble: Trouble | null): Promise<void> {
    const { replica, onLock, onWipe } = this.parts;
    if (trouble === 'device_wiped') onWipe();
    if (trouble === 'device_locked') onLock();
    if (trouble !== 'device_revoked') return;
    const mark = await readMark(replica);
    if (mark.revoked) return;
    await eraseReadable(replica, mark);
    onLock();
  }

  private become(change: Partial<EngineState>): void {
    this.current.value = { ...this.current.value, ...change };
  }
}

function needsNewDevice(error: unknown): boolean {
  return error instanceof Answered && ['fork', 'expected', 'device_unknown'].includes(error.code);
}

function needsSnapshot(error: unknown): boolean {
  return error instanceof Answered && error.status === 410;
}

/** A session that ended says nothing about the work that waits. */
function countsAsTry(error: unknown): boolean {
  return !(error instanceof Answered && error.status === 401);
}
