import { type Cidr, cidr, hostCidr, parseCidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import { PRIVATE } from '../../path/ranges.js';
import type { VirtualNetworkTag } from './virtual-network-tag.js';

/** The addresses that one end of a rule names. */
export interface RuleAddresses {
  /** Undefined: all of them. */
  readonly sure: CidrSet | undefined;
  /** Those that may belong to it, and what would have to be known. */
  readonly perhaps: readonly { readonly addresses: CidrSet; readonly why: string }[];
}

// Azure's own load balancer and its health probes come from here.
const LOAD_BALANCER = cidr('168.63.129.16/32');
const EVERYTHING = CidrSet.of(['0.0.0.0/0', '::/0'].map(cidr));

/** Reads the prefixes and service tags of one end. */
export function ruleAddresses(prefixes: readonly string[], tag: VirtualNetworkTag): RuleAddresses {
  const ends = prefixes.map((prefix) => meaningOf(prefix, tag));
  if (ends.some(({ sure }) => sure === undefined)) return { sure: undefined, perhaps: [] };
  const sure = ends.reduce((all, end) => all.union(end.sure ?? EVERYTHING), CidrSet.of([]));
  return { sure, perhaps: ends.flatMap(({ perhaps }) => perhaps) };
}

function meaningOf(prefix: string, tag: VirtualNetworkTag): RuleAddresses {
  const block = blockOf(prefix);
  if (block) return only([block]);
  switch (prefix.toLowerCase()) {
    case '*':
    case 'any':
      return { sure: undefined, perhaps: [] };
    case 'virtualnetwork': {
      const { sure, perhaps, why } = tag;
      return { sure, perhaps: perhaps.isEmpty ? [] : [{ addresses: perhaps, why }] };
    }
    case 'azureloadbalancer':
      return only([LOAD_BALANCER]);
    case 'internet':
      return { sure: publicAddresses().subtract(tag.sure), perhaps: [] };
    default: {
      // The other tags stand for public addresses of Azure's services, which change every week.
      const why = `which addresses the service tag ${prefix} stands for`;
      return { sure: CidrSet.of([]), perhaps: [{ addresses: publicAddresses(), why }] };
    }
  }
}

function only(blocks: readonly Cidr[]): RuleAddresses {
  return { sure: CidrSet.of(blocks), perhaps: [] };
}

function publicAddresses(): CidrSet {
  return EVERYTHING.subtract(CidrSet.of(PRIVATE));
}

function blockOf(prefix: string): Cidr | undefined {
  const parsed = parseCidr(prefix);
  if (parsed.ok) return parsed.cidr;
  return parsed.reason === 'host_bits' ? parsed.suggestion : hostCidr(prefix);
}
