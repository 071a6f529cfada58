/** Locking by itself: after a while without a touch, or out of sight. */

const LOOK_EVERY_MS = 10_000;
// A finger that signs moves for a while without going down again.
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'input', 'scroll'] as const;

/** A phone that slept runs no timers: the time is looked at again when it wakes. Returns the way
 * to stop watching. */
export function watchIdle(minutes: () => number, lock: () => void): () => void {
  let touched = Date.now();
  const look = () => {
    if (Date.now() - touched > minutes() * 60_000) lock();
  };
  const touch = () => {
    look();
    touched = Date.now();
  };
  const whenVisible = () => {
    if (document.visibilityState === 'visible') touch();
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const options = { capture: true, passive: true };
  for (const name of TOUCHES) addEventListener(name, touch, options);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    clearInterval(timer);
    for (const name of TOUCHES) removeEventListener(name, touch, options);
    document.removeEventListener('visibilitychange', whenVisible);
  };
}
