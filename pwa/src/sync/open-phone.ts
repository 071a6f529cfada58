/** An open phone: store, engine, tabs and timers put together behind `Phone`. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Edit } from '../domain/edits';
import { newId } from '../domain/ids';
import type { Id } from '../domain/kinds';
import {
  dropPhoto,
  dropStoredPhotos,
  keepPhoto,
  readBytes,
  readUploads,
  type Upload,
} from '../store/blobs';
import { Drafts } from '../store/drafts';
import { record } from '../store/edits';
import { dismiss } from '../store/outbox';
import { type Applied, namesOf } from '../store/patches';
import type { Replica } from '../store/replica';
import type { View } from '../store/view';
import { Engine } from './engine';
import { exported } from './export';
import type {
  Phone,
  PhoneSettings,
  PhotoTarget,
  Problem,
  RejectedItem,
  SyncState,
  SyncView,
  WaitingItem,
} from './phone';
import type { Server } from './protocol';
import { rejectedItem, waitingEdit, waitingPhoto } from './queue';
import { Refused } from './refused';
import { Rhythm } from './rhythm';
import { openTabs, type TabNews, type Tabs } from './tabs';
import { listen } from './triggers';
import { isQuota } from './trouble';
import { sendPhotos } from './uploads';

const DEFAULTS: PhoneSettings = { lockAfterMinutes: 15 };
const NEEDS_PERSON: readonly Problem[] = [
  'sign_in',
  'other_person',
  'device_revoked',
  'device_locked',
  'device_wiped',
  'too_old',
  'rejected',
  'quota',
];

export interface PhoneParts {
  readonly replica: Replica;
  readonly server: Server;
  readonly now: () => Date;
  readonly random: () => number;
  readonly deviceLabel: string;
  /** Another tab, or the server, says that this phone must lock. */
  readonly onLock: () => void;
  /** The server says that everything here must go. */
  readonly onWipe: () => void;
}

export class OpenPhone implements Phone {
  readonly view: ReadonlySignal<View>;
  readonly outbox: ReadonlySignal<readonly WaitingItem[]>;
  readonly rejected: ReadonlySignal<readonly RejectedItem[]>;
  readonly sync: ReadonlySignal<SyncView>;
  readonly deviceId: ReadonlySignal<Id | null>;
  readonly settings = signal(DEFAULTS);
  private readonly uploads = signal<readonly Upload[]>([]);
  private readonly quota = signal(false);
  private readonly drafts: Drafts;
  private readonly engine: Engine;
  private readonly rhythm: Rhythm;
  private readonly tabs: Tabs;
  private readonly stops: (() => void)[] = [];

  /** The replica must be loaded. Syncs at once, without being waited for, unless told not to. */
  static async open(parts: PhoneParts): Promise<OpenPhone> {
    const phone = new OpenPhone(parts);
    await phone.readUploads();
    await phone.drafts.load(parts.now());
    const kept = await parts.replica.readMeta<Partial<PhoneSettings>>('settings');
    phone.settings.value = { ...DEFAULTS, ...kept };
    return phone;
  }

  private constructor(private readonly parts: PhoneParts) {
    const { replica } = parts;
    this.view = replica.view;
    this.drafts = new Drafts(replica);
    this.tabs = openTabs(replica.userId, (news) => this.hear(news));
    this.engine = new Engine(this.engineParts());
    this.rhythm = new Rhythm({
      sync: () => this.tabs.alone(() => this.engine.sync()),
      isVisible: () => globalThis.document?.visibilityState !== 'hidden',
      random: parts.random,
    });
    this.outbox = computed(() => this.queue());
    this.rejected = computed(() =>
      replica.rejected.value.map((entry) => rejectedItem(entry, replica.view.value)),
    );
    this.deviceId = computed(() => this.engine.state.value.mark?.deviceId ?? null);
    this.sync = computed(() => this.syncView());
  }

  get userId(): Id {
    return this.parts.replica.userId;
  }

  get conflicts() {
    return this.parts.replica.conflicts;
  }

  /** Begin to sync by itself. */
  start(): void {
    if (globalThis.document) this.stops.push(listen(() => void this.rhythm.wake()));
    void this.rhythm.wake();
  }

  /** Stop everything; what is in memory can go. */
  close(): void {
    this.rhythm.stop();
    for (const stop of this.stops) stop();
    this.tabs.close();
    this.parts.replica.db.close();
  }

  async record(...edits: Edit[]): Promise<void> {
    await this.written(() => record(this.parts.replica, edits, this.parts.now()));
    this.tabs.tell({ type: 'outbox' });
    this.rhythm.nudge();
  }

  async addPhoto(input: Blob, target: PhotoTarget, caption = ''): Promise<Id> {
    const { shrink } = await import('./photos');
    const photo = await shrink(input).catch(() => {
      throw new Refused('photo_unreadable');
    });
    const id = newId();
    const { replica, now } = this.parts;
    await this.written(() => keepPhoto(replica, photo, { id, caption, ...target }, now()));
    await this.readUploads();
    this.tabs.tell({ type: 'uploads' });
    this.rhythm.nudge();
    return id;
  }

