/** Show a screen of the phone in the test's document, with words and a fake phone. */

import { render } from 'preact';
import { act } from 'preact/test-utils';
import { vi } from 'vitest';
import { App } from '../../src/ui/app';
import { now } from '../../src/ui/context';
import { speak } from '../../src/ui/i18n';
import { go } from '../../src/ui/route';
import { demoRows } from '../demo-rows';
import { FakePhone, FakeSession, type Seed } from '../fake-phone';

export const MORNING = new Date(2026, 10, 24, 8, 42);

export interface Shown {
  readonly phone: FakePhone;
  readonly session: FakeSession;
}

export async function show(address: string, seed: Seed = demoRows(MORNING)): Promise<Shown> {
  const phone = new FakePhone(seed);
  const session = new FakeSession(phone);
  await showSession(address, session);
  return { phone, session };
}

export async function showSession(address: string, session: FakeSession): Promise<void> {
  vi.useFakeTimers({ now: MORNING, toFake: ['Date'] });
  now.value = MORNING;
  await speak('fr');
  document.body.replaceChildren();
  const root = document.createElement('div');
  document.body.append(root);
  go(address);
  await act(() => render(<App session={session} />, root));
  await settle();
}

/** Let lazy screens arrive, and wait for buttons that are at work. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 400; round += 1) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
    if (round > 3 && !document.querySelector('[aria-busy="true"]')) return;
  }
  throw new Error('The screen does not come to rest.');
}

// There is no canvas here. The pad only asks for one to draw on; nobody looks at it.
const nothing: object = new Proxy(() => nothing, { get: () => nothing, set: () => true });
HTMLCanvasElement.prototype.getContext = () => nothing as never;

/** Whether the end of a page is in sight is told by the test. */
class ToldSight {
  static watching: ToldSight[] = [];
  constructor(private readonly tell: IntersectionObserverCallback) {
    ToldSight.watching.push(this);
  }
  observe(): void {}
  disconnect(): void {}
  see(): void {
    this.tell([{ isIntersecting: true } as IntersectionObserverEntry], this as never);
  }
}
globalThis.IntersectionObserver = ToldSight as never;

export async function scrollToEnd(): Promise<void> {
  for (const one of ToldSight.watching.splice(0)) one.see();
  await settle();
}

export function one(testId: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  if (!found) throw new Error(`${testId} is not on the screen`);
  return found;
}

export function all(testId: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];
}

export async function press(testId: string): Promise<void> {
  one(testId).click();
  await settle();
}

export async function type(testId: string, text: string): Promise<void> {
  const field = one(testId) as HTMLInputElement;
  field.value = text;
  await act(() => {
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
