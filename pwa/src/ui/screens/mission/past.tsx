/** What happened before: at this client, and on this mission. */

import { useState } from 'preact/hooks';
import { addNote } from '../../../domain/edits';
import { newId } from '../../../domain/ids';
import { eventsOf, ofClient, type Shown } from '../../../store/view';
import { usePhone, useView } from '../../context';
import { clock, dayKey, plainDate } from '../../format';
import { t, tn } from '../../i18n';
import { Action } from '../../parts/action';
import { Fold } from '../../parts/fold';

interface Props {
  readonly mission: Shown<'mission'>;
}

export function History({ mission }: Props) {
  const entries = ofClient(useView(), 'history_entry', mission.client_id)
    .slice()
    .sort((one, other) => (one.at < other.at ? 1 : -1));
  return (
    <Fold
      title={t('mission.history')}
      small={tn('mission.history_count', entries.length)}
      testId="history"
    >
      {entries.length === 0 && <p>{t('mission.history_empty')}</p>}
      <ul class="past">
        {entries.map((entry) => (
          <li key={entry.id} class="past-entry">
            <small class="num">
              {[plainDate(entry.at), entry.number, entry.by_name].filter(Boolean).join(' · ')}
            </small>
            <strong>{entry.title}</strong>
            <p>{entry.summary}</p>
          </li>
        ))}
      </ul>
    </Fold>
  );
}

export function Timeline({ mission }: Props) {
  const events = eventsOf(useView(), mission.id);
  return (
    <Fold
      title={t('mission.timeline')}
      small={tn('mission.events', events.length)}
      testId="timeline"
    >
      <ul class="past">
        {events.map((event) => (
          <li key={event.id} class="past-entry">
            <small class="num">
              {[
                dayKey(event.at) === dayKey(new Date()) ? '' : plainDate(event.at),
                clock(event.at, mission.timezone),
                event.by_name,
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
            <strong>{t(`event_kind.${event.kind}`)}</strong>
            {event.text && <p>{event.text}</p>}
            {event.waiting && <small>{t('common.on_this_phone')}</small>}
          </li>
        ))}
      </ul>
      <Note mission={mission} />
    </Fold>
  );
}

function Note({ mission }: Props) {
  const phone = usePhone();
  const [text, setText] = useState('');
  const keep = async () => {
    await phone.record(
      addNote(mission.id, { id: newId(), at: new Date().toISOString(), text: text.trim() }),
    );
    setText('');
  };
  return (
    <>
      <div class="field">
        <label for="note">{t('mission.note')}</label>
        <textarea
          id="note"
          class="input short"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <div class="row">
        <Action act={keep} disabled={!text.trim()} testId="note-keep">
          {t('mission.note_keep')}
        </Action>
      </div>
    </>
  );
}
