import { useState } from 'preact/hooks';
import { agenda, dayOf, missionsOfDay, type Shown } from '../../store/view';
import { now, usePhone, useView } from '../context';
import { clock, dayKey, longDay, plainDate, relative } from '../format';
import { t, tn } from '../i18n';
import { showInstallHint } from '../install';
import { addressLine, dayPlan, loadByDay, missionsAtHand, unfinishedBefore } from '../missions';
import { Page } from '../parts/frame';
import { InstallHint } from '../parts/install-hint';
import { CallButton, MainButton, MapButton, MissionChip, MissionLine } from '../parts/mission-bits';
import { News } from '../parts/news';
import { Bones } from '../parts/skeleton';
import { UpdateBanner } from '../parts/update-banner';
import { Week } from '../parts/week';
import { to } from '../route';
import { said } from '../said';

const FAR_OFF_MS = 5 * 60_000;

export function Today() {
  const phone = usePhone();
  const view = phone.view.value;
  const today = dayKey(now.value);
  const [chosen, setChosen] = useState(today);
  const isToday = chosen === today;
  const waitsForFirst = !phone.sync.value.complete && view.mission.size === 0;
  return (
    <Page
      name="today"
      title={t('today.title')}
      small={longDay(isToday ? now.value : `${chosen}T12:00:00`)}
    >
      <UpdateBanner />
      <Said />
      <News />
      <WrongClock />
      <Week today={now.value} chosen={chosen} loads={loadByDay(view)} onChoose={setChosen} />
      {waitsForFirst ? <Bones /> : isToday ? <DayToday day={chosen} /> : <OtherDay day={chosen} />}
      {isToday && <Left today={today} />}
      {isToday && <Later today={today} />}
      {showInstallHint.value && <InstallHint />}
      <Ready />
    </Page>
  );
}

function DayToday({ day }: { readonly day: string }) {
  const missions = missionsAtHand(useView(), day);
  if (missions.length === 0) return <Empty title="today.empty" text="today.empty_text" />;
  const { next, rest, over } = dayPlan(missions);
  return (
    <>
      {next ? <Next mission={next} /> : <Empty title="today.over" text="today.over_text" />}
      <Lines title={t('today.then')} missions={rest} />
      <Lines title={t('today.done')} missions={over} />
    </>
  );
}

function OtherDay({ day }: { readonly day: string }) {
  const missions = missionsOfDay(useView(), day);
  if (missions.length === 0) return <Empty title="today.empty_day" text="today.empty_text" />;
  return <Lines title={longDay(`${day}T12:00:00`)} missions={missions} />;
}

/** What was planned on an earlier day and has not been ended. */
function Left({ today }: { readonly today: string }) {
  const view = useView();
  const atHand = new Set(missionsAtHand(view, today));
  const left = unfinishedBefore(view, today).filter((mission) => !atHand.has(mission));
  const days = [...new Set(left.map(dayOf))];
  return (
    <>
      {days.map((day) => (
        <Lines
          key={day}
          title={t('today.left', { day: longDay(`${day}T12:00:00`) })}
          missions={left.filter((mission) => dayOf(mission) === day)}
        />
      ))}
    </>
  );
}

/** Whatever lies after today, day by day. */
function Later({ today }: { readonly today: string }) {
  const ahead = agenda(useView()).filter(
    (mission) => dayOf(mission) > today && mission.status !== 'done',
  );
  const days = [...new Set(ahead.map(dayOf))];
  return (
    <>
      {days.map((day) => (
        <Lines
          key={day}
          title={longDay(`${day}T12:00:00`)}
          missions={ahead.filter((mission) => dayOf(mission) === day)}
        />
      ))}
    </>
  );
}

function Lines({
  title,
  missions,
}: {
  readonly title: string;
  readonly missions: readonly Shown<'mission'>[];
}) {
  if (missions.length === 0) return null;
  return (
    <section>
      <h2 class="day">{title}</h2>
      <ul class="lines">
        {missions.map((mission) => (
          <MissionLine key={mission.id} mission={mission} />
        ))}
      </ul>
    </section>
  );
}

/** Where next, when, what for: the first thing to read in the morning. */
function Next({ mission }: { readonly mission: Shown<'mission'> }) {
  const view = useView();
  const client = view.client.get(mission.client_id);
  return (
    <article class="card" data-testid="next-mission">
      <div class="when num">
        <strong>
          {mission.starts_at && clock(mission.starts_at, mission.timezone)}
          {mission.ends_at && ` – ${clock(mission.ends_at, mission.timezone)}`}
        </strong>
        <span>{mission.starts_at && relative(mission.starts_at, now.value)}</span>
        <MissionChip mission={mission} />
      </div>
      <h2>
        <a href={to('mission', mission.id)} data-testid="open-mission">
          {client?.name ?? mission.number}
        </a>
      </h2>
      <p>{addressLine(view.site.get(mission.site_id))}</p>
      <p class="what brief">{mission.problem || mission.title}</p>
      <div class="row">
        <CallButton mission={mission} />
        <MapButton mission={mission} />
      </div>
      <div class="stack above">
        <MainButton mission={mission} />
        <a class="btn quiet" href={to('mission', mission.id)}>
          {t('today.see_mission')}
        </a>
      </div>
    </article>
  );
}

function Empty({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section class="empty" data-testid="empty">
      <svg class="art" viewBox="0 0 120 96" aria-hidden="true">
        <path d="M14 82h92M30 82V44l30-22 30 22v38M50 82V60h20v22M84 32V20h8v18M18 30c6-6 12 0 16-4" />
      </svg>
      <h2>{t(title)}</h2>
      <p>{t(text)}</p>
    </section>
  );
}

/** Steps and signatures carry this phone's time: a clock that is far off is said, not hidden. */
function WrongClock() {
  const offset = usePhone().sync.value.serverTimeOffsetMs;
  if (Math.abs(offset) < FAR_OFF_MS) return null;
  const there = new Date(now.value.getTime() + offset);
  return (
    <p class="outside note" role="status" data-testid="wrong-clock">
      {t('today.wrong_clock', { day: plainDate(there), time: clock(there) })}
    </p>
  );
}

/** The good news that the last screen left behind, once. */
function Said() {
  if (!said.value) return null;
  return (
    <p class="outside note ok" role="status" data-testid="said">
      {said.value}
    </p>
  );
}

function Ready() {
  const phone = usePhone();
  const view = phone.view.value;
  if (!phone.sync.value.complete) {
    return (
      <p class="footline" role="status">
        {view.mission.size > 0
          ? tn('today.first_sync', view.mission.size)
          : t('today.first_sync_soon')}
      </p>
    );
  }
  if (view.mission.size === 0) return null;
  const parts = [
    tn('today.ready_missions', agenda(view).filter(({ status }) => status !== 'done').length),
    tn('today.ready_dossiers', view.dossier.size),
    tn('today.ready_history', view.history_entry.size),
  ];
  return (
    <p class="footline num" data-testid="offline-ready">
      {t('today.ready', { what: parts.join(', ') })}
    </p>
  );
}
