import type { ComponentChildren } from 'preact';
import { checkTodo } from '../../domain/edits';
import type { EventKind, MissionStatus } from '../../domain/kinds';
import { nextSteps } from '../../domain/missions';
import { eventsOf, ofClient, type Shown } from '../../store/view';
import { usePhone, useView } from '../context';
import { clock, dayAndClock, minutesText } from '../format';
import { t } from '../i18n';
import { addressLine, contactOf } from '../missions';
import { Page } from '../parts/frame';
import { Icon } from '../parts/icon';
import { CallButton, Card, MainButton, MapButton, ReasonStep } from '../parts/mission-bits';
import { to } from '../route';
import { Absent } from './absent';
import { History, Timeline } from './mission/past';

interface Props {
  readonly mission: Shown<'mission'>;
}

export function MissionScreen({ id }: { readonly id: string }) {
  const view = useView();
  const mission = view.mission.get(id);
  if (!mission) return <Absent missionId={id} />;
  const client = view.client.get(mission.client_id);
  return (
    <Page
      name="mission"
      title={client?.name ?? mission.title}
      small={[mission.number, dueText(mission)].filter(Boolean).join(' · ')}
      back={{ href: to('today'), label: t('tabs.today') }}
      bar={
        mission.status === 'done' && !hasReport(view, id) ? null : <MainButton mission={mission} />
      }
    >
      <Steps mission={mission} />
      <div class="pairs">
        <Todo mission={mission} />
        <Problem mission={mission} />
        <OnSite mission={mission} />
        <Context mission={mission} />
        <History mission={mission} />
        <Timeline mission={mission} />
      </div>
      <Exits mission={mission} />
    </Page>
  );
}

function hasReport(view: ReturnType<typeof useView>, missionId: string): boolean {
  return [...view.report.values()].some((report) => report.mission_id === missionId);
}

function dueText(mission: Shown<'mission'>): string {
  if (!mission.due_at) return '';
  return t('mission.due', { when: dayAndClock(mission.due_at, mission.timezone) });
}

const STEP_EVENTS: readonly (readonly [EventKind, MissionStatus])[] = [
  ['accepted', 'accepted'],
  ['en_route', 'en_route'],
  ['on_site', 'on_site'],
  ['done', 'done'],
];
const PROGRESS: Partial<Record<MissionStatus, number>> = {
  accepted: 1,
  en_route: 2,
  on_site: 3,
  interrupted: 3,
  done: 4,
};

/** Four steps, with the time of those that were taken. */
function Steps({ mission }: Props) {
  const events = eventsOf(useView(), mission.id);
  const reached = PROGRESS[mission.status] ?? 0;
  return (
    <ol class="steps" aria-label={t('mission.steps')}>
      {STEP_EVENTS.map(([kind, status], index) => {
        const event = events.findLast((one) => one.kind === kind);
        const isNow = index === reached - 1;
        return (
          <li
            key={kind}
            class={isNow ? 'now' : index < reached ? 'done' : ''}
            aria-current={isNow ? 'step' : undefined}
          >
            {t(`mission_status.${status}`)}
            {event && index < reached && (
              <time class="num" dateTime={event.at}>
                {clock(event.at, mission.timezone)}
              </time>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Todo({ mission }: Props) {
  const phone = usePhone();
  if (mission.todo.length === 0) return null;
  const done = mission.todo.filter((todo) => todo.done).length;
  return (
    <Card title={t('mission.todo')} testId="todo">
      <p class="small num" aria-live="polite">
        {t('mission.todo_done', { done, all: mission.todo.length })}
      </p>
      <ul class="check">
        {mission.todo.map((todo) => (
          <li key={todo.id} class="check-item">
            {/* biome-ignore lint/a11y/useSemanticElements: the whole line is the target. */}
            <button
              type="button"
              role="checkbox"
              aria-checked={todo.done}
              onClick={() => phone.record(checkTodo(mission.id, todo.id, !todo.done))}
              data-testid="todo-item"
            >
              <span class="box" aria-hidden="true">
                <Icon name="check" />
              </span>
              {todo.text}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Problem({ mission }: Props) {
  return (
    <Card title={t('mission.problem')} testId="problem">
      <p class="what">{mission.problem || mission.title}</p>
      {mission.urgent && (
        <p class="note bad">
          {mission.urgent_reason
            ? t('mission.urgent_because', { reason: mission.urgent_reason })
            : t('mission.urgent')}
        </p>
      )}
      {mission.actions_done && (
        <p class="note">{t('mission.done_by_phone', { what: mission.actions_done })}</p>
      )}
    </Card>
  );
}

function OnSite({ mission }: Props) {
  const view = useView();
  const site = view.site.get(mission.site_id);
  const contact = contactOf(view, mission);
  const dossier = ofClient(view, 'dossier', mission.client_id)[0];
  const contract = mission.contract_id ? view.contract.get(mission.contract_id) : undefined;
  return (
    <Card title={t('mission.on_site')} testId="on-site">
      <dl>
        <Fact name="mission.contact">
          {contact.name}
          {contact.capacity && <small class="sub">{contact.capacity}</small>}
        </Fact>
        <Fact name="mission.phone">{contact.phone}</Fact>
        <Fact name="mission.address">{addressLine(site)}</Fact>
        <Fact name="mission.access">{mission.access_info || site?.access_info}</Fact>
        <Fact name="mission.appointment">{appointmentText(mission)}</Fact>
        <Fact name="mission.estimated">{minutesText(mission.estimated_minutes)}</Fact>
        <Fact name="mission.contract">{contractText(contract)}</Fact>
      </dl>
      <div class="row">
        <CallButton mission={mission} />
        <MapButton mission={mission} />
      </div>
      <div class="row">
        <a
          class="btn"
          href={dossier ? to('dossier', dossier.id) : to('dossiers')}
          data-testid="dossier-link"
        >
          <Icon name="folder" />
          {t('mission.dossier')}
        </a>
      </div>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  if (!children || (Array.isArray(children) && !children.some(Boolean))) return null;
  return (
    <>
      <dt>{t(name)}</dt>
      <dd class="num">{children}</dd>
    </>
  );
}

function appointmentText(mission: Shown<'mission'>): string {
  const { by_name: by, with: person } = mission.appointment;
  if (!person) return '';
  return t('mission.agreed', { person: String(person), by: String(by ?? '') });
}

function contractText(contract: Shown<'contract'> | undefined): string {
  if (!contract) return t('mission.no_contract');
  const kind = t(`contract_kind.${contract.kind}`);
  if (contract.bank_minutes === null) return kind;
  return t('mission.contract_left', { kind, left: minutesText(contract.bank_minutes) });
}

function Context({ mission }: Props) {
  if (!mission.technical_context) return null;
  return (
    <Card title={t('mission.context')} testId="context">
      <p class="what">{mission.technical_context}</p>
    </Card>
  );
}

/** The ways out, behind quiet links. */
function Exits({ mission }: Props) {
  const steps = nextSteps(mission.status);
  return (
    <div class="outside">
      {steps.includes('interrupt') && <ReasonStep mission={mission} step="interrupt" />}
      {steps.includes('decline') && <ReasonStep mission={mission} step="decline" />}
    </div>
  );
}
