import { formatAddress } from '../../path/address.js';
import { Cidr, parseCidr } from '../../path/cidr.js';
import { LOOPBACK, within } from '../../path/ranges.js';

/** Where a listener can be bound. */
export interface Candidate {
  /** IPv4. */
  readonly address: string;
  /** 0 takes a free port. */
  readonly port: number;
}

/** Hosts are handed out from here on, as clouds keep the first addresses of a block for themselves. */
const FIRST_HOST = 10n;
const MAX_HOSTS = 64n;

/** Datastores without a private network get addresses from here. */
const PUBLIC_BLOCK = '127.64.0.0/16';

/**
 * The block of loopback addresses for a network: its own CIDR where that lies in 127.0.0.0/8, else the one with the
 * same last 24 bits (10.20.0.0/16: 127.20.0.0/16), because a private address of a cloud cannot be bound here.
 */
export function loopbackBlock(networkCidr: string | undefined): Cidr {
  const result = parseCidr(networkCidr ?? PUBLIC_BLOCK);
  const cidr = result.ok ? result.cidr : loopbackBlock(undefined);
  if (within(cidr, LOOPBACK)) return cidr;
  return Cidr.around(4, (127n << 24n) | (cidr.first & 0xffffffn), cidr.prefix);
}

/** The block's addresses for datastores, at the usual port. */
export function* usualCandidates(block: Cidr, port: number): Generator<Candidate> {
  for (let host = FIRST_HOST; host < FIRST_HOST + MAX_HOSTS && block.first + host < block.last; host += 1n) {
    yield { address: formatAddress(4, block.first + host), port };
  }
}

/**
 * What is left when none of the usual ones can be bound: some systems have no loopback address but 127.0.0.1, and a
 * server on 0.0.0.0 takes the port on all of them.
 */
export function lastCandidates(block: Cidr, port: number): readonly Candidate[] {
  return [
    { address: '127.0.0.1', port },
    { address: formatAddress(4, block.first + FIRST_HOST), port: 0 },
    { address: '127.0.0.1', port: 0 },
  ];
}
