import type { VerifyReport } from '../types.js';

/** The report as the one JSON document that `dfcloud verify --json` prints: two spaces, a newline at the end. */
export function renderJson(report: VerifyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
