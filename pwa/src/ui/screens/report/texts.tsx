import { writeReport } from '../../../domain/edits';
import type { Shown } from '../../../store/view';
import { usePhone } from '../../context';
import { t } from '../../i18n';
import { KeptText } from '../../parts/fields';

export function Texts({ report }: { readonly report: Shown<'report'> }) {
  const phone = usePhone();
  return (
    <section class="card">
      <h2>{t('report.what')}</h2>
      <KeptText
        id="actions_done"
        label={t('report.actions_done')}
        hint={t('report.actions_hint')}
        value={report.actions_done}
        save={(text) => phone.record(writeReport(report.id, 'actions_done', text))}
      />
      <KeptText
        id="problems_met"
        label={t('report.problems_met')}
        hint={t('report.problems_hint')}
        value={report.problems_met}
        save={(text) => phone.record(writeReport(report.id, 'problems_met', text))}
        short
      />
    </section>
  );
}
