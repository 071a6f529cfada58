import type { ReportContent } from '../../../domain/reports';
import { clock, longDay, minutesText, money } from '../../format';
import { t } from '../../i18n';
import { sectionName } from '../../inventory';
import { Thumbnail } from '../report/photos';

interface Props {
  readonly content: ReportContent;
}

/** The report as it was frozen: what is seen here is what is signed, and nothing else. */
export function Content({ content }: Props) {
  return (
    <div class="pairs" data-testid="content">
      <WhatWasDone content={content} />
      <WhatItChanges content={content} />
      <Details content={content} />
    </div>
  );
}

function WhatWasDone({ content }: Props) {
  const { started_at: start, ended_at: end, timezone } = content;
  return (
    <section class="card">
      <h2>{content.client.name}</h2>
      <p class="num">
        {start && `${longDay(start, timezone)}, ${clock(start, timezone)}`}
        {end && ` – ${clock(end, timezone)}`}
      </p>
      <p class="small">{[content.site.name, content.site.address].filter(Boolean).join(' · ')}</p>
      <p class="what" data-testid="content-actions">
        {content.actions_done}
      </p>
      {content.problems_met && (
        <p class="note">{t('content.problems', { what: content.problems_met })}</p>
      )}
      {content.reservations && (
        <p class="note bad" data-testid="content-reservations">
          {t('content.reservations', { what: content.reservations })}
        </p>
      )}
      <dl class="sums">
        <dt>{t('content.work')}</dt>
        <dd class="num">{minutesText(content.work_minutes)}</dd>
        {content.travel_minutes > 0 && (
          <>
            <dt>{t('content.travel')}</dt>
            <dd class="num">{minutesText(content.travel_minutes)}</dd>
          </>
        )}
        {content.parts.map((part) => (
          <Line key={`${part.reference}${part.label}`} part={part} />
        ))}
        <dt>{t('content.technician')}</dt>
        <dd>{content.technician.name}</dd>
      </dl>
    </section>
  );
}

function Line({ part }: { readonly part: ReportContent['parts'][number] }) {
  const times = part.quantity === 1 ? '' : `${part.quantity}\u00a0×\u00a0`;
  return (
    <>
      <dt>{`${times}${part.label}`}</dt>
      <dd class="num">{money(part.total_cents)}</dd>
    </>
  );
}

/** Hours before and after, and what will be billed: she knows before she signs. */
function WhatItChanges({ content }: Props) {
  const { settlement } = content;
  const { bank_before: before, bank_after: after } = settlement;
  return (
    <section class="card" data-testid="content-settlement">
      <h2>{t('content.changes')}</h2>
      <dl class="sums">
        {before !== null && after !== null && (
          <>
            <dt>{t('content.bank')}</dt>
            <dd class="num">
              {minutesText(before)} <span aria-hidden="true">→</span>
              <span class="hidden">{t('content.then')}</span> {minutesText(after)}
            </dd>
          </>
        )}
        {settlement.lines
          .filter((line) => line.total_cents > 0 && settlement.lines.length > 1)
          .map((line) => (
            <SettlementLine key={line.code + line.label} line={line} />
          ))}
        <dt>{t('content.due')}</dt>
        <dd class="num">
          {settlement.total_cents === 0
            ? t('content.free', { amount: money(0) })
            : t('content.without_tax', { amount: money(settlement.total_cents) })}
        </dd>
      </dl>
    </section>
  );
}

function SettlementLine({ line }: { readonly line: ReportContent['settlement']['lines'][number] }) {
  const name = line.label || t(`content.line_${line.code}`);
  const hours = line.code === 'labour' ? ` · ${minutesText(line.quantity)}` : '';
  return (
    <>
      <dt>{`${name}${hours}`}</dt>
      <dd class="num">{money(line.total_cents)}</dd>
    </>
  );
}

function Details({ content }: Props) {
  const { todo, photos, inventory } = content;
  if (todo.length + photos.length + inventory.changes.length === 0) return null;
  return (
    <section class="card">
      <h2>{t('content.details')}</h2>
      {todo.length > 0 && (
        <ul class="past">
          {todo.map((one) => (
            <li key={one.text} class="past-entry">
              <strong>{one.text}</strong>
              <small>{t(one.done ? 'content.todo_done' : 'content.todo_open')}</small>
            </li>
          ))}
        </ul>
      )}
      {inventory.changes.length > 0 && (
        <>
          <h3>{t('content.inventory')}</h3>
          <ul class="past">
            {inventory.changes.map((change) => (
              <li key={change.section + change.label + change.after} class="past-entry">
                <small>
                  {t(`change_op.${change.op}`)} · {sectionName(change.section)}
                </small>
                <strong>{change.label}</strong>
                <p>{[change.before, change.after].filter(Boolean).join(' → ')}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {photos.length > 0 && (
        <ul class="photos">
          {photos.map((photo, index) => (
            <li key={photo.sha256}>
              <Thumbnail
                sha256={photo.sha256}
                label={photo.caption || t('report.photo_n', { n: index + 1 })}
              />
              {photo.caption && <p class="small">{photo.caption}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
