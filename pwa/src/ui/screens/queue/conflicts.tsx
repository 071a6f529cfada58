import type { Json } from '../../../domain/kinds';
import type { ConflictView } from '../../../store/view';
import { t } from '../../i18n';

/** Two people wrote the same thing: both values stay in sight. */
export function Conflicts({ conflicts }: { readonly conflicts: readonly ConflictView[] }) {
  if (conflicts.length === 0) return null;
  return (
    <section>
      <h2 class="day">{t('queue.conflicts')}</h2>
      {conflicts.map((conflict) => (
        <section key={conflict.id} class="card" data-testid="conflict">
          <dl>
            <dt>{t('queue.mine')}</dt>
            <dd>{words(conflict.mine)}</dd>
            <dt>{t('queue.theirs')}</dt>
            <dd>{words(conflict.theirs)}</dd>
          </dl>
          <p class="small">{t('queue.conflict_text')}</p>
        </section>
      ))}
    </section>
  );
}

function words(value: Json): string {
  if (value !== null && typeof value === 'object' && 'value' in value) return words(value.value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
