/** Rows for tests, with every field there. */

import { newId } from '../../src/domain/ids';
import type { Kinds } from '../../src/domain/kinds';
import type { FakeServer } from './server';

export function mission(values: Partial<Kinds['mission']> = {}): Kinds['mission'] {
  return {
    number: 'M-2026-0042',
    ticket_id: null,
    ticket_number: 'T-2026-0042',
    client_id: newId(),
    site_id: newId(),
    contract_id: null,
    technician_id: newId(),
    status: 'planned',
    nature: 'hardware',
    origin: 'hotline',
    skill: 'voip',
    urgent: false,
    urgent_reason: '',
    title: 'Téléphones muets',
    problem: 'L’autocom redémarre seul.',
    actions_done: '',
    todo: [{ id: 'a', text: 'Relever les journaux', done: false }],
    technical_context: '',
    access_info: '',
    contact_name: '',
    contact_phone: '',
    estimated_minutes: 90,
    starts_at: '2026-11-24T08:30:00Z',
    ends_at: '2026-11-24T10:00:00Z',
    timezone: 'Europe/Paris',
    due_at: null,
    appointment: {},
    visits: 0,
    ...values,
  };
}

/** A mission that the person may see and work on. Returns its id. */
export function giveMission(server: FakeServer, values: Partial<Kinds['mission']> = {}): string {
  const id = newId();
  server.grant(`mission:${id}`);
  server.put('mission', id, `mission:${id}`, mission(values));
  return id;
}
