import type { Cidr } from '../../path/cidr.js';
import type { FilterLayer } from '../../path/filter.js';
import type { Source } from '../../path/snapshot.js';
import { unreadableLayer, unreadableRoutes } from '../../path/unreadable.js';
import type { GroupRule, NetworkAcl, NetworkInterface, RouteTable, Subnet } from '../ec2/model.js';
import { tableOfSubnet } from '../route-tables.js';
import { type PrefixLists, tableStages } from '../table-stage.js';
import { aclLayer, type Direction, groupLayer } from './filters.js';

/** What was read of a VPC; undefined is what may not be read. */
export interface VpcFacts {
  readonly local: readonly Cidr[];
  readonly subnets: readonly Subnet[] | undefined;
  readonly tables: readonly RouteTable[] | undefined;
  readonly interfaces: readonly NetworkInterface[] | undefined;
  readonly rules: readonly GroupRule[] | undefined;
  readonly acls: readonly NetworkAcl[] | undefined;
  readonly prefixLists: PrefixLists;
}

/**
 * What packets can start from: one source for each set of groups that interfaces of a subnet carry. A subnet without an
 * interface is there too, with the named groups, or with none.
 */
export function sourcesOf(facts: VpcFacts, namedGroups: readonly string[]): Source[] {
  return (facts.subnets ?? []).flatMap((subnet) =>
    groupSets(subnet.id, facts.interfaces, namedGroups).map((groups) => sourceOf(subnet, groups, facts)),
  );
}

/** Undefined: not known which groups; an empty set: no interface, and none named. */
type GroupSet = readonly string[] | undefined;

function groupSets(
  subnetId: string,
  interfaces: readonly NetworkInterface[] | undefined,
  namedGroups: readonly string[],
): GroupSet[] {
  const fallback = namedGroups.length > 0 ? [...namedGroups].sort() : undefined;
  if (!interfaces) return [fallback];
  const sets = interfaces
    .filter((one) => one.subnetId === subnetId)
    .map(({ groupIds }) => [...groupIds].sort());
  const different = [...new Map(sets.map((set) => [set.join('+'), set])).values()];
  return different.length > 0 ? different : [fallback ?? []];
}

function sourceOf(subnet: Subnet, groups: GroupSet, facts: VpcFacts): Source {
  const names = groups?.join('+') ?? '';
  const groupsAt = (direction: Direction) => groupLayers(groups, direction, facts);
  return {
    id: names === '' ? subnet.id : `${subnet.id}/${names}`,
    subnetId: subnet.id,
    cidrs: subnet.cidrs,
    routing: routingOf(subnet.id, facts),
    out: [...groupsAt('out'), aclLayer(subnet.id, facts.acls, 'out')],
    in: [aclLayer(subnet.id, facts.acls, 'in'), ...groupsAt('in')],
  };
}

function groupLayers(groups: GroupSet, direction: Direction, facts: VpcFacts): FilterLayer[] {
  if (!groups) {
    const why = 'which security groups the interfaces carry could not be read';
    const layer = { id: 'security groups', attachedTo: 'network interface', stateful: true, why };
    return [unreadableLayer({ ...layer, actions: ['continue', 'drop'] })];
  }
  return groups.length === 0 ? [] : [groupLayer(groups, facts.rules, direction, facts.prefixLists)];
}

function routingOf(subnetId: string, { tables, local, prefixLists }: VpcFacts): Source['routing'] {
  const table = tables && tableOfSubnet(tables, subnetId);
  if (table) return tableStages(table, { local, prefixLists });
  const why = `the route table of ${subnetId} could not be read`;
  return [unreadableRoutes({ name: `route table of ${subnetId}`, why })];
}
