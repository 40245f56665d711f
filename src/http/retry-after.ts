// The three forms of an HTTP date begin with the day's name. `Date.parse` alone would take "-5" for a year.
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * The milliseconds that a Retry-After header asks for: a number of seconds, or an HTTP date (RFC 9110, 10.2.3).
 * Undefined when the header is missing or makes no sense.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
