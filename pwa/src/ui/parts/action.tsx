import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '../i18n';

interface ActionProps {
  readonly act: () => Promise<unknown>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly testId?: string;
  readonly disabled?: boolean;
}

/** Do one thing at a time: a second tap while the first is at work does nothing. */
export function useOnce() {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const run = async (act: () => Promise<unknown>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailed(false);
    try {
      await act();
    } catch {
      setFailed(true);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy, failed };
}

export function NotKept() {
  return (
    <p class="error" role="alert">
      {t('common.not_kept')}
    </p>
  );
}

/** A button that cannot be pressed twice and says when the phone could not keep what it did. */
export function Action({ act, children, class: style = '', testId, disabled }: ActionProps) {
  const { run, busy, failed } = useOnce();
  return (
    <>
      <button
        type="button"
        class={`btn ${style}`}
        onClick={() => run(act)}
        aria-busy={busy}
        disabled={disabled}
        data-testid={testId}
      >
        {children}
      </button>
      {failed && <NotKept />}
    </>
  );
}
