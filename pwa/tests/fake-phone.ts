import { signal } from '@preact/signals';
import type { Edit } from '../src/domain/edits';
import { type Id, type Instant, KINDS, type Kind } from '../src/domain/kinds';
import type { View } from '../src/store/view';
import type {
  Phone,
  PhoneSettings,
  PhotoTarget,
  RejectedItem,
  SyncView,
  WaitingItem,
} from '../src/sync/phone';
import type { Person, Session, Stage } from '../src/sync/session';
import { Refused } from '../src/sync/session';

type Rows = Record<Kind, Map<Id, Record<string, unknown>>>;
export type Seed = Partial<Record<Kind, Readonly<Record<Id, Readonly<Record<string, unknown>>>>>>;

const MISSION_STEPS: Readonly<Record<string, readonly [status: string, event: string]>> = {
  'mission.accept': ['accepted', 'accepted'],
  'mission.decline': ['to_plan', 'declined'],
  'mission.depart': ['en_route', 'en_route'],
  'mission.arrive': ['on_site', 'on_site'],
  'mission.interrupt': ['interrupted', 'interrupted'],
  'mission.resume': ['on_site', 'resumed'],
};
const EMPTY_REPORT = {
  ticket_id: null,
  number: '',
  revision: 1,
  status: 'draft',
  actions_done: '',
  problems_met: '',
  reservations: '',
  inventory_answer: 'unanswered',
  solved: true,
  started_at: null,
  ended_at: null,
  outcome: null,
  outcome_reason: '',
  frozen: null,
  content_sha256: null,
  closed_at: null,
  pdf_state: 'none',
};

/** A phone without disk and network: what is recorded shows at once, and is remembered. */
export class FakePhone implements Phone {
  readonly drafts = new Map<string, unknown>();

  readonly userId = 'tech-1';
  readonly deviceId = signal<Id | null>('device-1');
  readonly view;
  readonly sync = signal<SyncView>({
    state: 'synced',
    waiting: 0,
    running: false,
    lastSyncAt: '2026-11-24T08:42:00Z',
    serverTimeOffsetMs: 0,
    complete: true,
  });
  readonly outbox = signal<readonly WaitingItem[]>([]);
  readonly rejected = signal<readonly RejectedItem[]>([]);
  readonly conflicts = signal([]);
  readonly settings = signal<PhoneSettings>({ lockAfterMinutes: 15 });
  readonly recorded: Edit[] = [];
  /** Set it to make the disk refuse. */
  fails: Error | null = null;
  #rows: Rows;

  constructor(seed: Seed = {}) {
    this.#rows = Object.fromEntries(
      KINDS.map((kind) => [kind, new Map(Object.entries(seed[kind] ?? {}).map(marked))]),
    ) as Rows;
    this.view = signal(this.#shown());
  }

  async record(...edits: Edit[]): Promise<void> {
    await Promise.resolve();
    if (this.fails) throw this.fails;
    for (const edit of edits) this.#apply(edit);
    this.recorded.push(...edits);
    this.view.value = this.#shown();
    this.sync.value = {
      ...this.sync.value,
      state: this.sync.value.state === 'synced' ? 'waiting' : this.sync.value.state,
      waiting: this.sync.value.waiting + edits.length,
    };
  }

  async addPhoto(input: Blob, target: PhotoTarget, caption = ''): Promise<Id> {
    const id = `photo-${this.#rows.attachment.size + 1}`;
    const values = {
      report_id: target.reportId,
      sha256: id.padEnd(64, '0'),
      size: input.size,
      mime: 'image/jpeg',
      width: 1600,
      height: 1200,
      caption,
      taken_at: null,
    };
    const args = { scope: `mission:${target.missionId}` };
    await this.record({ kind: 'attachment', id, op: 'create', values, args });
    return id;
  }

  photoUrl = async (): Promise<string | null> => '/photo.jpg';
  readDraft = (name: string): unknown => this.drafts.get(name);
  keepDraft = async (name: string, value: unknown): Promise<void> => {
    if (value === undefined) this.drafts.delete(name);
    else this.drafts.set(name, value);
  };
  syncNow = async (): Promise<void> => undefined;
  exportOutbox = async (): Promise<Blob> => new Blob(['[]'], { type: 'application/json' });

  async dismiss(mid: Id): Promise<void> {
    this.rejected.value = this.rejected.value.filter((item) => item.mid !== mid);
  }

  async changeSettings(change: Partial<PhoneSettings>): Promise<void> {
    this.settings.value = { ...this.settings.value, ...change };
  }

  #shown(): View {
    return Object.fromEntries(
      Object.entries(this.#rows).map(([kind, rows]) => [kind, new Map(rows)]),
    ) as unknown as View;
  }

