import { useRef, useState } from 'preact/hooks';
import { setReport, startReport, thawReport } from '../../domain/edits';
import { newId } from '../../domain/ids';
import { reportOf, type Shown } from '../../store/view';
import { flushAll } from '../autosave';
import { now, usePerson, usePhone, useView } from '../context';
import { freeze } from '../freeze';
import { t, tn } from '../i18n';
import { type Missing, missingOf } from '../missing';
import { Action } from '../parts/action';
import { Choices } from '../parts/fields';
import { Page } from '../parts/frame';
import { Sheet } from '../parts/sheet';
import { go, to } from '../route';
import { Absent } from './absent';
import { ClosedReport } from './report/closed';
import { Inventory } from './report/inventory';
import { Parts } from './report/parts';
import { Photos } from './report/photos';
import { Texts } from './report/texts';
import { Times } from './report/times';

interface Props {
  readonly mission: Shown<'mission'>;
  readonly report: Shown<'report'>;
}

export function ReportScreen({ id }: { readonly id: string }) {
  const view = useView();
  const mission = view.mission.get(id);
  if (!mission) return <Absent missionId={id} />;
  const report = reportOf(view, id);
  if (!report) return <NotStarted mission={mission} />;
  if (report.status === 'draft') return <Draft mission={mission} report={report} />;
  if (report.status === 'frozen') return <Frozen mission={mission} report={report} />;
  return <ClosedReport mission={mission} report={report} />;
}

function backTo(mission: Shown<'mission'>) {
  return { href: to('mission', mission.id), label: t('report.mission') };
}

function NotStarted({ mission }: { readonly mission: Shown<'mission'> }) {
  const phone = usePhone();
  const start = () => phone.record(startReport(mission.id, newId(), new Date().toISOString()));
  return (
    <Page name="report" title={t('report.title')} small={mission.number} back={backTo(mission)}>
      <section class="card">
        <p>{t('report.not_started')}</p>
        <div class="row">
          <Action class="main" act={start} testId="report-start">
            {t('report.start')}
          </Action>
        </div>
      </section>
    </Page>
  );
}

function Draft({ mission, report }: Props) {
  const view = useView();
  const client = view.client.get(mission.client_id);
  const missing = missingOf(view, report, now.value);
  const summary = useRef<HTMLElement>(null);
  return (
    <Page
      name="report"
      title={t('report.title')}
      small={[mission.number, client?.name].filter(Boolean).join(' · ')}
      back={backTo(mission)}
      bar={<ToSign mission={mission} report={report} onMissing={() => summary.current?.focus()} />}
    >
      <section ref={summary} tabIndex={-1} class="outside" data-testid="missing">
        <MissingList missing={missing} />
      </section>
      <div class="pairs">
        <Texts report={report} />
        <Times report={report} />
        <Parts report={report} />
        <Photos report={report} />
        <Inventory report={report} />
        <Solved report={report} />
      </div>
    </Page>
  );
}

/** What is still needed, each with a way there. */
function MissingList({ missing }: { readonly missing: readonly Missing[] }) {
  if (missing.length === 0) return <p class="note ok">{t('report.complete')}</p>;
  return (
    <div class="note">
      <strong>{tn('report.missing', missing.length)}</strong>
      <ul class="missing">
        {missing.map((name) => (
          <li key={name}>
            <button type="button" onClick={() => show(name)} data-testid={`missing-${name}`}>
              {t(`report.missing_${name}`)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function show(name: Missing): void {
  const place = document.getElementById(name);
  place?.scrollIntoView({ block: 'center' });
  place?.focus({ preventScroll: true });
}

function Solved({ report }: { readonly report: Shown<'report'> }) {
  const phone = usePhone();
  return (
    <section class="card" data-testid="solved">
      <h2>{t('report.solved')}</h2>
      <Choices<'yes' | 'no'>
        name="solved"
        legend={t('report.solved_question')}
        hideLegend
        value={report.solved ? 'yes' : 'no'}
        options={[
          ['yes', t('report.solved_yes')],
          ['no', t('report.solved_no'), t('report.solved_no_hint')],
        ]}
        onChoose={(answer) => {
          void phone.record(setReport(report.id, { solved: answer === 'yes' }));
        }}
      />
    </section>
  );
}

function ToSign({ mission, report, onMissing }: Props & { readonly onMissing: () => void }) {
  const phone = usePhone();
  const person = usePerson();
  const read = async () => {
    await flushAll();
    const current = reportOf(phone.view.value, mission.id) ?? report;
    if (missingOf(phone.view.value, current, new Date()).length > 0) return onMissing();
    await freeze(phone, mission, current, person, new Date());
    go(to('sign', mission.id));
  };
  return (
    <Action class="main" act={read} testId="to-sign">
      {t('mission.to_sign')}
    </Action>
  );
}

/** What was frozen does not change by accident: the person is told what a change costs. */
function Frozen({ mission, report }: Props) {
  const phone = usePhone();
  const [asking, setAsking] = useState(false);
  return (
    <Page
      name="report"
      title={t('report.title')}
      small={mission.number}
      back={backTo(mission)}
      bar={
        <a class="btn main" href={to('sign', mission.id)} data-testid="go-on-signing">
          {t('report.go_on_signing')}
        </a>
      }
    >
      <section class="card" data-testid="report-frozen">
        <h2>{t('report.frozen')}</h2>
        <p>{t('report.frozen_text')}</p>
        <div class="row">
          <button type="button" class="btn" onClick={() => setAsking(true)} data-testid="thaw">
            {t('report.thaw')}
          </button>
        </div>
      </section>
      {asking && (
        <Sheet title={t('report.thaw_title')} onClose={() => setAsking(false)} testId="sheet-thaw">
          <p>{t('report.thaw_text')}</p>
          <div class="row">
            <Action
              class="danger"
              act={() => phone.record(thawReport(report.id))}
              testId="confirm-thaw"
            >
              {t('report.thaw_do')}
            </Action>
          </div>
        </Sheet>
      )}
    </Page>
  );
}
