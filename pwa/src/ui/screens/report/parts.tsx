import { useState } from 'preact/hooks';
import { addPart, remove, setPart } from '../../../domain/edits';
import { newId } from '../../../domain/ids';
import { catalogue, partsOf, type Shown } from '../../../store/view';
import { useAutosave } from '../../autosave';
import { usePhone } from '../../context';
import { centsOf, money } from '../../format';
import { t } from '../../i18n';
import { Action, NotKept, useOnce } from '../../parts/action';
import { Stepper } from '../../parts/fields';
import { Icon } from '../../parts/icon';
import { Sheet } from '../../parts/sheet';

interface Props {
  readonly report: Shown<'report'>;
}
interface NewPart {
  readonly reference: string;
  readonly label: string;
  readonly unit_cents: number;
}
const MOST_MATCHES = 8;
const MOST_PIECES = 999;

export function Parts({ report }: Props) {
  const phone = usePhone();
  const [adding, setAdding] = useState(false);
  const lines = partsOf(phone.view.value, 'part_line', report.id);
  return (
    <section class="card" data-testid="parts">
      <h2>{t('report.parts')}</h2>
      {lines.length === 0 && <p>{t('report.parts_none')}</p>}
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
      <div class="row">
        <button type="button" class="btn" onClick={() => setAdding(true)} data-testid="part-add">
          <Icon name="plus" />
          {t('report.part_add')}
        </button>
      </div>
      {adding && <AddPart report={report} onClose={() => setAdding(false)} />}
    </section>
  );
}

function Line({ line }: { readonly line: Shown<'part_line'> }) {
  const phone = usePhone();
  const [typed, setTyped] = useState<number | null>(null);
  const saver = useAutosave(async (wanted: number) => {
    await phone.record(setPart(line.id, { quantity: wanted }));
    setTyped(null);
  });
  const quantity = typed ?? line.quantity;
  const change = (by: number) => {
    const wanted = Math.min(MOST_PIECES, Math.max(1, quantity + by));
    setTyped(wanted);
    saver.change(wanted);
  };
  return (
    <div class="entry" data-testid="part-line">
      <div class="entry-head">
        <strong>{line.label}</strong>
        <span class="num">{money(line.unit_cents * quantity)}</span>
      </div>
      <Stepper
        label={t('report.quantity_of', { what: line.label })}
        shown={String(quantity)}
        onLess={() => change(-1)}
        onMore={() => change(1)}
        lessDisabled={quantity <= 1}
        testId="part-quantity"
      />
      <Action class="quiet" act={() => phone.record(remove('part_line', line.id))}>
        {t('common.take_away')}
        <span class="hidden"> {line.label}</span>
      </Action>
    </div>
  );
}

function AddPart({ report, onClose }: Props & { readonly onClose: () => void }) {
  const phone = usePhone();
  const [text, setText] = useState('');
  const [price, setPrice] = useState('');
  const wanted = text.trim().toLowerCase();
  const matches = catalogue(phone.view.value, 'part')
    .filter((part) => `${part.label} ${part.code}`.toLowerCase().includes(wanted))
    .slice(0, MOST_MATCHES);
  const cents = price.trim() === '' ? 0 : centsOf(price);
  const once = useOnce();
  const add = async (part: NewPart) => {
    const on = { id: newId(), missionId: report.mission_id, reportId: report.id };
    await phone.record(addPart(on, { ...part, quantity: 1 }));
    onClose();
  };
  return (
    <Sheet title={t('report.part_add')} onClose={onClose} testId="sheet-part">
      <div class="field">
        <label for="part-text">{t('report.part_name')}</label>
        <input
          id="part-text"
          class="input"
          value={text}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
          data-testid="part-text"
        />
      </div>
      <ul class="picks" aria-label={t('report.part_catalogue')}>
        {matches.map((part) => (
          <li key={part.id}>
            <button
              type="button"
              onClick={() =>
                once.run(() =>
                  add({ reference: part.code, label: part.label, unit_cents: centsIn(part) }),
                )
              }
              data-testid="part-pick"
            >
              <span>{part.label}</span>
              <span class="num">{money(centsIn(part))}</span>
            </button>
          </li>
        ))}
      </ul>
      {once.failed && <NotKept />}
      {wanted !== '' && (
        <>
          <div class="field">
            <label for="part-price">{t('report.part_price')}</label>
            <input
              id="part-price"
              class="input"
              inputMode="decimal"
              value={price}
              aria-invalid={cents === null}
              onInput={(event) => setPrice(event.currentTarget.value)}
              data-testid="part-price"
            />
          </div>
          <div class="row">
            <Action
              class="main"
              act={() => add({ reference: '', label: text.trim(), unit_cents: cents ?? 0 })}
              disabled={cents === null}
              testId="part-free"
            >
              {t('report.part_free', { what: text.trim() })}
            </Action>
          </div>
        </>
      )}
    </Sheet>
  );
}

function centsIn(part: Shown<'catalogue_row'>): number {
  return typeof part.data.cents === 'number' ? part.data.cents : 0;
}
