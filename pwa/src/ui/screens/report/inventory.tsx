import { useState } from 'preact/hooks';
import { addChange, remove, setReport } from '../../../domain/edits';
import { newId } from '../../../domain/ids';
import type { ChangeOp, InventoryAnswer } from '../../../domain/kinds';
import { itemsOf, ofClient, partsOf, type Shown, type View } from '../../../store/view';
import { usePhone } from '../../context';
import { useDraft } from '../../draft';
import { keysUnder, t } from '../../i18n';
import { itemText, sectionName } from '../../inventory';
import { Action } from '../../parts/action';
import { Choices } from '../../parts/fields';
import { Icon } from '../../parts/icon';
import { Sheet } from '../../parts/sheet';
import { Words } from '../../parts/words';

interface Props {
  readonly report: Shown<'report'>;
}

export function Inventory({ report }: Props) {
  const phone = usePhone();
  const answer = report.inventory_answer;
  return (
    <section class="card" id="inventory" tabIndex={-1} data-testid="inventory">
      <h2>{t('report.inventory')}</h2>
      <Choices<InventoryAnswer>
        name="inventory"
        legend={t('report.inventory_question')}
        value={answer === 'unanswered' ? null : answer}
        options={[
          ['nothing_changed', t('report.inventory_nothing')],
          ['changed', t('report.inventory_changed')],
        ]}
        onChoose={(value) => {
          void phone.record(setReport(report.id, { inventory_answer: value }));
        }}
      />
      {answer === 'changed' && <Changes report={report} />}
    </section>
  );
}

function Changes({ report }: Props) {
  const phone = usePhone();
  const [adding, setAdding] = useState(false);
  const changes = partsOf(phone.view.value, 'dossier_change', report.id);
  return (
    <div id="changes" tabIndex={-1}>
      {changes.map((change) => (
        <div key={change.id} class="entry" data-testid="change">
          <span class="muted small">
            {t(`change_op.${change.op}`)} · {sectionName(change.section)}
          </span>
          <strong>{change.label}</strong>
          <span>{[change.before, change.after].filter(Boolean).join(' → ')}</span>
          <Action class="quiet" act={() => phone.record(remove('dossier_change', change.id))}>
            {t('common.take_away')}
            <span class="hidden"> {change.label}</span>
          </Action>
        </div>
      ))}
      <div class="row">
        <button type="button" class="btn" onClick={() => setAdding(true)} data-testid="change-add">
          <Icon name="plus" />
          {t('report.change_add')}
        </button>
      </div>
      {adding && <AddChange report={report} onClose={() => setAdding(false)} />}
    </div>
  );
}

interface ChangeDraft {
  readonly op: ChangeOp;
  readonly itemId: string;
  readonly section: string;
  readonly label: string;
  readonly after: string;
}
const NO_CHANGE: ChangeDraft = { op: 'replace', itemId: '', section: '', label: '', after: '' };

const OPS: readonly ChangeOp[] = ['replace', 'add', 'remove', 'parameter'];

function AddChange({ report, onClose }: Props & { readonly onClose: () => void }) {
  const phone = usePhone();
  const view = phone.view.value;
  const { value: draft, set, drop } = useDraft(`change/${report.id}`, NO_CHANGE);
  const { op, itemId, section, label, after } = draft;
  const write = (part: Partial<ChangeDraft>) => set({ ...draft, ...part });
  const items = itemsOfClient(view, report.client_id);
  const picks = op !== 'add' && items.length > 0;
  const item = picks ? items.find((one) => one.id === itemId) : undefined;
  const name = item ? item.sub_domain : label.trim();
  const ready = name !== '' && (op === 'remove' || after.trim() !== '');
  const keep = async () => {
    const on = { id: newId(), missionId: report.mission_id, reportId: report.id };
    const change = {
      op,
      item_id: item?.id ?? null,
      section: item?.section ?? section,
      label: name,
      before: item ? itemText(item) : '',
      after: op === 'remove' ? '' : after.trim(),
    };
    await phone.record(addChange(on, change));
    drop();
    onClose();
  };
  return (
    <Sheet title={t('report.change_add')} onClose={onClose} testId="sheet-change">
      <Choices<ChangeOp>
        name="change-op"
        legend={t('report.change_what')}
        value={op}
        options={OPS.map((one) => [one, t(`change_op.${one}`)] as const)}
        onChoose={(value) => write({ op: value })}
      />
      {picks ? (
        <PickItem items={items} value={itemId} onPick={(id) => write({ itemId: id })} />
      ) : (
        <>
          <PickSection value={section} onPick={(code) => write({ section: code })} />
          <Words
            id="change-label"
            label={t('report.change_label')}
            value={label}
            onValue={(text) => write({ label: text })}
          />
        </>
      )}
      {item && itemText(item) && (
        <p class="note off">{t('report.change_before', { before: itemText(item) })}</p>
      )}
      {op !== 'remove' && (
        <Words
          id="change-after"
          label={t(`report.change_after_${op}`)}
          value={after}
          onValue={(text) => write({ after: text })}
        />
      )}
      <div class="row">
        <Action class="main" act={keep} disabled={!ready} testId="change-keep">
          {t('report.change_keep')}
        </Action>
      </div>
    </Sheet>
  );
}

function itemsOfClient(view: View, clientId: string): readonly Shown<'dossier_item'>[] {
  return ofClient(view, 'dossier', clientId).flatMap((dossier) => itemsOf(view, dossier.id));
}

interface PickItemProps {
  readonly items: readonly Shown<'dossier_item'>[];
  readonly value: string;
  readonly onPick: (id: string) => void;
}

function PickItem({ items, value, onPick }: PickItemProps) {
  const sections = [...new Set(items.map((item) => item.section))];
  return (
    <div class="field">
      <label for="change-item">{t('report.change_item')}</label>
      <select
        id="change-item"
        class="input"
        value={value}
        onChange={(event) => onPick(event.currentTarget.value)}
        data-testid="change-item"
      >
        <option value="">{t('report.change_choose')}</option>
        {sections.map((section) => (
          <optgroup key={section} label={sectionName(section)}>
            {items
              .filter((item) => item.section === section)
              .map((item) => (
                <option key={item.id} value={item.id}>
                  {item.sub_domain}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

function PickSection({
  value,
  onPick,
}: {
  readonly value: string;
  readonly onPick: (code: string) => void;
}) {
  const codes = keysUnder('section.').map((key) => key.slice('section.'.length));
  return (
    <div class="field">
      <label for="change-section">{t('report.change_section')}</label>
      <select
        id="change-section"
        class="input"
        value={value}
        onChange={(event) => onPick(event.currentTarget.value)}
        data-testid="change-section"
      >
        <option value="">{t('report.change_choose')}</option>
        {codes.map((code) => (
          <option key={code} value={code}>
            {sectionName(code)}
          </option>
        ))}
      </select>
    </div>
  );
}
