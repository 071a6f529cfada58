import { dayKey, dayNumber, monthName, weekday, weekOf } from '../format';
import { t, tn } from '../i18n';
import type { Load } from '../missions';

interface WeekProps {
  readonly today: Date;
  readonly chosen: string;
  readonly loads: ReadonlyMap<string, Load>;
  readonly onChoose: (day: string) => void;
}

const MOST_DOTS = 3;

/** Seven days and how full they are; a dot a mission, three at most, a red diamond if urgent. */
export function Week({ today, chosen, loads, onChoose }: WeekProps) {
  return (
    <fieldset class="week" aria-label={t('today.week')}>
      {weekOf(today).map((day) => {
        const key = dayKey(day);
        const load = loads.get(key);
        return (
          <button
            type="button"
            key={key}
            class={key === dayKey(today) ? 'is-today' : ''}
            aria-pressed={key === chosen}
            onClick={() => onChoose(key)}
            data-testid={`day-${key}`}
          >
            {weekday(day)} <b class="num">{dayNumber(day)}</b>
            <span class="hidden">
              {` ${monthName(day)}, ${tn('today.missions', load?.count ?? 0)}`}
            </span>
            <Dots load={load} />
          </button>
        );
      })}
    </fieldset>
  );
}

function Dots({ load }: { readonly load: Load | undefined }) {
  const count = Math.min(load?.count ?? 0, MOST_DOTS);
  return (
    <span class="load">
      {Array.from({ length: count }, (_, n) => (
        <i key={n} class={load?.urgent && n === 0 ? 'hot' : ''} />
      ))}
    </span>
  );
}
