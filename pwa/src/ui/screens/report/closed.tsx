import { partsOf, type Shown } from '../../../store/view';
import { readContent } from '../../canonical';
import { useView } from '../../context';
import { clock, plainDate } from '../../format';
import { t } from '../../i18n';
import { Page } from '../../parts/frame';
import { to } from '../../route';
import { Content } from '../sign/content';

interface Props {
  readonly mission: Shown<'mission'>;
  readonly report: Shown<'report'>;
}

/** A closed report, as it was signed. */
export function ClosedReport({ mission, report }: Props) {
  const content = readContent(report.frozen);
  const signatures = partsOf(useView(), 'signature', report.id).filter((one) => !one.voided_at);
  return (
    <Page
      name="report"
      title={t('report.title')}
      small={report.number || t('report.provisional')}
      back={{ href: to('mission', mission.id), label: t('report.mission') }}
    >
      <p class={report.number ? 'outside note ok' : 'outside note'} role="status">
        {report.number
          ? t('report.closed_on', { when: report.closed_at ? plainDate(report.closed_at) : '' })
          : t('report.closed_here')}
      </p>
      {content && <Content content={content} />}
      <section class="card">
        <h2>{t('report.signatures')}</h2>
        <ul class="past">
          {signatures.map((signature) => (
            <li key={signature.id} class="past-entry">
              <strong>{signature.name || t(`signing_outcome.${signature.outcome}`)}</strong>
              <small class="num">
                {[
                  signature.capacity,
                  t(`signing_outcome.${signature.outcome}`),
                  clock(signature.signed_at),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  );
}
