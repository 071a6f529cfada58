/** From the strokes of the pad to our ink: whole numbers, in bounds, never too many. */

import type { Ink } from '../domain/kinds';

export const MOST_STROKES = 60;
export const MOST_POINTS = 4000;

interface PadPoint {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}
export interface PadStroke {
  readonly points: readonly PadPoint[];
}
type InkPoint = readonly [ms: number, x10: number, y10: number];

/** Null when nothing was drawn. Pressure is left out: it would say more of a person than needed. */
export function inkOf(strokes: readonly PadStroke[], width: number, height: number): Ink | null {
  const drawn = strokes.filter((stroke) => stroke.points.length > 0).slice(0, MOST_STROKES);
  const first = drawn[0]?.points[0];
  if (!first) return null;
  const all = drawn.reduce((sum, stroke) => sum + stroke.points.length, 0);
  // One more than the quotient would still be too many when every stroke keeps its last point.
  const step = all <= MOST_POINTS ? 1 : Math.ceil(all / (MOST_POINTS - MOST_STROKES));
  const [w, h] = [Math.round(width), Math.round(height)];
  const place = (point: PadPoint): InkPoint => [
    Math.max(0, Math.round(point.time - first.time)),
    within(point.x, w),
    within(point.y, h),
  ];
  return { w, h, strokes: drawn.map(({ points }) => thinned(points, step).map(place)) };
}

function thinned(points: readonly PadPoint[], step: number): readonly PadPoint[] {
  return points.filter((_, n) => n % step === 0 || n === points.length - 1);
}

function within(pixels: number, size: number): number {
  return Math.min(size * 10, Math.max(0, Math.round(pixels * 10)));
}

/** A signature is more than a slip of the finger. */
export function isEnough(strokes: readonly PadStroke[]): boolean {
  return strokes.reduce((sum, stroke) => sum + stroke.points.length, 0) >= 8;
}

/** The strokes on a pad of another size. Only what would leave it is made smaller: turning the
 * phone to and fro does not shrink a signature away. */
export function fitted<Stroke extends PadStroke>(
  strokes: readonly Stroke[],
  width: number,
  height: number,
): Stroke[] {
  const points = strokes.flatMap((stroke) => stroke.points);
  const most = (of: 'x' | 'y') => Math.max(1, ...points.map((point) => point[of]));
  const shrink = Math.min(1, width / most('x'), height / most('y'));
  const moved = (point: PadPoint) => ({ ...point, x: point.x * shrink, y: point.y * shrink });
  return strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(moved) }));
}
