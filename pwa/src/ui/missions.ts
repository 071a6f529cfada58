/** What a mission shows and asks for next. */

import type { FieldStep } from '../domain/edits';
import type { Id, MissionStatus } from '../domain/kinds';
import { agenda, dayOf, missionsOfDay, ofClient, type Shown, type View } from '../store/view';
import { to } from './route';

export type MainAction =
  | { readonly kind: 'step'; readonly step: FieldStep; readonly label: string }
  | { readonly kind: 'link'; readonly href: string; readonly label: string };

const STEP_OF: Partial<Record<MissionStatus, readonly [FieldStep, string]>> = {
  planned: ['accept', 'mission.accept'],
  accepted: ['depart', 'mission.depart'],
  en_route: ['arrive', 'mission.arrive'],
  interrupted: ['resume', 'mission.resume'],
};

/** The one main button of a mission, by where it stands. */
export function mainAction(
  mission: Shown<'mission'>,
  report: Shown<'report'> | undefined,
): MainAction | null {
  const step = STEP_OF[mission.status];
  if (step) return { kind: 'step', step: step[0], label: step[1] };
  if (report?.status === 'frozen') return link('sign', mission.id, 'mission.to_sign');
  if (mission.status === 'on_site') return link('report', mission.id, 'mission.to_report');
  if (report) return link('report', mission.id, 'mission.see_report');
  return null;
}

function link(screen: 'sign' | 'report', id: Id, label: string): MainAction {
  return { kind: 'link', href: to(screen, id), label };
}

export type Tone = 'ok' | 'off' | 'wait' | 'bad' | 'info';
const TONES: Record<MissionStatus, Tone> = {
  to_plan: 'off',
  planned: 'info',
  accepted: 'off',
  en_route: 'info',
  on_site: 'info',
  interrupted: 'wait',
  done: 'ok',
  cancelled: 'off',
};

export function toneOf(status: MissionStatus): Tone {
  return TONES[status];
}

const UNDER_WAY = new Set<MissionStatus>(['en_route', 'on_site']);
const AHEAD = new Set<MissionStatus>(['planned', 'accepted', 'en_route', 'on_site']);

export interface DayPlan {
  readonly next: Shown<'mission'> | undefined;
  readonly rest: readonly Shown<'mission'>[];
  readonly over: readonly Shown<'mission'>[];
}

/** Split one day: what comes next (whatever is under way first), the rest, and what is done. */
export function dayPlan(missions: readonly Shown<'mission'>[]): DayPlan {
  const ahead = missions.filter((mission) => AHEAD.has(mission.status));
  const next = ahead.find((mission) => UNDER_WAY.has(mission.status)) ?? ahead[0];
  const open = missions.filter((mission) => mission.status !== 'done');
  return {
    next,
    rest: open.filter((mission) => mission !== next),
    over: missions.filter((mission) => mission.status === 'done'),
  };
}

/** Missions of earlier days that nobody has ended: they do not vanish at midnight. */
export function unfinishedBefore(view: View, day: string): Shown<'mission'>[] {
  return agenda(view).filter((mission) => dayOf(mission) < day && mission.status !== 'done');
}

/** Today's missions, with whatever is still under way from an earlier day. */
export function missionsAtHand(view: View, day: string): Shown<'mission'>[] {
  const left = unfinishedBefore(view, day).filter((mission) => UNDER_WAY.has(mission.status));
  return [...left, ...missionsOfDay(view, day)];
}

export interface Load {
  readonly count: number;
  readonly urgent: boolean;
}

/** How much there is to do on each day, by `YYYY-MM-DD`. */
export function loadByDay(view: View): ReadonlyMap<string, Load> {
  const loads = new Map<string, Load>();
  for (const mission of agenda(view)) {
    const day = dayOf(mission);
    const known = loads.get(day);
    const urgent = mission.urgent && mission.status !== 'done';
    loads.set(day, { count: (known?.count ?? 0) + 1, urgent: urgent || (known?.urgent ?? false) });
  }
  return loads;
}

export interface Contact {
  readonly name: string;
  readonly phone: string;
  readonly capacity: string;
}

/** Whom to call: the person named on the mission, else a referent, else the site or the client. */
export function contactOf(view: View, mission: Shown<'mission'>): Contact {
  const referents = ofClient(view, 'referent', mission.client_id);
  const named = referents.find((one) => fullName(one) === mission.contact_name);
  const referent = named ?? (mission.contact_name ? undefined : referents[0]);
  const house = [view.site.get(mission.site_id), view.client.get(mission.client_id)];
  const phones = [mission.contact_phone, referent?.phone, ...house.map((place) => place?.phone)];
  return {
    name: mission.contact_name || (referent ? fullName(referent) : ''),
    phone: phones.find(Boolean) ?? '',
    capacity: referent?.function ?? '',
  };
}

export function fullName(person: {
  readonly first_name: string;
  readonly last_name: string;
}): string {
  return `${person.first_name} ${person.last_name}`;
}

/** `Accueil · 4 place de l’Église, Saint-Aubin`. */
export function addressLine(site: Shown<'site'> | undefined): string {
  if (!site) return '';
  return [site.name, streetAddress(site)].filter(Boolean).join(' · ');
}

function streetAddress(site: Shown<'site'>): string {
  return [site.address, site.city].filter(Boolean).join(', ');
}

/** A link that opens the phone's own maps at an address. */
export function mapLink(site: Shown<'site'>, isApple: boolean): string {
  const address = [site.address, `${site.postcode} ${site.city}`.trim()].filter(Boolean).join(', ');
  const query = encodeURIComponent(address);
  return isApple ? `https://maps.apple.com/?q=${query}` : `geo:0,0?q=${query}`;
}
