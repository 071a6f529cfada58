interface WordsProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: InputType;
  readonly autocomplete?: string;
  readonly hint?: string;
}

export type InputType = 'text' | 'email' | 'password';

/** The kind of an input that is known only at run time; the types of JSX want a literal. */
export function inputType(type: InputType): { readonly type: 'text' } {
  return { type: type as 'text' };
}

/** One line that a form reads when it is sent, unlike `KeptText` that keeps itself. */
export function Words({
  id,
  label,
  value,
  onValue,
  type = 'text',
  autocomplete = 'off',
  hint,
}: WordsProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      <input
        id={id}
        class="input"
        {...inputType(type)}
        value={value}
        autocomplete={autocomplete}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
        data-testid={id}
      />
    </div>
  );
}
