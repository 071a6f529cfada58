import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

interface FoldProps {
  readonly title: string;
  readonly small?: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
  readonly testId?: string;
}

/** A card that opens on demand. */
export function Fold({ title, small, open, children, testId }: FoldProps) {
  return (
    <details class="card" open={open} data-testid={testId}>
      <summary>
        <h2>{title}</h2>
        {small && <span class="muted small num">{small}</span>}
        <span class="fold-mark">
          <Icon name="right" />
        </span>
      </summary>
      {children}
    </details>
  );
}
