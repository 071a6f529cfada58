import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n';

interface ActionProps {
  readonly act: () => Promise<unknown>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly testId?: string;
  readonly disabled?: boolean;
}

/** A button that cannot be pressed twice and says when the phone could not keep what it did. */
export function Action({ act, children, class: style = '', testId, disabled }: ActionProps) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    setFailed(false);
    try {
      await act();
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        class={`btn ${style}`}
        onClick={press}
        aria-busy={busy}
        disabled={disabled}
        data-testid={testId}
      >
        {children}
      </button>
      {failed && (
        <p class="error" role="alert">
          {t('common.not_kept')}
        </p>
      )}
    </>
  );
}
