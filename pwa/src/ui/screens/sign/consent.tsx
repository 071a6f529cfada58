import { t } from '../../i18n';

interface ConsentProps {
  readonly wording: string;
  readonly said: Readonly<Record<string, string>>;
  readonly code: string;
}

const MARK = '\u0001';

/** The sentence that is agreed to, with the code set apart so that it can be compared. */
export function Consent({ wording, said, code }: ConsentProps) {
  const [before, after] = t(wording, { ...said, code: MARK }).split(MARK);
  return (
    <>
      {before}
      <span class="code" data-testid="code">
        {code}
      </span>
      {after}
    </>
  );
}
