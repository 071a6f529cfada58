import type { Shown, View } from '../../store/view';
import { now, useView } from '../context';
import { relative } from '../format';
import { t } from '../i18n';
import { Page } from '../parts/frame';
import { Icon } from '../parts/icon';
import { to } from '../route';

/** The dossiers this person has a right to, and how to ask for the others. */
export function Dossiers() {
  const view = useView();
  const dossiers = [...view.dossier.values()].sort((one, other) =>
    one.title.localeCompare(other.title),
  );
  return (
    <Page name="dossiers" title={t('dossiers.title')}>
      {dossiers.length === 0 && <p class="outside muted">{t('dossiers.empty')}</p>}
      <ul class="lines">
        {dossiers.map((dossier) => (
          <li key={dossier.id}>
            <a class="line two" href={to('dossier', dossier.id)} data-testid="dossier-line">
              <span>
                <strong>{dossier.title}</strong>
                <span>{freshness(dossier)}</span>
              </span>
              <Icon name="right" />
            </a>
          </li>
        ))}
      </ul>
      <Others view={view} />
    </Page>
  );
}

export function freshness(dossier: Shown<'dossier'>): string {
  if (!dossier.verified_at) return t('dossier.never_verified');
  return t('dossier.verified', { when: relative(dossier.verified_at, now.value) });
}

/** Clients of a mission whose dossier is not here: the desk opens it, nobody else. */
function Others({ view }: { readonly view: View }) {
  const open = new Set([...view.dossier.values()].map((dossier) => dossier.client_id));
  const clients = [...new Set([...view.mission.values()].map((mission) => mission.client_id))]
    .filter((id) => !open.has(id))
    .map((id) => view.client.get(id))
    .filter((client) => client !== undefined);
  return (
    <section data-testid="no-right">
      {clients.length > 0 && (
        <>
          <h2 class="day">{t('dossiers.closed')}</h2>
          <ul class="lines">
            {clients.map((client) => (
              <li key={client.id} class="line two">
                <strong>{client.name}</strong>
                <span class="chip off">{t('dossiers.no_right')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="footline">{t('dossiers.how_to_ask')}</p>
    </section>
  );
}
