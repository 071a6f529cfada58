/** The chain of signatures on one frozen report, and how it ends. */

import { sha256 } from '../domain/canonical';
import { addSignature, closeReport, type Edit, type SignatureLink } from '../domain/edits';
import { newId } from '../domain/ids';
import type { Ink, SignerRole, SigningOutcome } from '../domain/kinds';
import { linkHash } from '../domain/reports';
import { partsOf, type Shown, type View } from '../store/view';
import type { Phone } from '../sync/phone';
import { language, wording } from './i18n';

const CONSENT = { technician: 'consent.technician', client: 'consent.client' } as const;
const CONSENT_VERSION = 1;

export interface Signer {
  readonly role: Extract<SignerRole, 'technician' | 'client'>;
  readonly name: string;
  readonly capacity: string;
  /** known, document or account. */
  readonly identifiedBy: string;
}

export interface Chain {
  readonly technician: Shown<'signature'> | undefined;
  readonly client: Shown<'signature'> | undefined;
  /** Signatures on an earlier content that a change has voided. */
  readonly voided: number;
}

/** The signatures that hold for what is frozen now. */
export function chainOf(view: View, report: Shown<'report'>): Chain {
  const all = partsOf(view, 'signature', report.id);
  const live = all.filter((one) => !one.voided_at && one.content_sha256 === report.content_sha256);
  return {
    technician: live.find((one) => one.role === 'technician'),
    client: live.find((one) => one.role === 'client'),
    voided: all.length - live.length,
  };
}

interface Given {
  readonly signer: Signer;
  readonly outcome: SigningOutcome;
  readonly reason?: string;
  readonly ink: Ink | null;
}

/** One more link: it holds the content, the words agreed to and the link before. */
export async function signatureEdit(
  phone: Phone,
  report: Shown<'report'>,
  given: Given,
  now: Date,
): Promise<Edit> {
  const { signer, outcome, reason = '', ink } = given;
  const before =
    signer.role === 'client' ? chainOf(phone.view.value, report).technician : undefined;
  const link: SignatureLink = {
    role: signer.role,
    name: signer.name,
    capacity: signer.capacity,
    identified_by: signer.identifiedBy,
    outcome,
    reason,
    ...(await consentOf(signer.role)),
    content_sha256: report.content_sha256 ?? '',
    previous_sha256: before ? await linkHash(before) : '',
    signed_at: `${now.toISOString().slice(0, 19)}Z`,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    clock_offset_ms: Math.round(phone.sync.value.serverTimeOffsetMs),
    device_id: phone.deviceId.value,
    ink,
  };
  const on = { id: newId(), missionId: report.mission_id, reportId: report.id };
  return addSignature(on, link);
}

/** The hash is of the wording itself, so that anybody can tell which text was agreed to. */
async function consentOf(role: Signer['role']) {
  const bytes = new TextEncoder().encode(wording(CONSENT[role]).normalize('NFC'));
  return {
    consent_id: `${CONSENT[role]}.${CONSENT_VERSION}/${language.value}`,
    consent_sha256: await sha256(bytes),
  };
}

export async function sign(phone: Phone, report: Shown<'report'>, given: Given): Promise<void> {
  await phone.record(await signatureEdit(phone, report, given, new Date()));
}

export function closing(report: Shown<'report'>, outcome: SigningOutcome, reason: string): Edit {
  const at = new Date().toISOString();
  return closeReport(report.id, { at, outcome, outcome_reason: reason });
}
