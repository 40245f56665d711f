import type { AddressFacts, Facts } from './facts.js';
import { LOCAL_LIMITS } from './probes/tcp.js';
import type { Verdict } from './types.js';
import { isServed } from './wire/reply.js';

/** Joins the verdicts of the addresses: one that answers is enough; what was not tried proves nothing. */
export function verdictOf({ addresses, dns }: Facts): Verdict {
  if (addresses.length === 0) {
    return dns?.a.kind === 'none' && dns.aaaa.kind === 'none' ? 'unreachable' : 'unknown';
  }
  const verdicts = addresses.map(addressVerdict);
  if (verdicts.includes('reachable')) return 'reachable';
  return verdicts.includes('unreachable') ? 'unreachable' : 'unknown';
}

/** The verdict on one address alone. */
export function addressVerdict({ kind, route, tcp, resp }: AddressFacts): Verdict {
  if (kind === 'unusable' || route?.kind === 'none') return 'unreachable';
  switch (tcp?.kind) {
    case undefined:
      return 'unknown';
    case 'timeout':
      return tcp.patient ? 'unreachable' : 'unknown';
    case 'failed':
      return LOCAL_LIMITS.has(tcp.errno) ? 'unknown' : 'unreachable';
    case 'open':
      // Open but silent, reset, closed or not RESP is unreachable, also when a deadline ended it.
      return isServed(resp?.ping) ? 'reachable' : 'unreachable';
  }
}
