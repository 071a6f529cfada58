/** The queue as a person reads it. Pure. */

import type { Id } from '../domain/kinds';
import type { Mutation } from '../domain/mutations';
import { typedText } from '../domain/mutations';
import type { Upload } from '../store/blobs';
import type { Entry, RejectedEntry } from '../store/replica';
import type { View } from '../store/view';
import type { Label, RejectedItem, WaitingEdit, WaitingPhoto } from './phone';

const MISSION = 'mission:';

export function waitingEdit(entry: Entry, view: View): WaitingEdit {
  const { n, mid, mutation, size, tries, error } = entry;
  return {
    type: 'edit',
    ...{ n, mid, size, tries },
    lastError: error,
    label: labelOf(mutation, view),
    kind: mutation.kind,
    createdAt: mutation.at,
    missionId: missionOf(mutation, view),
  };
}

export function waitingPhoto(upload: Upload, view: View): WaitingPhoto {
  const { sha256, size, sent, createdAt, tries, error, missionId, caption } = upload;
  const mission = view.mission.get(missionId)?.number ?? '';
  return {
    type: 'photo',
    ...{ sha256, size, sent, createdAt, tries, missionId },
    lastError: error,
    label: { key: 'edit.photo', params: { mission, caption } },
  };
}

export function rejectedItem(entry: RejectedEntry, view: View): RejectedItem {
  const { mid, status, code, message, mutation } = entry;
  return {
    ...{ mid, status, code, message },
    label: labelOf(mutation, view),
    kind: mutation.kind,
    missionId: missionOf(mutation, view),
    text: typedText(mutation),
    createdAt: mutation.at,
  };
}

function labelOf(mutation: Mutation, view: View): Label {
  const key = mutation.op.includes('.') ? mutation.op : `${mutation.op}.${mutation.kind}`;
  const missionId = missionOf(mutation, view);
  const mission = (missionId && view.mission.get(missionId)?.number) || '';
  return { key: `edit.${key}`, params: { mission } };
}

function missionOf(mutation: Mutation, view: View): Id | null {
  if (mutation.kind === 'mission') return mutation.id;
  const scope = mutation.args.scope ?? view[mutation.kind].get(mutation.id)?.scope ?? '';
  return String(scope).startsWith(MISSION) ? String(scope).slice(MISSION.length) : null;
}
