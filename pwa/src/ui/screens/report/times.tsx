import { useState } from 'preact/hooks';
import type { TimeKind } from '../../../domain/kinds';
import type { Shown } from '../../../store/view';
import { useAutosave } from '../../autosave';
import { now, usePhone } from '../../context';
import { minutesText } from '../../format';
import { t } from '../../i18n';
import { Saved, Stepper } from '../../parts/fields';
import { minutesOf, settingMinutes, stepped } from '../../times';

/** Long enough to press a button several times, short enough to be kept at once. */
const PRESSES_MS = 300;

export function Times({ report }: { readonly report: Shown<'report'> }) {
  return (
    <section class="card" id="work" tabIndex={-1}>
      <h2>{t('report.time')}</h2>
      <Time report={report} kind="work" />
      <Time report={report} kind="travel" />
    </section>
  );
}

function Time({ report, kind }: { readonly report: Shown<'report'>; readonly kind: TimeKind }) {
  const phone = usePhone();
  const known = minutesOf(phone.view.value, report, kind, now.value);
  const [typed, setTyped] = useState<number | null>(null);
  const saver = useAutosave(async (minutes: number) => {
    await phone.record(...settingMinutes(phone.view.value, report, kind, minutes));
    setTyped(null);
  }, PRESSES_MS);
  const minutes = typed ?? known.minutes;
  const change = (direction: 1 | -1) => {
    const next = stepped(minutes, direction);
    setTyped(next);
    saver.change(next);
  };
  return (
    <div class="field">
      <span class="legend">{t(`time_kind.${kind}`)}</span>
      <Stepper
        label={t(`time_kind.${kind}`)}
        shown={minutesText(minutes)}
        onLess={() => change(-1)}
        onMore={() => change(1)}
        lessDisabled={minutes === 0}
        testId={`time-${kind}`}
      />
      {known.suggested && typed === null ? (
        <small>{t(`report.time_${kind}_suggested`)}</small>
      ) : (
        <Saved state={saver.state} />
      )}
    </div>
  );
}
