/** Every input is kept by itself. "Saved" is said only once the disk has confirmed it.
 *
 * A text is written at every input: while one write is under way the newest value waits for the
 * next. A longer pause is for buttons that are pressed many times in a row.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

export type SaveState = 'idle' | 'dirty' | 'saved' | 'failed';
const RETRY_MS = 2000;

const live = new Set<Autosave<never>>();

export class Autosave<T> {
  readonly #state = signal<SaveState>('idle');
  #save: (value: T) => Promise<void>;
  #pending: { readonly value: T } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    save: (value: T) => Promise<void>,
    private readonly pauseMs = 0,
  ) {
    this.#save = save;
  }

  get state(): ReadonlySignal<SaveState> {
    return this.#state;
  }

  set save(save: (value: T) => Promise<void>) {
    this.#save = save;
  }

  change(value: T): void {
    this.#pending = { value };
    this.#state.value = 'dirty';
    if (this.pauseMs > 0) this.#later(this.pauseMs);
    else void this.flush();
  }

  /** Write what is pending now; resolves when it is on the disk or was refused. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running = this.#running.then(() => this.#write());
    return this.#running;
  }

  async #write(): Promise<void> {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = null;
    try {
      await this.#save(pending.value);
      if (!this.#pending) this.#state.value = 'saved';
    } catch {
      this.#pending ??= pending;
      this.#state.value = 'failed';
      this.#later(RETRY_MS);
    }
  }

  #later(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }
}

/** Write everything that is pending, on every field: before freezing, hiding or leaving. */
export async function flushAll(): Promise<void> {
  await Promise.all([...live].map((one) => one.flush()));
}

addEventListener('pagehide', () => void flushAll());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void flushAll();
});

/** The autosave of one field, for as long as the field stands; leaving it writes what is pending. */
export function useAutosave<T>(save: (value: T) => Promise<void>, pauseMs = 0): Autosave<T> {
  const kept = useRef<Autosave<T> | null>(null);
  kept.current ??= new Autosave(save, pauseMs);
  kept.current.save = save;
  useEffect(() => {
    const one = kept.current as unknown as Autosave<never>;
    live.add(one);
    return () => {
      void one.flush().then(() => live.delete(one));
    };
  }, []);
  return kept.current;
}
