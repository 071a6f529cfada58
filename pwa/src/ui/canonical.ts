/** The frozen content as the screens read it. */

import type { ReportContent } from '../domain/reports';

/** The frozen content of a report, or null when it is none this app can show. */
export function readContent(frozen: unknown): ReportContent | null {
  const known = frozen !== null && typeof frozen === 'object' && 'template' in frozen;
  return known && frozen.template === 'report-1' ? (frozen as ReportContent) : null;
}
