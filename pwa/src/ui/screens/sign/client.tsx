import { useEffect, useRef, useState } from 'preact/hooks';
import { shortCode } from '../../../domain/canonical';
import type { ReportContent } from '../../../domain/reports';
import { ofClient, type Shown } from '../../../store/view';
import { usePhone, useView } from '../../context';
import { type DraftOf, useDraft } from '../../draft';
import { t } from '../../i18n';
import { contactOf, fullName } from '../../missions';
import { Page } from '../../parts/frame';
import { Words } from '../../parts/words';
import { to } from '../../route';
import { type Signer, sign } from '../../signing';
import { Consent } from './consent';
import { Content } from './content';
import { InkForm } from './ink-form';
import { Outcomes } from './outcomes';

interface Props {
  readonly mission: Shown<'mission'>;
  readonly report: Shown<'report'>;
  readonly content: ReportContent;
  readonly identifiedBy: string;
}

/** Written for the client: what was done, what it changes, her name, the code, a wide pad. */
export function ClientSign({ mission, report, content, identifiedBy }: Props) {
  const phone = usePhone();
  const draft = useWho(mission, report);
  const { value: who, set: setWho } = draft;
  const end = useRef<HTMLDivElement>(null);
  const read = useSeen(end);
  const signer: Signer = { role: 'client', ...who, identifiedBy };
  const outcome = content.reservations ? 'signed_with_reservations' : 'signed';
  const named = who.name.trim().length >= 2;
  const code = shortCode(report.content_sha256 ?? '');
  return (
    <Page
      name="sign-client"
      title={t('sign.title')}
      small={t('sign.client_small')}
      back={{ href: to('report', mission.id), label: t('report.title') }}
      alone
    >
      <Content content={content} />
      <section class="card">
        <h2>{t('sign.who')}</h2>
        <Who mission={mission} who={who} onWho={setWho} />
      </section>
      <section class="card">
        <p class="consent" data-testid="consent">
          {content.reservations && `${t('sign.with_reservations')} `}
          <Consent
            wording="consent.client"
            said={{ name: who.name || '…', capacity: who.capacity || '…' }}
            code={code}
          />
        </p>
        <InkForm
          place={`client/${report.content_sha256}`}
          name={who.name}
          button={t('sign.client_do')}
          {...waits(read, named)}
          onSign={async (ink) => {
            await sign(phone, report, { signer, outcome, ink });
            draft.drop();
          }}
        >
          <div ref={end} />
          <Outcomes mission={mission} report={report} signer={signer} />
        </InkForm>
      </section>
    </Page>
  );
}

function waits(read: boolean, named: boolean): { readonly waitsFor?: string } {
  if (!read) return { waitsFor: t('sign.read_first') };
  return named ? {} : { waitsFor: t('sign.name_first') };
}

interface Named {
  readonly name: string;
  readonly capacity: string;
}

/** The person met on site stands first; she can be another. */
function useWho(mission: Shown<'mission'>, report: Shown<'report'>): DraftOf<Named> {
  const { name, capacity } = contactOf(useView(), mission);
  return useDraft<Named>(`who/${report.id}`, { name, capacity });
}

interface WhoProps {
  readonly mission: Shown<'mission'>;
  readonly who: Named;
  readonly onWho: (who: Named) => void;
}

function Who({ mission, who, onWho }: WhoProps) {
  const referents = ofClient(useView(), 'referent', mission.client_id).filter(
    (referent) => referent.can_sign,
  );
  const [other, setOther] = useState(!referents.some((one) => fullName(one) === who.name));
  return (
    <>
      <fieldset>
        <legend class="hidden">{t('sign.who')}</legend>
        <div class="choices">
          {referents.map((referent) => (
            <label key={referent.id} class="choice">
              <input
                type="radio"
                name="who"
                checked={!other && fullName(referent) === who.name}
                onChange={() => {
                  setOther(false);
                  onWho({ name: fullName(referent), capacity: referent.function });
                }}
              />
              <span>
                {fullName(referent)}
                <small>{referent.function}</small>
              </span>
            </label>
          ))}
          <label class="choice">
            <input
              type="radio"
              name="who"
              checked={other}
              onChange={() => {
                setOther(true);
                onWho({ name: '', capacity: '' });
              }}
              data-testid="who-other"
            />
            <span>{t('sign.who_other')}</span>
          </label>
        </div>
      </fieldset>
      {other && (
        <>
          <Words
            id="signer-name"
            label={t('sign.name')}
            value={who.name}
            onValue={(name) => onWho({ ...who, name })}
          />
          <Words
            id="signer-capacity"
            label={t('sign.capacity')}
            value={who.capacity}
            onValue={(capacity) => onWho({ ...who, capacity })}
          />
        </>
      )}
    </>
  );
}

/** True once `mark` has come into sight: the person has scrolled to the end. */
function useSeen(mark: { readonly current: HTMLElement | null }): boolean {
  const [seen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (seen || !mark.current) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [seen]);
  return seen;
}
