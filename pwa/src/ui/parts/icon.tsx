import calendar from 'lucide-static/icons/calendar.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import left from 'lucide-static/icons/chevron-left.svg?raw';
import right from 'lucide-static/icons/chevron-right.svg?raw';
import upload from 'lucide-static/icons/cloud-upload.svg?raw';
import folder from 'lucide-static/icons/folder.svg?raw';
import pin from 'lucide-static/icons/map-pin.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import phone from 'lucide-static/icons/phone.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import share from 'lucide-static/icons/share.svg?raw';
import addSquare from 'lucide-static/icons/square-plus.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import person from 'lucide-static/icons/user-round.svg?raw';
import { h } from 'preact';

const DRAWINGS = {
  calendar,
  camera,
  check,
  left,
  right,
  upload,
  folder,
  pin,
  minus,
  phone,
  plus,
  share,
  addSquare,
  trash,
  person,
} as const;

export type IconName = keyof typeof DRAWINGS;
type Shape = readonly [tag: string, attributes: Readonly<Record<string, string>>];

const parsed = new Map<IconName, readonly Shape[]>();

/** A thin drawing; always beside a word, so it is silent for screen readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapesOf(name).map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}

// Built as elements, never as markup: the security policy of the page allows no innerHTML.
function shapesOf(name: IconName): readonly Shape[] {
  const known = parsed.get(name);
  if (known) return known;
  const shapes = [
    ...DRAWINGS[name].matchAll(/<(path|circle|rect|line|polyline)\b([^>]*?)\/>/g),
  ].map(([, tag = 'path', rest = '']): Shape => [tag, attributesOf(rest)]);
  parsed.set(name, shapes);
  return shapes;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v]));
}