  async photoUrl(sha256: string): Promise<string | null> {
    const { replica, server } = this.parts;
    const deviceId = this.deviceId.value;
    const fetched = async () =>
      deviceId ? server.fetchBlob(deviceId, sha256).catch(() => null) : null;
    const bytes = (await readBytes(replica, sha256)) ?? (await fetched());
    return bytes && URL.createObjectURL(new Blob([bytes]));
  }

  readDraft(name: string): unknown {
    return this.drafts.read(name);
  }

  keepDraft(name: string, value: unknown): Promise<void> {
    return this.drafts.keep(name, value, this.parts.now());
  }

  async syncNow(): Promise<void> {
    await this.rhythm.wake();
  }

  /** The person signed in again: what she may not have been told is asked anew. */
  async resume(): Promise<void> {
    this.engine.forgetWho();
    this.tabs.tell({ type: 'signed-in' });
    await this.syncNow();
  }

  async dismiss(mid: Id): Promise<void> {
    const { replica } = this.parts;
    const entry = replica.rejected.value.find((one) => one.mid === mid);
    await dismiss(replica, mid);
    const sha256 = entry?.mutation.kind === 'attachment' && entry.mutation.fields.sha256?.value;
    if (sha256) await dropPhoto(replica, String(sha256));
    await this.readUploads();
    this.tabs.tell({ type: 'outbox' });
  }

  exportOutbox(): Promise<Blob> {
    return exported(this.parts.replica, this.deviceId.value, this.parts.now());
  }

  async changeSettings(change: Partial<PhoneSettings>): Promise<void> {
    this.settings.value = { ...this.settings.value, ...change };
    await this.parts.replica.writeMeta('settings', this.settings.value);
  }

  /** Tell the other tabs to lock as well. */
  tellLock(): void {
    this.tabs.tell({ type: 'lock' });
  }

  private engineParts() {
    const { replica, server, now, deviceLabel, onLock, onWipe } = this.parts;
    const onProgress = () => void this.readUploads().catch(() => undefined);
    return {
      ...{ replica, server, now, deviceLabel, onLock, onWipe },
      onPatch: (applied: Applied) => this.tabs.tell({ type: 'patch', applied }),
      onOutbox: () => this.tabs.tell({ type: 'outbox' }),
      upload: (deviceId: Id) => sendPhotos({ replica, server, now, onProgress }, deviceId),
    };
  }

  /** When the disk is full, copies that the server has as well make room; then once more. */
  private async written(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isQuota(error)) throw error;
      await dropStoredPhotos(this.parts.replica.db);
      await work().catch((second) => {
        this.quota.value = isQuota(second);
        throw isQuota(second) ? new Refused('quota') : second;
      });
    }
    this.quota.value = false;
  }

  private async readUploads(): Promise<void> {
    this.uploads.value = await readUploads(this.parts.replica);
  }

  /** News that come while this tab closes find no database any more. */
  private hear(news: TabNews): void {
    this.onNews(news).catch(() => undefined);
  }

  private async onNews(news: TabNews): Promise<void> {
    const { replica } = this.parts;
    if (news.type === 'lock') return this.parts.onLock();
    if (news.type === 'signed-in') {
      this.engine.forgetWho();
      return void this.rhythm.wake();
    }
    await replica.inOrder(() => this.reread(news));
    await this.readUploads();
  }

  private async reread(news: TabNews): Promise<void> {
    const { replica } = this.parts;
    if (news.type === 'patch') {
      const { put, forget, swept } = news.applied;
      if (swept) await replica.load();
      else await replica.reloadRows(put, namesOf(replica.base.value, forget));
    }
    await replica.loadOutbox();
    await replica.loadRejected();
  }

  private queue(): readonly WaitingItem[] {
    const { outbox, view } = this.parts.replica;
    const photos = this.uploads.value.filter(({ stored }) => !stored);
    return [
      ...outbox.value.map((entry) => waitingEdit(entry, view.value)),
      ...photos.map((upload) => waitingPhoto(upload, view.value)),
    ];
  }

  private syncView(): SyncView {
    const { running, reachable, mark } = this.engine.state.value;
    const problem = this.problem();
    const waiting = this.outbox.value.length;
    return {
      state: stateOf(problem, reachable, waiting),
      ...{ waiting, running },
      lastSyncAt: mark?.lastSyncAt ?? null,
      serverTimeOffsetMs: mark?.offsetMs ?? 0,
      complete: mark?.complete ?? false,
      ...(problem ? { problem } : {}),
    };
  }

  private problem(): Problem | null {
    if (this.quota.value) return 'quota';
    const { trouble } = this.engine.state.value;
    // What lies at the office for a decision asks nothing of the person.
    const refused = this.parts.replica.rejected.value.some(({ status }) => status === 'rejected');
    return trouble ?? (refused ? 'rejected' : null);
  }
}

function stateOf(problem: Problem | null, reachable: boolean, waiting: number): SyncState {
  if (problem && NEEDS_PERSON.includes(problem)) return 'action';
  if (!reachable || problem === 'server') return 'offline';
  return waiting > 0 ? 'waiting' : 'synced';
}
