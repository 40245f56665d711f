import { type Address, formatAddress, parseAddress } from '../path/address.js';
import { Cidr, cidr } from '../path/cidr.js';
import { LOOPBACK, PRIVATE, specialPurpose, within } from '../path/ranges.js';
import { unmapped } from './endpoint.js';
import type { AddressFacts, AddressKind, DnsFact, LookupFact } from './facts.js';
import type { Host } from './host.js';
import type { VerifyRun } from './run.js';
import { errnoOf } from './wire/errno.js';
import { startStopwatch } from './wire/stopwatch.js';
import { type WaitOptions, waitFor } from './wire/wait.js';

/** Long enough for a first name server that is slow, short enough to say so before anybody gives up. */
const DNS_TIMEOUT_MS = 2000;

/** What the system's lookup says when the name, or its record of this family, does not exist. */
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME']);

/** The endpoint's addresses, A before AAAA, each once. Notes in the run's facts what the name servers said. */
export async function resolveEndpoint(run: VerifyRun): Promise<AddressFacts[]> {
  const { host, address, cidrs } = run.request;
  if (address) return [addressFacts(address, cidrs)];

  const wait = run.within(DNS_TIMEOUT_MS);
  const dns = await lookUp(run.host, host, wait);
  run.facts.dns = dns;
  const texts = [dns.a, dns.aaaa].flatMap((fact) => (fact.kind === 'answers' ? fact.addresses : []));
  const found = texts.flatMap((text) => {
    const parsed = parseAddress(text);
    return parsed ? [addressFacts(unmapped(parsed), cidrs)] : [];
  });
  return found.filter((one, index) => found.findIndex((other) => other.address === one.address) === index);
}

/** Asks for both families side by side, and for who answers. */
export async function lookUp(host: Host, name: string, wait: WaitOptions): Promise<DnsFact> {
  const [a, aaaa, source] = await Promise.all([
    lookUpFamily(host, name, 4, wait),
    lookUpFamily(host, name, 6, wait),
    host.nameSource(name),
  ]);
  return { a, aaaa, source };
}

/** The system's lookup cannot be cancelled: after the deadline its result is ignored. */
function lookUpFamily(host: Host, name: string, family: 4 | 6, wait: WaitOptions): Promise<LookupFact> {
  const elapsed = startStopwatch();
  return waitFor<LookupFact>(
    wait,
    () => ({ kind: 'no-answer', errno: 'ETIMEOUT', ms: elapsed() }),
    (settle) => {
      host.lookup(name, family).then(
        (addresses) => settle(answered(addresses, elapsed())),
        (error) => settle(failed(errnoOf(error), elapsed())),
      );
      return () => undefined;
    },
  );
}

function answered(addresses: readonly string[], ms: number): LookupFact {
  return addresses.length ? { kind: 'answers', addresses, ms } : { kind: 'none', errno: 'ENODATA', ms };
}

function failed(errno: string, ms: number): LookupFact {
  return { kind: NO_SUCH_NAME.has(errno) ? 'none' : 'no-answer', errno, ms };
}

/** What can be said of an address before anything is sent. */
export function addressFacts(address: Address, cidrs: readonly Cidr[]): AddressFacts {
  const { family, value } = address;
  const block = Cidr.around(family, value, family === 4 ? 32 : 128);
  return {
    address: formatAddress(family, value),
    block,
    kind: kindOf(block),
    insideCidrs: cidrs.length ? within(block, cidrs) : undefined,
  };
}

/** Unspecified, link-local, multicast; the IPv4 ones are in path/ranges. */
const UNUSABLE_V6 = ['::/128', 'fe80::/10', 'ff00::/8'].map(cidr);

function kindOf(block: Cidr): AddressKind {
  if (within(block, LOOPBACK)) return 'loopback';
  if (block.family === 4 ? specialPurpose(block) !== undefined : within(block, UNUSABLE_V6))
    return 'unusable';
  return within(block, PRIVATE) ? 'private' : 'public';
}
