// @vitest-environment node
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addTime,
  type Edit,
  missionStep,
  remove,
  startReport,
  writeReport,
} from '../../src/domain/edits';
import { newId } from '../../src/domain/ids';
import { record } from '../../src/store/edits';
import { openTestPhone, type TestPhone } from '../fakes/phones';
import { giveMission } from '../fakes/rows';
import { FakeServer, type Fault } from '../fakes/server';

type Act =
  | { readonly type: 'edit'; readonly tab: number; readonly what: number }
  | { readonly type: 'sync'; readonly tab: number; readonly faults: readonly Fault[] }
  | { readonly type: 'office'; readonly what: number }
  | { readonly type: 'crash' }
  | { readonly type: 'forget device' }
  | { readonly type: 'new epoch' };

const fault = fc.constantFrom<Fault>(null, null, null, 'lose request', 'lose answer', 'twice');
const tab = fc.integer({ min: 0, max: 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('edit'), tab, what: fc.nat(9) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('sync'),
      tab,
      faults: fc.array(fault, { maxLength: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('office'), what: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'crash' } as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'forget device' } as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'new epoch' } as const) },
) as fc.Arbitrary<Act>;

/** One technician with two tabs, one mission, one report, an office that changes things. */
class World {
  readonly server = new FakeServer();
  readonly userId = this.server.addPerson().id;
  readonly missionId = giveMission(this.server);
  readonly reportId = newId();
  readonly times: string[] = [];
  recorded = 0;
  tabs: TestPhone[] = [];

  static async begin(): Promise<World> {
    const world = new World();
    world.server.pageSize = 3;
    await world.openTabs();
    await world.tab(0).engine.sync();
    await world.record(0, startReport(world.missionId, world.reportId, new Date().toISOString()));
    return world;
  }

  async openTabs(): Promise<void> {
    const one = await openTestPhone(this.server, this.userId);
    this.tabs = [one, await openTestPhone(this.server, this.userId)];
  }

  tab(at: number): TestPhone {
    const one = this.tabs[at];
    if (!one) throw new Error('no such tab');
    return one;
  }

  async record(at: number, ...edits: Edit[]): Promise<void> {
    await record(this.tab(at).replica, edits, new Date());
    this.recorded += edits.length;
  }

  edit(what: number): Edit {
    const on = { id: newId(), missionId: this.missionId, reportId: this.reportId };
    const event = { id: newId(), at: new Date().toISOString() };
    if (what < 4) {
      this.times.push(on.id);
      return addTime(on, { kind: 'work', minutes: what, started_at: null, note: '' });
    }
    if (what < 6) return writeReport(this.reportId, 'actions_done', `texte ${this.recorded}`);
    if (what < 7) return missionStep(this.missionId, 'accept', event);
    if (what < 8) return missionStep(this.missionId, 'arrive', event);
    const gone = this.times.at(-1);
    return gone ? remove('time_entry', gone) : missionStep(this.missionId, 'depart', event);
  }

  office(what: number): void {
    const scope = `mission:${this.missionId}`;
    if (what === 0) giveMission(this.server);
    else this.server.put('mission', this.missionId, scope, { title: `titre ${this.server.seq}` });
  }

  async run(one: Act): Promise<void> {
    const { server } = this;
    if (one.type === 'edit') return this.record(one.tab, this.edit(one.what));
    if (one.type === 'office') return this.office(one.what);
    if (one.type === 'forget device') return server.devices.clear();
    if (one.type === 'new epoch') {
      server.epoch = newId();
      return;
    }
    if (one.type === 'crash') {
      this.closeTabs();
      return this.openTabs();
    }
    const faults = [...one.faults];
    server.fault = () => faults.shift() ?? null;
    await this.tab(one.tab).engine.sync();
    server.fault = () => null;
  }

  async waiting(): Promise<readonly string[]> {
    return (await this.tab(0).replica.db.getAll('outbox')).map(({ mid }) => mid);
  }

  closeTabs(): void {
    for (const { replica } of this.tabs) replica.db.close();
  }

  async settle(): Promise<void> {
    for (const { engine } of [...this.tabs, ...this.tabs]) await engine.sync();
    for (const { replica } of this.tabs) await replica.load();
  }
}

test('whatever is lost or repeated, no edit vanishes or doubles and both sides agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      const world = await World.begin();
      for (const one of acts) await world.run(one);
      const waiting = await world.waiting();
      await world.settle();
      for (const { replica } of world.tabs) expectAgreement(world, replica);
      const mids = world.server.effects.map(({ mid }) => mid);
      expect(new Set(mids).size).toBe(mids.length);
      expect(waiting.filter((mid) => !world.server.receipts.has(mid))).toEqual([]);
      world.closeTabs();
    }),
    { numRuns: 60 },
  );
}, 60_000);

function expectAgreement(world: World, replica: TestPhone['replica']): void {
  expect(replica.outbox.value).toEqual([]);
  const theirs = world.server
    .visible()
    .map(({ kind, id, version, data }) => [`${kind}/${id}`, { ...data, version }]);
  const rows = Object.entries(replica.view.value).flatMap(([kind, map]) =>
    [...map.values()].map(({ id, scope, waiting, ...data }) => [`${kind}/${id}`, data]),
  );
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(theirs));
}
