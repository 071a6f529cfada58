import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FieldStep } from '../../domain/edits';
import { reportOf, type Shown } from '../../store/view';
import { usePhone } from '../context';
import { useDraft } from '../draft';
import { clock, minutesText } from '../format';
import { t } from '../i18n';
import { isApple } from '../install';
import { contactOf, mainAction, mapLink, toneOf } from '../missions';
import { go, to } from '../route';
import { say } from '../said';
import { takeStep } from '../steps';
import { Action } from './action';
import { Icon } from './icon';
import { Sheet } from './sheet';

export function MissionChip({ mission }: { readonly mission: Shown<'mission'> }) {
  if (mission.urgent && mission.status !== 'done') {
    return <span class="chip bad">{t('mission.urgent')}</span>;
  }
  return (
    <span class={`chip ${toneOf(mission.status)}`}>{t(`mission_status.${mission.status}`)}</span>
  );
}

export function CallButton({ mission }: { readonly mission: Shown<'mission'> }) {
  const contact = contactOf(usePhone().view.value, mission);
  if (!contact.phone) return null;
  const label = contact.name ? t('mission.call_name', { name: contact.name }) : t('mission.call');
  return (
    <a
      class="btn"
      href={`tel:${contact.phone.replace(/\s/g, '')}`}
      aria-label={label}
      data-testid="call"
    >
      <Icon name="phone" />
      {t('mission.call')}
    </a>
  );
}

export function MapButton({ mission }: { readonly mission: Shown<'mission'> }) {
  const site = usePhone().view.value.site.get(mission.site_id);
  if (!site) return null;
  return (
    <a class="btn" href={mapLink(site, isApple)} data-testid="map">
      <Icon name="pin" />
      {t('mission.route')}
    </a>
  );
}

/** The one big button: the next step of this mission. */
export function MainButton({ mission }: { readonly mission: Shown<'mission'> }) {
  const phone = usePhone();
  const action = mainAction(mission, reportOf(phone.view.value, mission.id));
  if (!action) return null;
  if (action.kind === 'link') {
    return (
      <a class="btn main" href={action.href} data-testid="main-action">
        {t(action.label)}
      </a>
    );
  }
  return (
    <Action class="main" act={() => takeStep(phone, mission, action.step)} testId="main-action">
      {t(action.label)}
    </Action>
  );
}

interface MissionLineProps {
  readonly mission: Shown<'mission'>;
}

/** One mission in a list: when, who, what, how it stands. */
export function MissionLine({ mission }: MissionLineProps) {
  const client = usePhone().view.value.client.get(mission.client_id);
  return (
    <li>
      <a class="line" href={to('mission', mission.id)} data-testid="mission-line">
        <time class="num" dateTime={mission.starts_at ?? ''}>
          {mission.starts_at && clock(mission.starts_at, mission.timezone)}
          <small>{minutesText(mission.estimated_minutes)}</small>
        </time>
        <span>
          <strong>{client?.name ?? mission.number}</strong>
          <span>{mission.title}</span>
        </span>
        <MissionChip mission={mission} />
      </a>
    </li>
  );
}

interface ReasonStepProps {
  readonly mission: Shown<'mission'>;
  readonly step: Extract<FieldStep, 'decline' | 'interrupt'>;
}

/** A step that needs a reason, behind a quiet link. */
export function ReasonStep({ mission, step }: ReasonStepProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="btn quiet"
        onClick={() => setOpen(true)}
        data-testid={`ask-${step}`}
      >
        {t(`mission.${step}`)}
      </button>
      {open && <ReasonSheet mission={mission} step={step} onClose={() => setOpen(false)} />}
    </>
  );
}

function ReasonSheet({
  mission,
  step,
  onClose,
}: ReasonStepProps & { readonly onClose: () => void }) {
  const phone = usePhone();
  const { value: reason, set, drop } = useDraft(`reason/${step}/${mission.id}`, '');
  const act = async () => {
    await takeStep(phone, mission, step, reason.trim());
    drop();
    if (step === 'interrupt') return onClose();
    // The mission is nobody's now: there is nothing left to do on its page.
    say(t('mission.declined', { number: mission.number }));
    go(to('today'), true);
  };
  return (
    <Sheet title={t(`mission.${step}_title`)} onClose={onClose} testId={`sheet-${step}`}>
      <p>{t(`mission.${step}_why`)}</p>
      <div class="field">
        <label for="reason">{t('common.reason')}</label>
        <textarea
          id="reason"
          class="input short"
          value={reason}
          onInput={(event) => set(event.currentTarget.value)}
          data-testid="reason"
        />
      </div>
      <div class="row">
        <Action
          class="main"
          act={act}
          disabled={reason.trim().length < 3}
          testId={`confirm-${step}`}
        >
          {t(`mission.${step}_confirm`)}
        </Action>
      </div>
    </Sheet>
  );
}

export function Card({
  title,
  children,
  testId,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly testId?: string;
}) {
  return (
    <section class="card" data-testid={testId}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
