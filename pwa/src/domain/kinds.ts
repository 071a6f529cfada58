/** Every kind of row that a phone holds, by its name on the wire. */

import type {
  Attachment,
  DossierChange,
  Mission,
  MissionEvent,
  PartLine,
  Report,
  Signature,
  TimeEntry,
} from './field-rows';
import type {
  CatalogueRow,
  Client,
  Contract,
  Dossier,
  DossierItem,
  HistoryEntry,
  Notice,
  Referent,
  Site,
  Technician,
} from './office-rows';

export type * from './field-rows';
export type * from './office-rows';
export type * from './values';

/** The name of a kind on the wire, and what its rows hold. */
export interface Kinds {
  readonly client: Client;
  readonly site: Site;
  readonly referent: Referent;
  readonly contract: Contract;
  readonly history_entry: HistoryEntry;
  readonly dossier: Dossier;
  readonly dossier_item: DossierItem;
  readonly technician: Technician;
  readonly catalogue_row: CatalogueRow;
  readonly notice: Notice;
  readonly mission: Mission;
  readonly mission_event: MissionEvent;
  readonly report: Report;
  readonly time_entry: TimeEntry;
  readonly part_line: PartLine;
  readonly attachment: Attachment;
  readonly dossier_change: DossierChange;
  readonly signature: Signature;
}
export type Kind = keyof Kinds;

export const KINDS = [
  'client',
  'site',
  'referent',
  'contract',
  'history_entry',
  'dossier',
  'dossier_item',
  'technician',
  'catalogue_row',
  'notice',
  'mission',
  'mission_event',
  'report',
  'time_entry',
  'part_line',
  'attachment',
  'dossier_change',
  'signature',
] as const satisfies readonly Kind[];
