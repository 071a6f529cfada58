/** A day in the life of an invented technician, dated around the day that is asked for. */

import type { Seed } from './fake-phone';

const MINUTE = 60_000;
// Times on the screen are those of the site: here the site is where the test runs.
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function demoRows(now: Date): Seed {
  const at = (day: number, hour: number, minute = 0) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, hour, minute).toISOString();
  return {
    client: clients(),
    site: sites(),
    referent: referents(),
    contract: contracts(),
    mission: missions(at),
    mission_event: {
      e1: event('m1', 'planned', at(-1, 16, 10), 'Inès Morel'),
      e2: event('m1', 'received', at(-1, 16, 11), 'Karim Haddad'),
    },
    history_entry: history(now),
    dossier: { d1: { client_id: 'c1', title: 'Mairie de Saint-Aubin', verified_at: at(-40, 9) } },
    dossier_item: inventory(at(-40, 9)),
    catalogue_row: {
      p1: part('ALIM-48V', 'Alimentation 48 V', 8600),
      p2: part('SFP-10G', 'Module SFP+ 10 Gbit/s', 6400),
      p3: part('CORDON-2M', 'Cordon RJ45 2 m', 450),
    },
    notice: {},
  };
}

const BASE = {
  ticket_id: 't1',
  ticket_number: 'T-2026-0117',
  contract_id: 'k1',
  technician_id: 'tech-1',
  nature: 'hardware',
  origin: 'hotline',
  skill: 'telephony',
  urgent: false,
  urgent_reason: '',
  actions_done: '',
  todo: [],
  technical_context: '',
  access_info: '',
  contact_name: '',
  contact_phone: '',
  timezone: ZONE,
  due_at: null,
  appointment: {},
  visits: 0,
};

type At = (day: number, hour: number, minute?: number) => string;

function missions(at: At): NonNullable<Seed['mission']> {
  return {
    m1: {
      ...BASE,
      number: 'M-2026-0042',
      client_id: 'c1',
      site_id: 's1',
      status: 'planned',
      title: 'Téléphones muets à l’accueil',
      problem:
        'Téléphones muets à l’accueil depuis lundi, l’autocom redémarre seul toutes les 40 minutes.',
      actions_done: 'Redémarrage, contrôle des priorités du commutateur.',
      todo: [
        { id: 'a', text: 'Relever les journaux de l’autocom', done: false },
        { id: 'b', text: 'Vérifier l’alimentation secourue', done: false },
        { id: 'c', text: 'Tester trois postes avec l’agent d’accueil', done: false },
      ],
      technical_context: 'Autocom au sous-sol, baie 2. Liaison T2, onduleur de 2019.',
      access_info: 'Badge à l’accueil',
      contact_name: 'Claire Vasseur',
      contact_phone: '+33 1 99 00 12 34',
      estimated_minutes: 90,
      starts_at: at(0, 9, 30),
      ends_at: at(0, 11),
      due_at: at(2, 12),
      appointment: { by_name: 'Inès Morel', with: 'Claire Vasseur', channel: 'phone' },
    },
    m2: {
      ...BASE,
      number: 'M-2026-0043',
      client_id: 'c2',
      site_id: 's2',
      contract_id: 'k2',
      status: 'planned',
      title: 'Remplacement du NAS',
      problem: 'Le NAS signale deux disques en défaut.',
      estimated_minutes: 90,
      starts_at: at(0, 13, 30),
      ends_at: at(0, 15),
    },
    m3: {
      ...BASE,
      number: 'M-2026-0044',
      client_id: 'c3',
      site_id: 's3',
      contract_id: null,
      status: 'accepted',
      urgent: true,
      urgent_reason: 'Examens demain matin',
      title: 'Bornes Wi-Fi, salle 4',
      problem: 'Plus de réseau sans fil dans la salle d’examen.',
      estimated_minutes: 45,
      starts_at: at(0, 16),
      ends_at: at(0, 16, 45),
    },
    m4: {
      ...BASE,
      number: 'M-2026-0047',
      client_id: 'c1',
      site_id: 's1',
      status: 'planned',
      title: 'Contrôle des sauvegardes',
      problem: 'Contrôle trimestriel prévu au contrat.',
      estimated_minutes: 120,
      starts_at: at(1, 9),
      ends_at: at(1, 11),
    },
  };
}

function clients(): NonNullable<Seed['client']> {
  const client = (name: string) => ({
    name,
    kind: '',
    phone: '+33 1 99 00 12 00',
    email: '',
    language: 'fr',
    commercial_status: 'up_to_date',
    lead_technician_id: null,
    notes: '',
  });
  return {
    c1: client('Mairie de Saint-Aubin'),
    c2: client('Cabinet Ferrand'),
    c3: client('École des Tilleuls'),
  };
}

