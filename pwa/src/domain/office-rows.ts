/** The rows that the office writes and a phone only reads. Mirrors backend/models. */

import type {
  CommercialStatus,
  ContractKind,
  Day,
  DurationUnit,
  Id,
  Instant,
  Json,
} from './values';

export interface Client {
  readonly name: string;
  readonly kind: string;
  readonly phone: string;
  readonly email: string;
  readonly language: string;
  readonly commercial_status: CommercialStatus;
  readonly lead_technician_id: Id | null;
  readonly notes: string;
}

export interface Site {
  readonly client_id: Id;
  readonly name: string;
  readonly address: string;
  readonly postcode: string;
  readonly city: string;
  readonly timezone: string;
  readonly phone: string;
  readonly access_info: string;
  readonly travel_minutes: number;
}

export interface Referent {
  readonly client_id: Id;
  readonly first_name: string;
  readonly last_name: string;
  readonly function: string;
  readonly phone: string;
  readonly email: string;
  readonly kind: string;
  readonly can_sign: boolean;
  readonly designated_on: Day | null;
}

export interface Contract {
  readonly client_id: Id;
  readonly number: string;
  readonly kind: ContractKind;
  readonly name: string;
  readonly starts_on: Day;
  readonly ends_on: Day | null;
  readonly bank_minutes: number | null;
  readonly bank_total_minutes: number | null;
  readonly labour_covered: boolean;
  readonly travel_covered: boolean;
  readonly parts_covered: boolean;
  readonly travel_counts: boolean;
  readonly hourly_cents: number;
  readonly travel_cents: number;
  readonly signature_required: boolean;
  readonly gti_value: number | null;
  readonly gti_unit: DurationUnit | null;
  readonly gtr_value: number | null;
  readonly gtr_unit: DurationUnit | null;
  readonly service_hours: readonly Json[];
  readonly service: Readonly<Record<string, Json>>;
}

export interface HistoryEntry {
  readonly client_id: Id;
  readonly site_id: Id | null;
  readonly ticket_id: Id | null;
  readonly mission_id: Id | null;
  readonly report_id: Id | null;
  readonly number: string;
  readonly at: Instant;
  readonly title: string;
  readonly summary: string;
  readonly by_name: string;
}

export interface Dossier {
  readonly client_id: Id;
  readonly title: string;
  readonly verified_at: Instant | null;
}

export interface DossierItem {
  readonly dossier_id: Id;
  readonly section: string;
  readonly configuration: number;
  readonly domain: string;
  readonly sub_domain: string;
  readonly description: string;
  readonly quantity: string;
  readonly unit: string;
  readonly position: number;
  readonly verified_at: Instant | null;
}

export interface Technician {
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly home_city: string;
  readonly skills: Readonly<Record<string, number>>;
  readonly clearances: readonly string[];
  readonly position: number;
  readonly active: boolean;
}

/** One entry of a list of the firm. A `part` has its price in `data.cents`. */
export interface CatalogueRow {
  readonly list: 'part' | 'skill' | 'clearance' | 'organisation';
  readonly code: string;
  readonly label: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** `event` is a catalogue key `notice.<event>`, filled with `params`. */
export interface Notice {
  readonly user_id: Id;
  readonly cause: string;
  readonly event: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly mission_id: Id | null;
  readonly created_at: Instant;
  readonly read_at: Instant | null;
}
