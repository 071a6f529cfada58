/** A server in memory that keeps the sync contract, and can lose what it is sent or answers. */

import type { FieldStep } from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import type { Id, Json, Kind } from '../../src/domain/kinds';
import { nextStatus } from '../../src/domain/missions';
import { Answered, Unreachable } from '../../src/sync/http';
import type {
  BlobOffer,
  Bytes,
  EnrolBody,
  NumberedMutation,
  PullAnswer,
  PullPosition,
  PushAnswer,
  PushBody,
  PushResult,
  Server,
  Transfer,
  Who,
} from '../../src/sync/protocol';
import { type FakeDevice, type FakeRow, type Grant, valuesAfter } from './server-rows';

export type Fault = 'lose request' | 'lose answer' | 'twice' | null;

export class FakeServer implements Server {
  epoch = 'e1';
  seq = 0;
  readonly rows = new Map<string, FakeRow>();
  readonly devices = new Map<Id, FakeDevice>();
  readonly receipts = new Map<Id, PushResult>();
  readonly grants = new Map<string, Grant>();
  readonly blobs = new Map<string, { bytes: Uint8Array; size: number }>();
  readonly refusedBlobs = new Set<string>();
  readonly people = new Map<string, Who>();
  signedIn: Who | null = null;
  pageSize = 500;
  tooOld = false;
  mostMutations = 200;
  /** Every mutation that had an effect, in order. */
  readonly effects: NumberedMutation[] = [];
  readonly calls: string[] = [];
  readonly erased: string[] = [];
  /** Answers every request instead of the server. */
  down: Error | null = null;
  /** Asked before every call: what goes wrong with it. */
  fault: (call: string) => Fault = () => null;

  addPerson(who: Partial<Who> = {}): Who {
    const person = { id: newId(), name: 'Camille', roles: ['technician'], language: 'fr', ...who };
    this.people.set(person.id, person);
    this.grant(`technician:${person.id}`);
    this.signedIn ??= person;
    return person;
  }

  grant(scope: string): void {
    this.seq += 1;
    this.grants.set(scope, { granted: this.seq, revoked: null });
  }

  revoke(scope: string): void {
    this.seq += 1;
    const grant = this.grants.get(scope);
    if (grant) grant.revoked = this.seq;
  }

  put(kind: Kind, id: Id, scope: string, data: object): FakeRow {
    const key = `${kind}/${id}`;
    const row = this.rows.get(key) ?? {
      kind,
      id,
      scope,
      version: 0,
      seq: 0,
      gone: false,
      data: {},
    };
    this.seq += 1;
    Object.assign(row, { scope, version: row.version + 1, seq: this.seq, gone: false });
    row.data = { ...row.data, ...(data as Record<string, Json>) };
    this.rows.set(key, row);
    return row;
  }

  remove(kind: Kind, id: Id): void {
    const row = this.rows.get(`${kind}/${id}`);
    if (!row) return;
    this.seq += 1;
    Object.assign(row, { gone: true, seq: this.seq, version: row.version + 1 });
  }

  row(kind: Kind, id: Id): FakeRow | undefined {
    return this.rows.get(`${kind}/${id}`);
  }

  /** What a person with every live grant sees. */
  visible(): FakeRow[] {
    const live = (scope: string) => this.grants.get(scope)?.revoked === null;
    return [...this.rows.values()].filter(({ gone, scope }) => !gone && live(scope));
  }

  async signIn(_email: string, password: string): Promise<Who> {
    return this.answer('signIn', () => {
      const who = this.people.get(password);
      if (!who) throw new Answered(401, 'sign_in_refused', '');
      this.signedIn = who;
      return who;
    });
  }

  async whoAmI(): Promise<Who | null> {
    return this.answer('whoAmI', () => this.signedIn);
  }

  async signOut(): Promise<void> {
    return this.answer('signOut', () => {
      this.signedIn = null;
    });
  }

  async enrol(_device: EnrolBody) {
    return this.answer('enrol', () => {
      const id = newId();
      this.devices.set(id, { lastN: 0, revoked: false, byN: new Map() });
      return { id, epoch: this.epoch };
    });
  }

  async push(deviceId: Id, body: PushBody): Promise<PushAnswer> {
    return this.answer('push', () => {
      const device = this.device(deviceId);
      if (body.epoch !== null && body.epoch !== this.epoch) throw new Answered(410, 'resync', '');
      if (body.mutations.length > this.mostMutations) throw new Answered(413, 'too_large', '');
      const results = body.mutations.map((mutation) => this.receive(device, mutation));
      return { epoch: this.epoch, acked: device.lastN, results, server_time: this.time() };
    });
  }

  async pull(deviceId: Id, { cursor, backfill }: PullPosition): Promise<PullAnswer> {
    return this.answer('pull', () => {
      const device = this.device(deviceId);
      if (this.tooOld) throw new Answered(426, 'too_old', '');
      const [epoch, number] = (cursor ?? `${this.epoch}.0`).split('.');
      if (epoch !== this.epoch) throw new Answered(410, 'resync', '');
      return this.page(device, Number(number), backfill);
    });
  }

  async forgotten(_deviceId: Id, scopes: readonly string[]): Promise<void> {
    return this.answer('forgotten', () => {
      this.erased.push(...scopes);
    });
  }

  async offerBlob(deviceId: Id, { sha256, size }: BlobOffer): Promise<Transfer> {
    return this.answer('offerBlob', () => {
      this.device(deviceId);
      if (this.refusedBlobs.has(sha256)) throw new Answered(422, 'bad_image', '');
      const blob = this.blobs.get(sha256) ?? { bytes: new Uint8Array(), size };
      this.blobs.set(sha256, blob);
      return { url: `/api/blobs/${sha256}`, sent: blob.bytes.length };
    });
  }

