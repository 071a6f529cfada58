import { useEffect, useRef, useState } from 'preact/hooks';
import SignaturePad, { type PointGroup } from 'signature_pad';
import type { Ink } from '../../../domain/kinds';
import { t } from '../../i18n';
import { fitted, inkOf, isEnough } from '../../ink';

const INK = '#17212b';

export type Strokes = readonly PointGroup[];

interface PadProps {
  readonly label: string;
  /** What was drawn before the screen went away. */
  readonly before: Strokes;
  readonly onStrokes: (strokes: Strokes) => void;
  readonly onInk: (ink: Ink | null) => void;
}

/** A wide pad. What is drawn survives turning the phone, and locking it. */
export function Pad({ label, before, onStrokes, onInk }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const sheet = canvas.current;
    if (!sheet) return;
    const drawing = new SignaturePad(sheet, { penColor: INK, minWidth: 1, maxWidth: 2.6 });
    pad.current = drawing;
    resize(sheet, drawing, before);
    const tell = () => {
      const strokes = drawing.toData();
      setDrawn(strokes.length > 0);
      onInk(isEnough(strokes) ? inkOf(strokes, sheet.clientWidth, sheet.clientHeight) : null);
    };
    if (before.length > 0) tell();
    drawing.addEventListener('endStroke', () => {
      tell();
      onStrokes(drawing.toData());
    });
    // iOS resizes the page when its bar slides away: only a new width means a turned phone.
    const turned = () => {
      if (sheet.clientWidth !== Number(sheet.dataset.width)) {
        resize(sheet, drawing, drawing.toData());
      }
    };
    addEventListener('resize', turned);
    screen.orientation?.addEventListener('change', turned);
    return () => {
      removeEventListener('resize', turned);
      screen.orientation?.removeEventListener('change', turned);
      drawing.off();
    };
  }, []);
  const clear = () => {
    pad.current?.clear();
    setDrawn(false);
    onStrokes([]);
    onInk(null);
  };
  return (
    <>
      <div class="pad">
        <canvas ref={canvas} role="img" aria-label={label} data-testid="pad" />
        {!drawn && <span aria-hidden="true">{t('sign.here')}</span>}
      </div>
      {drawn && (
        <button type="button" class="btn quiet" onClick={clear} data-testid="pad-clear">
          {t('sign.clear')}
        </button>
      )}
    </>
  );
}

/** Give the canvas the pixels of the screen and draw again what was there, to scale. */
function resize(sheet: HTMLCanvasElement, drawing: SignaturePad, strokes: Strokes): void {
  const ratio = Math.max(devicePixelRatio || 1, 1);
  const { clientWidth, clientHeight } = sheet;
  sheet.width = clientWidth * ratio;
  sheet.height = clientHeight * ratio;
  sheet.dataset.width = String(clientWidth);
  sheet.getContext('2d')?.scale(ratio, ratio);
  drawing.clear();
  if (strokes.length > 0) drawing.fromData(fitted(strokes, clientWidth, clientHeight));
}