  #apply(edit: Edit): void {
    const rows = this.#rows[edit.kind];
    if (edit.op === 'delete') rows.delete(edit.id);
    else if (edit.op === 'create') rows.set(edit.id, { ...this.#parent(edit), ...created(edit) });
    else rows.set(edit.id, { ...rows.get(edit.id), waiting: true, ...this.#changeOf(edit) });
  }

  #parent(edit: Edit): Record<string, unknown> {
    const mission = this.#rows.mission.get(String(edit.values?.mission_id));
    return edit.kind === 'report' ? { client_id: mission?.client_id } : {};
  }

  #changeOf(edit: Edit): Record<string, unknown> {
    const step = MISSION_STEPS[edit.op];
    if (step) return this.#step(edit, step);
    const args = (edit.args ?? {}) as Record<string, unknown>;
    switch (edit.op) {
      case 'mission.check':
        return { todo: this.#checked(edit.id, args) };
      case 'report.freeze':
        return { status: 'frozen', ...args };
      case 'report.thaw':
        this.#voidSignatures(edit.id);
        return { status: 'draft', frozen: null, content_sha256: null };
      case 'report.close':
        this.#finish(edit.id);
        return { status: 'closed', closed_at: args.at, outcome: args.outcome };
      default:
        return { ...edit.values };
    }
  }

  #step(edit: Edit, [status, kind]: readonly [string, string]): Record<string, unknown> {
    const { event_id, at, reason } = edit.args as { event_id: Id; at: Instant; reason?: string };
    const event = { mission_id: edit.id, kind, at, by_name: 'Karim Haddad', text: reason ?? '' };
    this.#rows.mission_event.set(event_id, { ...event, ...marks(event_id) });
    return { status };
  }

  #checked(missionId: Id, args: Record<string, unknown>): unknown {
    const todo = this.#rows.mission.get(missionId)?.todo as { id: Id }[];
    return todo.map((one) => (one.id === args.todo_id ? { ...one, done: args.done } : one));
  }

  #voidSignatures(reportId: Id): void {
    for (const row of this.#rows.signature.values()) {
      if (row.report_id === reportId) row.voided_at = '2026-11-24T10:00:00Z';
    }
  }

  #finish(reportId: Id): void {
    const missionId = this.#rows.report.get(reportId)?.mission_id as Id;
    const mission = this.#rows.mission.get(missionId);
    this.#rows.mission.set(missionId, { ...mission, status: 'done', waiting: true });
  }
}

function created(edit: Edit): Record<string, unknown> {
  const defaults = edit.kind === 'report' ? EMPTY_REPORT : {};
  const voided = edit.kind === 'signature' ? { voided_at: null } : {};
  return { ...defaults, ...voided, ...edit.values, ...marks(edit.id) };
}

function marks(id: Id): Record<string, unknown> {
  return { id, scope: '', version: 0, waiting: true };
}

function marked([id, row]: [Id, Readonly<Record<string, unknown>>]): [Id, Record<string, unknown>] {
  return [id, { id, scope: '', version: 1, waiting: false, ...row }];
}

/** A session at the stage that is asked for; the right password is `bonjour bonjour`. */
export class FakeSession implements Session {
  readonly stage = signal<Stage>('open');
  readonly phone = signal<Phone | null>(null);
  readonly person = signal<Person | null>({
    id: 'tech-1',
    name: 'Karim Haddad',
    roles: ['technician'],
    language: 'fr',
  });
  readonly waitingWhileLocked = signal(0);
  readonly mustReload = signal(false);
  readonly left = signal(false);
  hasNetwork = true;

  constructor(phone: Phone, stage: Stage = 'open') {
    this.phone.value = phone;
    this.stage.value = stage;
  }

  async signIn(_email: string, password: string): Promise<void> {
    if (password !== 'bonjour bonjour') throw new Refused('sign_in_refused');
    this.stage.value = 'choose-passphrase';
  }

  async choosePassphrase(text: string): Promise<void> {
    if (text.length < 10) throw new Refused('passphrase_too_short');
    this.stage.value = 'open';
  }

  async unlock(text: string): Promise<void> {
    if (text !== 'bonjour bonjour') throw new Refused('passphrase_wrong');
    this.stage.value = 'open';
  }

  lock(): void {
    this.stage.value = 'locked';
  }

  leave(): void {
    this.left.value = true;
    this.stage.value = 'sign-in';
  }

  async comeBack(): Promise<void> {
    this.left.value = false;
    this.stage.value = 'locked';
  }

  async startOver(): Promise<void> {
    if (!this.hasNetwork) throw new Refused('offline');
    this.stage.value = 'sign-in';
  }

  async signOut(options?: { readonly erase: boolean }): Promise<'erased' | 'locked'> {
    const waits = this.phone.value?.sync.value.waiting ?? 0;
    this.stage.value = waits > 0 && !options?.erase ? 'locked' : 'sign-in';
    return this.stage.value === 'locked' ? 'locked' : 'erased';
  }
}
