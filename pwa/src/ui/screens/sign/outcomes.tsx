import { useState } from 'preact/hooks';
import type { SigningOutcome } from '../../../domain/kinds';
import type { Shown } from '../../../store/view';
import { usePerson, usePhone } from '../../context';
import { useDraft } from '../../draft';
import { freezeWithReservations } from '../../freeze';
import { t } from '../../i18n';
import { Action } from '../../parts/action';
import { Choices } from '../../parts/fields';
import { Sheet } from '../../parts/sheet';
import { go, to } from '../../route';
import { say } from '../../said';
import { closing, type Signer, signatureEdit } from '../../signing';

type Other = Exclude<SigningOutcome, 'signed'>;
const OTHERS: readonly Other[] = ['signed_with_reservations', 'refused', 'absent', 'not_required'];

interface Props {
  readonly mission: Shown<'mission'>;
  readonly report: Shown<'report'>;
  /** Null while nobody from the client holds the phone. */
  readonly signer: Signer | null;
}

/** Whatever else a signing can end with, one quiet link away. There is never an empty box. */
export function Outcomes(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="btn quiet"
        onClick={() => setOpen(true)}
        data-testid="other-outcomes"
      >
        {t(props.signer ? 'sign.others' : 'sign.others_alone')}
      </button>
      {open && <OutcomeSheet {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function OutcomeSheet({
  mission,
  report,
  signer,
  onClose,
}: Props & { readonly onClose: () => void }) {
  const phone = usePhone();
  const person = usePerson();
  const others = signer ? OTHERS : OTHERS.slice(1);
  const [outcome, setOutcome] = useState<Other>(signer ? 'signed_with_reservations' : 'absent');
  const { value: reason, set: setReason, drop } = useDraft(`outcome/${report.id}`, '');
  const confirm = async () => {
    const words = reason.trim();
    if (outcome === 'signed_with_reservations') {
      await freezeWithReservations(phone, mission, person, words, new Date());
      drop();
      return onClose();
    }
    const refused = outcome === 'refused' && signer?.name;
    const given = refused ? { signer, outcome, reason: words, ink: null } : null;
    await phone.record(
      ...(given ? [await signatureEdit(phone, report, given, new Date())] : []),
      closing(report, outcome, words),
    );
    drop();
    say(t('sign.closed', { client: phone.view.value.client.get(mission.client_id)?.name ?? '' }));
    go(to('today'), true);
  };
  return (
    <Sheet title={t('sign.others_title')} onClose={onClose} testId="sheet-outcome">
      <Choices<Other>
        name="outcome"
        legend={t('sign.others_legend')}
        hideLegend
        value={outcome}
        options={others.map(
          (one) => [one, t(`signing_outcome.${one}`), t(`sign.hint_${one}`)] as const,
        )}
        onChoose={setOutcome}
      />
      <div class="field">
        <label for="outcome-reason">
          {t(outcome === 'signed_with_reservations' ? 'sign.reservations' : 'sign.reason')}
        </label>
        <textarea
          id="outcome-reason"
          class="input short"
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
          data-testid="outcome-reason"
        />
      </div>
      <div class="row">
        <Action
          class="main"
          act={confirm}
          disabled={reason.trim().length < 3}
          testId="confirm-outcome"
        >
          {t(outcome === 'signed_with_reservations' ? 'sign.write_reservations' : 'sign.close')}
        </Action>
      </div>
    </Sheet>
  );
}
