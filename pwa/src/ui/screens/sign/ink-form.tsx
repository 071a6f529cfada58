import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Ink } from '../../../domain/kinds';
import { useDraft } from '../../draft';
import { t } from '../../i18n';
import { Action } from '../../parts/action';
import { Pad, type Strokes } from './pad';

interface InkFormProps {
  /** Who signs what: ink that was drawn and not given yet is found again under it. */
  readonly place: string;
  readonly name: string;
  readonly button: string;
  /** Something else must happen first; the words say what. */
  readonly waitsFor?: string;
  readonly onSign: (ink: Ink | null) => Promise<void>;
  readonly children?: ComponentChildren;
}

/** Sign by drawing, or by typing one's name for those who cannot draw. */
export function InkForm({ place, name, button, waitsFor, onSign, children }: InkFormProps) {
  const [ink, setInk] = useState<Ink | null>(null);
  const [typing, setTyping] = useState(false);
  const { value: strokes, set: keepStrokes, drop } = useDraft<Strokes>(`ink/${place}`, []);
  const [typed, setTyped] = useState('');
  const [agreed, setAgreed] = useState(false);
  const typedWell = agreed && typed.trim().length >= 2;
  const missing =
    waitsFor ?? (typing ? !typedWell && t('sign.type_first') : !ink && t('sign.draw_first'));
  return (
    <>
      {typing ? (
        <>
          <div class="field">
            <label for="typed-name">{t('sign.typed_name')}</label>
            <input
              id="typed-name"
              class="input"
              value={typed}
              placeholder={name}
              autocomplete="off"
              onInput={(event) => setTyped(event.currentTarget.value)}
              data-testid="typed-name"
            />
          </div>
          <label class="choice above">
            <input
              type="checkbox"
              checked={agreed}
              onChange={() => setAgreed(!agreed)}
              data-testid="typed-agree"
            />
            <span>{t('sign.typed_agree')}</span>
          </label>
        </>
      ) : (
        <Pad
          label={t('sign.pad', { name })}
          before={strokes}
          onStrokes={keepStrokes}
          onInk={setInk}
        />
      )}
      <Action
        class="main"
        act={async () => {
          await onSign(typing ? null : ink);
          drop();
        }}
        disabled={Boolean(missing)}
        testId="sign"
      >
        {button}
      </Action>
      <p class="small hint" role="status">
        {missing || ''}
      </p>
      <button
        type="button"
        class="btn quiet"
        onClick={() => setTyping(!typing)}
        data-testid="typed-instead"
      >
        {t(typing ? 'sign.draw_instead' : 'sign.type_instead')}
      </button>
      {children}
    </>
  );
}
