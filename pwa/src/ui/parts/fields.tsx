import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type SaveState, useAutosave } from '../autosave';
import { t } from '../i18n';
import { Icon } from './icon';

const QUIET_MS = 1000;

/** Says what is on the disk, and only that; aloud only once typing has paused. */
export function Saved({ state }: { readonly state: ReadonlySignal<SaveState> }) {
  const now = state.value;
  const words = now === 'idle' ? '' : t(`saved.${now}`);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (now === 'dirty') return;
    const timer = setTimeout(() => setSpoken(words), QUIET_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <>
      <p class={now === 'saved' ? 'saved ok' : 'saved'} data-testid="saved" data-state={now}>
        {now === 'saved' && <Icon name="check" />}
        {words}
      </p>
      <span class="hidden" role="status">
        {spoken}
      </span>
    </>
  );
}

interface TextProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly save: (value: string) => Promise<void>;
  readonly short?: boolean;
  readonly oneLine?: boolean;
}

/** A text that keeps itself at every pause. What the server brings shows unless one is typing. */
export function KeptText({ id, label, hint, value, save, short, oneLine }: TextProps) {
  const saver = useAutosave(save);
  const [text, setText] = useState(value);
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  useEffect(() => {
    const settled = saver.state.value === 'idle' || saver.state.value === 'saved';
    if (settled && document.activeElement !== field.current) setText(value);
  }, [value]);
  const Tag = oneLine ? 'input' : 'textarea';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      <Tag
        ref={field}
        id={id}
        class={short ? 'input short' : 'input'}
        value={text}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => {
          setText(event.currentTarget.value);
          saver.change(event.currentTarget.value);
        }}
        onBlur={() => void saver.flush()}
        data-testid={id}
      />
      <Saved state={saver.state} />
    </div>
  );
}

interface StepperProps {
  readonly label: string;
  readonly shown: string;
  readonly onLess: () => void;
  readonly onMore: () => void;
  readonly lessDisabled?: boolean;
  readonly testId: string;
}

const HOLD_MS = 450;
const REPEAT_MS = 90;

/** A button that goes on while a finger stays on it. */
function useHold(act: () => void) {
  const latest = useRef(act);
  latest.current = act;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const held = useRef(false);
  const release = () => clearTimeout(timer.current);
  useEffect(() => release, []);
  const again = () => {
    held.current = true;
    latest.current();
    timer.current = setTimeout(again, REPEAT_MS);
  };
  return {
    onPointerDown: () => {
      held.current = false;
      release();
      timer.current = setTimeout(again, HOLD_MS);
    },
    onPointerUp: release,
    onPointerLeave: release,
    onPointerCancel: release,
    onContextMenu: (event: Event) => event.preventDefault(),
    // The click that ends a long press has had its effect already.
    onClick: () => {
      if (!held.current) latest.current();
      held.current = false;
    },
  };
}

/** A number changed by two big buttons. */
export function Stepper({ label, shown, onLess, onMore, lessDisabled, testId }: StepperProps) {
  const less = useHold(() => !lessDisabled && onLess());
  const more = useHold(onMore);
  return (
    <fieldset class="stepper" aria-label={label} data-testid={testId}>
      <button
        type="button"
        aria-label={t('common.less', { what: label })}
        {...less}
        disabled={lessDisabled}
      >
        <Icon name="minus" />
      </button>
      <output class="num" aria-live="polite">
        {shown}
      </output>
      <button type="button" aria-label={t('common.more', { what: label })} {...more}>
        <Icon name="plus" />
      </button>
    </fieldset>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly value: T | null;
  readonly options: readonly (readonly [T, string, string?])[];
  readonly onChoose: (value: T) => void;
  readonly hideLegend?: boolean;
  /** Short answers, two in a row. */
  readonly dense?: boolean;
}

/** A few answers, all in sight. */
export function Choices<T extends string>({
  name,
  legend,
  value,
  options,
  onChoose,
  hideLegend,
  dense,
}: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend class={hideLegend ? 'hidden' : ''}>{legend}</legend>
      <div class={dense ? 'choices dense' : 'choices'}>
        {options.map(([option, label, hint]) => (
          <label key={option} class="choice">
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChoose(option)}
              data-testid={`${name}-${option}`}
            />
            <span>
              {label}
              {hint && <small>{hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