function sites(): NonNullable<Seed['site']> {
  const site = (client_id: string, name: string, address: string) => ({
    client_id,
    name,
    address,
    postcode: '99120',
    city: 'Saint-Aubin',
    timezone: ZONE,
    phone: '',
    access_info: '',
    travel_minutes: 25,
  });
  return {
    s1: site('c1', 'Accueil', '4 place de l’Église'),
    s2: site('c2', 'Cabinet', '12 rue des Lilas'),
    s3: site('c3', 'Bâtiment B', '1 allée des Tilleuls'),
  };
}

function referents(): NonNullable<Seed['referent']> {
  return {
    r1: {
      client_id: 'c1',
      first_name: 'Claire',
      last_name: 'Vasseur',
      function: 'Secrétaire de mairie',
      phone: '+33 1 99 00 12 34',
      email: '',
      kind: 'functional',
      can_sign: true,
      designated_on: null,
    },
    r2: {
      client_id: 'c1',
      first_name: 'Marc',
      last_name: 'Delattre',
      function: 'Directeur des services techniques',
      phone: '+33 1 99 00 12 35',
      email: '',
      kind: 'technical',
      can_sign: true,
      designated_on: null,
    },
  };
}

function contracts(): NonNullable<Seed['contract']> {
  const terms = {
    starts_on: '2026-01-01',
    ends_on: '2026-12-31',
    labour_covered: false,
    travel_covered: true,
    parts_covered: false,
    travel_counts: false,
    hourly_cents: 9000,
    travel_cents: 4500,
    signature_required: true,
    gti_value: 8,
    gti_unit: 'business_hour',
    gtr_value: null,
    gtr_unit: null,
    service_hours: [],
    service: {},
  };
  return {
    k1: {
      ...terms,
      client_id: 'c1',
      number: 'A-2026-11',
      kind: 'managed',
      name: 'Infogérance',
      bank_minutes: 750,
      bank_total_minutes: 1800,
    },
    k2: {
      ...terms,
      client_id: 'c2',
      number: 'A-2026-12',
      kind: 'time_and_material',
      name: 'Régie',
      bank_minutes: null,
      bank_total_minutes: null,
    },
  };
}

function history(now: Date): NonNullable<Seed['history_entry']> {
  const entry = (number: string, daysAgo: number, title: string, summary: string) => ({
    client_id: 'c1',
    site_id: 's1',
    ticket_id: null,
    mission_id: null,
    report_id: null,
    number,
    at: new Date(now.getTime() - daysAgo * 24 * 60 * MINUTE).toISOString(),
    title,
    summary,
    by_name: 'Lucie Bertin',
  });
  return {
    h1: entry('R-2026-0031', 34, 'Onduleur', 'Batteries remplacées, autonomie 22 minutes.'),
    h2: entry('R-2026-0012', 121, 'Commutateur', 'Priorités voix reprises sur la baie 2.'),
  };
}

function event(mission_id: string, kind: string, at: string, by_name: string) {
  return { mission_id, kind, at, received_at: at, by_id: null, by_name, text: '', data: {} };
}

function part(code: string, label: string, cents: number) {
  return { list: 'part', code, label, data: { cents } };
}

function inventory(verified_at: string): NonNullable<Seed['dossier_item']> {
  const lines: readonly (readonly [string, string, string, string, string])[] = [
    ['network', 'Adresses des sites', '4 place de l’Église ; 2 rue du Stade', '2', 'sites'],
    ['network', 'Nombre total de postes informatiques', '', '46', 'postes'],
    ['network', 'Fibre optique privative', '', '3,2', 'km'],
    ['datacenter', 'Firewall', 'Pare-feu double, version 7.4', '2', ''],
    ['datacenter', 'Téléphonie fixe - Serveurs de communication', 'Autocom, baie 2', '38', 'util.'],
    ['datacenter', 'Stockage centralisé (SAN & NAS)', 'NAS 24 To', '1', ''],
    ['datacenter', 'Filtrage de flux spam', '', '', ''],
    ['wifi', 'Bornes Wifi', 'Double bande, plafond', '14', 'bornes'],
    ['video', 'Caméras', '', '', ''],
  ];
  return Object.fromEntries(
    lines.map(([section, sub_domain, description, quantity, unit], position) => [
      `i${position}`,
      {
        dossier_id: 'd1',
        section,
        configuration: 1,
        domain: section,
        sub_domain,
        description,
        quantity,
        unit,
        position,
        verified_at,
      },
    ]),
  );
}
