import { type Cidr, hostCidr, parseCidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import { PRIVATE, within } from '../../path/ranges.js';
import type { SecurityRule } from '../arm/model.js';
import type { Traffic } from './judge-rules.js';

/** How much a rule is taken to match where that cannot be seen: as little as it may, or as much. */
export type Reach = 'smallest' | 'largest';

/** The pairs of local and remote addresses of the traffic that a rule matches; undefined when it matches none. */
export function ruleArea(
  rule: SecurityRule,
  traffic: Traffic,
  reach: Reach,
): { readonly local: CidrSet; readonly remote: CidrSet } | undefined {
  if (!isForTcp(rule.protocol) || !rule.destinationPorts.some((range) => holds(range, traffic.port)))
    return undefined;
  // Clients choose their source port: a rule for some of them matches some connections and not others.
  if (reach === 'smallest' && !rule.sourcePorts.some(isEveryPort)) return undefined;

  const outbound = traffic.direction === 'Outbound';
  const source = { prefixes: rule.sourcePrefixes, groups: rule.sourceGroupIds };
  const destination = { prefixes: rule.destinationPrefixes, groups: rule.destinationGroupIds };
  const local = localAddresses(outbound ? source : destination, traffic.local, reach);
  const remote = remoteAddresses(outbound ? destination : source, traffic.remote, reach);
  return local.isEmpty || remote.isEmpty ? undefined : { local, remote };
}

/** One end of a rule. */
interface End {
  readonly prefixes: readonly string[];
  readonly groups: readonly string[];
}

/** Who is in an application security group is not read: none of the local addresses may be, or all. */
function localAddresses({ prefixes, groups }: End, all: readonly Cidr[], reach: Reach): CidrSet {
  if (groups.length > 0) return CidrSet.of(reach === 'largest' ? all : []);
  return addresses(prefixes, all, reach);
}

/** The members of an application security group are in the customer's own VNet, never beyond the peering. */
function remoteAddresses({ prefixes, groups }: End, all: readonly Cidr[], reach: Reach): CidrSet {
  return groups.length > 0 ? CidrSet.of([]) : addresses(prefixes, all, reach);
}

function addresses(prefixes: readonly string[], all: readonly Cidr[], reach: Reach): CidrSet {
  const everything = CidrSet.of(all);
  return prefixes.reduce(
    (found, prefix) => found.union(meaning(prefix, all, reach).intersect(everything)),
    CidrSet.of([]),
  );
}

/**
 * What a prefix or tag stands for, among these addresses. Both ends belong to `VirtualNetwork`: the subnets are in the
 * VNet's own space, and the Dragonfly network is in the space of a peer with access, which is what the peering is for.
 * What is in a peered space is not `Internet`. The other tags are public addresses of Azure's services.
 */
function meaning(prefix: string, all: readonly Cidr[], reach: Reach): CidrSet {
  const everything = CidrSet.of(all);
  const nothing = CidrSet.of([]);
  if (['*', 'any', 'virtualnetwork'].includes(prefix.toLowerCase())) return everything;
  if (['internet', 'azureloadbalancer'].includes(prefix.toLowerCase())) return nothing;
  const block = blockOf(prefix);
  if (block) return CidrSet.of([block]);
  const isPrivate = all.every((one) => within(one, PRIVATE));
  return isPrivate || reach === 'smallest' ? nothing : everything;
}

function blockOf(prefix: string): Cidr | undefined {
  const parsed = parseCidr(prefix);
  if (parsed.ok) return parsed.cidr;
  return parsed.reason === 'host_bits' ? parsed.suggestion : hostCidr(prefix);
}

function isForTcp(protocol: string): boolean {
  return protocol === '*' || protocol.toLowerCase() === 'tcp';
}

function isEveryPort(range: string): boolean {
  return range === '*' || range === '0-65535' || range === '1-65535';
}

function holds(range: string, port: number): boolean {
  if (range === '*') return true;
  const [from = '', to = from] = range.split('-');
  return Number(from) <= port && port <= Number(to);
}
