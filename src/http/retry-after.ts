/**
 * The milliseconds that a Retry-After header asks for: a number of seconds, or an HTTP date (RFC 9110, 10.2.3).
 * Undefined when the header is missing or makes no sense.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