  async blobOffset(_deviceId: Id, url: string): Promise<number> {
    return this.answer('blobOffset', () => this.blob(url).bytes.length);
  }

  async sendChunk(_deviceId: Id, url: string, offset: number, chunk: Bytes): Promise<number> {
    return this.answer('sendChunk', () => {
      const blob = this.blob(url);
      if (offset !== blob.bytes.length) throw new Answered(409, 'upload_conflict', '');
      blob.bytes = new Uint8Array([...blob.bytes, ...chunk]);
      return blob.bytes.length;
    });
  }

  async fetchBlob(_deviceId: Id, sha256: string): Promise<Bytes> {
    return this.answer('fetchBlob', () => new Uint8Array(this.blob(sha256).bytes));
  }

  private blob(url: string) {
    const blob = this.blobs.get(url.split('/').at(-1) ?? '');
    if (!blob) throw new Answered(404, 'not_found', '');
    return blob;
  }

  private async answer<T>(call: string, work: () => T): Promise<T> {
    this.calls.push(call);
    await Promise.resolve();
    if (this.down) throw this.down;
    const fault = this.fault(call);
    if (fault === 'lose request') throw new Unreachable();
    if (fault === 'twice') work();
    const result = work();
    if (fault === 'lose answer') throw new Unreachable();
    return structuredClone(result);
  }

  private device(id: Id): FakeDevice {
    if (!this.signedIn) throw new Answered(401, 'unauthenticated', '');
    const device = this.devices.get(id);
    if (!device) throw new Answered(403, 'device_unknown', '');
    if (device.revoked) throw new Answered(403, 'device_revoked', '');
    return device;
  }

  private time(): string {
    return new Date().toISOString();
  }

  private page(device: FakeDevice, cursor: number, backfill: string | null): PullAnswer {
    const high = this.seq;
    const live = [...this.grants].filter(([, { revoked }]) => revoked === null);
    const isNew = new Map(live.map(([scope, { granted }]) => [scope, granted > cursor]));
    const from = backfill ? Number(backfill.split('@')[1]) : 0;
    const due = [...this.rows.values()]
      .filter(({ scope }) => isNew.has(scope))
      .filter((row) => row.seq > from && (isNew.get(row.scope) ? !row.gone : row.seq > cursor))
      .sort((one, other) => one.seq - other.seq);
    const sent = due.slice(0, this.pageSize);
    const more = due.length > sent.length;
    const closed = [...this.grants]
      .filter(([, { revoked }]) => revoked !== null && cursor > 0 && revoked > cursor)
      .map(([scope]) => ({ scope }));
    return {
      epoch: this.epoch,
      cursor: `${this.epoch}.${more ? cursor : high}`,
      more,
      backfill: more ? `rows:@${sent.at(-1)?.seq ?? 0}` : null,
      put: sent
        .filter(({ gone }) => !gone)
        .map(({ kind, id, scope, version, data }) => ({ kind, id, scope, version, data })),
      forget: [...closed, ...sent.filter(({ gone }) => gone).map(({ kind, id }) => ({ kind, id }))],
      conflicts: [],
      quarantined: [],
      acked: more ? 0 : device.lastN,
      server_time: this.time(),
      min_schema: 1,
    };
  }

  private receive(device: FakeDevice, mutation: NumberedMutation): PushResult {
    const { n, mid } = mutation;
    if (n <= device.lastN && device.byN.get(n) !== mid) throw new Answered(409, 'fork', '');
    if (n > device.lastN + 1) throw new Answered(409, 'expected', '');
    device.lastN = Math.max(device.lastN, n);
    device.byN.set(n, mid);
    const known = this.receipts.get(mid);
    if (known) return { ...known, n, status: 'duplicate', first: known.status };
    const result = { n, mid, ...this.apply(mutation) };
    this.receipts.set(mid, result);
    return result;
  }

  private apply(mutation: NumberedMutation): Pick<PushResult, 'status' | 'code' | 'version'> {
    const row = this.row(mutation.kind, mutation.id);
    const scope = String(mutation.args.scope ?? row?.scope ?? '');
    const grant = this.grants.get(scope);
    if (!grant) return { status: 'rejected', code: 'not_found' };
    if (grant.revoked !== null) return { status: 'quarantined', code: 'right_withdrawn' };
    if (mutation.op !== 'create' && (!row || row.gone)) {
      return { status: 'rejected', code: 'not_found' };
    }
    return this.effect(mutation, row, scope);
  }

  private effect(
    mutation: NumberedMutation,
    row: FakeRow | undefined,
    scope: string,
  ): Pick<PushResult, 'status' | 'code' | 'version'> {
    const { kind, id, op } = mutation;
    const done = (after: FakeRow | undefined) => {
      this.effects.push(mutation);
      return { status: 'applied', version: after?.version ?? 0 } as const;
    };
    if (op === 'delete') {
      this.remove(kind, id);
      return done(row);
    }
    if (op.startsWith('mission.')) {
      const step = op.slice('mission.'.length) as FieldStep;
      const status = nextStatus(row?.data.status as never, step);
      if (!status) return { status: 'rejected', code: 'illegal_transition' };
      return done(this.put(kind, id, scope, { status }));
    }
    const values = valuesAfter(mutation, row?.data ?? {});
    const born = op === 'create' && kind === 'report' ? { status: 'draft' } : {};
    return done(this.put(kind, id, scope, { ...born, ...values }));
  }
}
