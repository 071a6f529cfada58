/** The rows that a technician's work makes or changes. Mirrors backend/models. */

import type {
  ChangeOp,
  EventKind,
  Id,
  Instant,
  InventoryAnswer,
  Json,
  MissionNature,
  MissionStatus,
  PdfState,
  ReportStatus,
  SignerRole,
  SigningOutcome,
  TimeKind,
} from './values';

export interface Todo {
  readonly id: Id;
  readonly text: string;
  readonly done: boolean;
}

export interface Mission {
  readonly number: string;
  readonly ticket_id: Id | null;
  readonly ticket_number: string;
  readonly client_id: Id;
  readonly site_id: Id;
  readonly contract_id: Id | null;
  readonly technician_id: Id | null;
  readonly status: MissionStatus;
  readonly nature: MissionNature;
  readonly origin: 'hotline' | 'sales';
  readonly skill: string;
  readonly urgent: boolean;
  readonly urgent_reason: string;
  readonly title: string;
  readonly problem: string;
  readonly actions_done: string;
  readonly todo: readonly Todo[];
  readonly technical_context: string;
  readonly access_info: string;
  readonly contact_name: string;
  readonly contact_phone: string;
  readonly estimated_minutes: number;
  readonly starts_at: Instant | null;
  readonly ends_at: Instant | null;
  readonly timezone: string;
  readonly due_at: Instant | null;
  readonly appointment: Readonly<Record<string, Json>>;
  readonly visits: number;
}

export interface MissionEvent {
  readonly mission_id: Id;
  readonly kind: EventKind;
  readonly at: Instant;
  readonly received_at: Instant | null;
  readonly by_id: Id | null;
  readonly by_name: string;
  readonly text: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** `number` is empty until the server closed the report: show a provisional name. */
export interface Report {
  readonly mission_id: Id;
  readonly ticket_id: Id | null;
  readonly client_id: Id;
  readonly technician_id: Id;
  readonly number: string;
  readonly revision: number;
  readonly status: ReportStatus;
  readonly actions_done: string;
  readonly problems_met: string;
  readonly reservations: string;
  readonly inventory_answer: InventoryAnswer;
  readonly solved: boolean;
  readonly started_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly outcome: SigningOutcome | null;
  readonly outcome_reason: string;
  readonly frozen: Readonly<Record<string, Json>> | null;
  readonly content_sha256: string | null;
  readonly previous_sha256: string | null;
  readonly frozen_at: Instant | null;
  readonly closed_at: Instant | null;
  readonly pdf_state: PdfState;
  readonly pdf_sha256: string | null;
}

export interface TimeEntry {
  readonly report_id: Id;
  readonly kind: TimeKind;
  readonly minutes: number;
  readonly started_at: Instant | null;
  readonly note: string;
}

export interface PartLine {
  readonly report_id: Id;
  readonly reference: string;
  readonly label: string;
  readonly quantity: number;
  readonly unit_cents: number;
}

export interface Attachment {
  readonly report_id: Id;
  readonly sha256: string;
  readonly size: number;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  readonly caption: string;
  readonly taken_at: Instant | null;
}

export interface DossierChange {
  readonly report_id: Id;
  readonly op: ChangeOp;
  readonly item_id: Id | null;
  readonly section: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly applied_at: Instant | null;
}

/** Ink in whole numbers: each stroke is a list of [milliseconds, x × 10, y × 10]. */
export interface Ink {
  readonly w: number;
  readonly h: number;
  readonly strokes: readonly (readonly (readonly [number, number, number])[])[];
}

export interface Signature {
  readonly report_id: Id;
  readonly role: SignerRole;
  readonly name: string;
  readonly capacity: string;
  readonly identified_by: string;
  readonly outcome: SigningOutcome;
  readonly reason: string;
  readonly consent_id: string;
  readonly consent_sha256: string;
  readonly content_sha256: string;
  readonly previous_sha256: string;
  readonly signed_at: Instant;
  readonly timezone: string;
  readonly clock_offset_ms: number;
  readonly device_id: Id | null;
  readonly ink: Ink | null;
  readonly voided_at: Instant | null;
}
