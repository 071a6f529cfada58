/** The plain values that rows are made of. Mirrors the enumerations of backend/domain.
 *
 * Instants are ISO 8601 in UTC, days `YYYY-MM-DD`, money in cents, durations in minutes.
 */

export type Id = string;
export type Instant = string;
export type Day = string;
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export type MissionStatus =
  | 'to_plan'
  | 'planned'
  | 'accepted'
  | 'en_route'
  | 'on_site'
  | 'interrupted'
  | 'done'
  | 'cancelled';
export type MissionNature =
  | 'hardware'
  | 'configuration'
  | 'software'
  | 'network'
  | 'installation'
  | 'maintenance';
export type EventKind =
  | 'created'
  | 'planned'
  | 'moved'
  | 'reassigned'
  | 'cancelled'
  | 'received'
  | 'accepted'
  | 'declined'
  | 'returned'
  | 'en_route'
  | 'on_site'
  | 'interrupted'
  | 'resumed'
  | 'done'
  | 'note';
export type ReportStatus = 'draft' | 'frozen' | 'closed';
export type PdfState = 'none' | 'due' | 'ready' | 'failed';
export type SigningOutcome =
  | 'signed'
  | 'signed_with_reservations'
  | 'refused'
  | 'absent'
  | 'not_required';
export type SignerRole = 'technician' | 'client' | 'witness';
export type InventoryAnswer = 'unanswered' | 'nothing_changed' | 'changed';
export type TimeKind = 'work' | 'travel';
export type ChangeOp = 'add' | 'replace' | 'remove' | 'parameter';
export type ContractKind = 'service' | 'managed' | 'time_and_material';
export type CommercialStatus = 'up_to_date' | 'late' | 'blocked';
export type DurationUnit = 'business_hour' | 'business_day' | 'calendar_day' | 'calendar_month';
