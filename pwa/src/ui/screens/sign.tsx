import { useState } from 'preact/hooks';
import { shortCode } from '../../domain/canonical';
import type { ReportContent } from '../../domain/reports';
import { reportOf, type Shown } from '../../store/view';
import { readContent } from '../canonical';
import { usePerson, usePhone, useView } from '../context';
import { clock } from '../format';
import { t } from '../i18n';
import { Action } from '../parts/action';
import { Choices } from '../parts/fields';
import { Page } from '../parts/frame';
import { go, to } from '../route';
import { say } from '../said';
import { type Chain, chainOf, closing, sign } from '../signing';
import '../style/sign.css';
import { Absent } from './absent';
import { ClientSign } from './sign/client';
import { Consent } from './sign/consent';
import { Content } from './sign/content';
import { InkForm } from './sign/ink-form';
import { Outcomes } from './sign/outcomes';

interface Props {
  readonly mission: Shown<'mission'>;
  readonly report: Shown<'report'>;
}
interface StepProps extends Props {
  readonly content: ReportContent;
  readonly chain: Chain;
}

/** From the frozen report to the end of the visit, one person at a time. */
export function SignScreen({ id }: { readonly id: string }) {
  const view = useView();
  const mission = view.mission.get(id);
  const report = mission && reportOf(view, id);
  const content = readContent(report?.frozen ?? null);
  const [handed, setHanded] = useState({ content: '', how: '' });
  if (!mission || !report) return <Absent missionId={id} />;
  if (report.status !== 'frozen' || !content) return <NotFrozen mission={mission} />;
  const chain = chainOf(view, report);
  const step = { mission, report, content, chain };
  if (!chain.technician) return <TechnicianSign key="technician" {...step} />;
  if (chain.client) return <Close key="close" {...step} />;
  // A new content was signed by the technician: the phone changes hands again.
  const hash = report.content_sha256 ?? '';
  if (handed.content !== hash) {
    return <HandOver key="hand" {...step} onHand={(how) => setHanded({ content: hash, how })} />;
  }
  return <ClientSign key="client" {...step} identifiedBy={handed.how} />;
}

function backToReport(mission: Shown<'mission'>) {
  return { href: to('report', mission.id), label: t('report.title') };
}

function NotFrozen({ mission }: { readonly mission: Shown<'mission'> }) {
  return (
    <Page name="sign" title={t('sign.title')} back={backToReport(mission)}>
      <p class="outside muted">{t('sign.not_frozen')}</p>
      <div class="outside">
        <a class="btn main" href={to('report', mission.id)}>
          {t('sign.to_report')}
        </a>
      </div>
    </Page>
  );
}

/** The technician reads what was frozen, and signs first. */
function TechnicianSign({ mission, report, content, chain }: StepProps) {
  const phone = usePhone();
  const person = usePerson();
  const code = shortCode(report.content_sha256 ?? '');
  const signer = {
    role: 'technician',
    name: person.name,
    capacity: t('role.technician'),
    identifiedBy: 'account',
  } as const;
  return (
    <Page
      name="sign-technician"
      title={t('sign.read_again')}
      small={t('sign.technician_small')}
      back={backToReport(mission)}
      alone
    >
      {chain.voided > 0 && (
        <p class="outside note" role="status" data-testid="voided">
          {t(content.reservations ? 'sign.voided_reservations' : 'sign.voided')}
        </p>
      )}
      <Content content={content} />
      <section class="card">
        <p class="consent">
          <Consent wording="consent.technician" said={{ name: person.name }} code={code} />
        </p>
        <InkForm
          place={`technician/${report.content_sha256}`}
          name={person.name}
          button={t('sign.technician_do')}
          onSign={(ink) => sign(phone, report, { signer, outcome: 'signed', ink })}
        />
      </section>
    </Page>
  );
}

/** Between two people: whom the phone goes to, and how she is known. */
function HandOver({
  mission,
  report,
  content,
  onHand,
}: StepProps & { readonly onHand: (how: string) => void }) {
  const [how, setHow] = useState<'known' | 'document'>('known');
  return (
    <Page
      name="hand-over"
      title={t('sign.hand_over')}
      small={content.client.name}
      back={backToReport(mission)}
      bar={
        <button type="button" class="btn main" onClick={() => onHand(how)} data-testid="handed">
          {t('sign.handed')}
        </button>
      }
    >
      <section class="card">
        <p>{t('sign.hand_over_text')}</p>
        <Choices<'known' | 'document'>
          name="identified"
          legend={t('sign.identified')}
          value={how}
          options={[
            ['known', t('sign.identified_known')],
            ['document', t('sign.identified_document')],
          ]}
          onChoose={setHow}
        />
      </section>
      <div class="outside">
        <Outcomes mission={mission} report={report} signer={null} />
      </div>
    </Page>
  );
}

/** Everybody has signed: one button ends the visit. */
function Close({ mission, report, content, chain }: StepProps) {
  const phone = usePhone();
  const signature = chain.client;
  if (!signature) return null;
  const close = async () => {
    await phone.record(closing(report, signature.outcome, signature.reason));
    say(t('sign.closed', { client: content.client.name }));
    go(to('today'), true);
  };
  return (
    <Page
      name="sign-close"
      title={t('sign.give_back')}
      small={content.client.name}
      back={backToReport(mission)}
      bar={
        <Action class="main" act={close} testId="close-report">
          {t('sign.close')}
        </Action>
      }
    >
      <section class="card" data-testid="signed">
        <h2>{t('sign.both')}</h2>
        <ul class="past">
          {[chain.technician, signature].map(
            (one) =>
              one && (
                <li key={one.id} class="past-entry">
                  <strong>{one.name}</strong>
                  <small class="num">
                    {[one.capacity, t(`signing_outcome.${one.outcome}`), clock(one.signed_at)]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </li>
              ),
          )}
        </ul>
        <p>{t('sign.close_text')}</p>
      </section>
    </Page>
  );
}
