/** Several tabs of one person: one syncs at a time, all show the same. */

import type { Applied } from '../store/patches';

export type TabNews =
  | { readonly type: 'outbox' }
  | { readonly type: 'uploads' }
  | { readonly type: 'patch'; readonly applied: Applied }
  | { readonly type: 'lock' }
  | { readonly type: 'signed-in' };

export interface Tabs {
  tell(news: TabNews): void;
  /** Run `work` while no other tab does. Without Web Locks both may: receipts make it safe. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

export function openTabs(userId: string, onNews: (news: TabNews) => void): Tabs {
  const name = `nomade-${userId}`;
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined;
  const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
  if (channel) channel.onmessage = (event: MessageEvent<TabNews>) => onNews(event.data);
  return {
    tell: (news) => channel?.postMessage(news),
    alone: (work) =>
      (locks ? locks.request(`${name}-sync`, work) : work()) as ReturnType<typeof work>,
    close: () => channel?.close(),
  };
}
