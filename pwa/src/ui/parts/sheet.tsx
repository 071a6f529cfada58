import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';

interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly testId?: string;
}

/** A question over the screen. Escape or "Annuler" leaves it; focus comes back to where it was. */
export function Sheet({ title, onClose, children, testId }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    // A sheet that is taken away without being closed would leave the focus nowhere.
    return () => before?.isConnected && before.focus({ preventScroll: true });
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose} data-testid={testId}>
      <h2 id={id}>{title}</h2>
      {children}
      <button type="button" class="btn quiet" onClick={() => dialog.current?.close()}>
        {t('common.cancel')}
      </button>
    </dialog>
  );
}
