import type { Cidr } from '../../path/cidr.js';
import type { Nic, Subnet } from '../arm/model.js';
import { nameOf, resourceKey, sameResource } from '../ids.js';
import { isIn } from '../interfaces.js';
import type { Effective, VnetFacts } from './facts.js';
import { UNKNOWN_GROUP } from './layers.js';

/** What packets can start from: a subnet, under the groups of some of its interfaces. */
export interface Workload {
  /** The subnet's name, and the name of the interfaces' group where there is one. */
  readonly id: string;
  readonly subnet: Subnet;
  readonly cidrs: readonly Cidr[];
  /** The group on the interfaces; undefined where there is none. */
  readonly nicGroup: string | undefined;
  /** The application security groups of the interfaces; undefined when they could not be read. */
  readonly groupIds: readonly string[] | undefined;
  /** What is in effect on one of the interfaces. */
  readonly effective: Effective | undefined;
}

/** Azure's own machines are in these; nothing of the customer's starts there. */
const OF_AZURE = [
  'gatewaysubnet',
  'azurefirewallsubnet',
  'azurefirewallmanagementsubnet',
  'routeserversubnet',
];

/** One workload for each subnet and set of groups; a subnet without an interface is there, too. */
export function workloadsOf(facts: VnetFacts): Workload[] {
  const own = facts.vnet.subnets.filter(({ name }) => !OF_AZURE.includes(name.toLowerCase()));
  return own.flatMap((subnet) => {
    // Networks of Dragonfly have IPv4 addresses only.
    const cidrs = subnet.prefixes.filter(({ family }) => family === 4);
    if (cidrs.length === 0) return [];
    return kindsIn(subnet, facts).map((kind) => ({ ...kind, subnet, cidrs }));
  });
}

type Kind = Pick<Workload, 'id' | 'nicGroup' | 'groupIds' | 'effective'>;

function kindsIn(subnet: Subnet, { nics, effective }: VnetFacts): Kind[] {
  const { name } = subnet;
  if (!nics) return [{ id: name, nicGroup: UNKNOWN_GROUP, groupIds: undefined, effective: undefined }];
  const kinds = new Map<string, Kind>();
  for (const nic of nics.filter((one) => isIn(one, subnet))) {
    const kind = kindOf(nic, subnet);
    const known = kinds.get(kind.id);
    kinds.set(kind.id, { ...kind, effective: known?.effective ?? effective.get(resourceKey(nic.id)) });
  }
  if (kinds.size === 0) return [{ id: name, nicGroup: undefined, groupIds: [], effective: undefined }];
  return [...kinds.values()];
}

function kindOf({ nsgId, ipConfigurations }: Nic, subnet: Subnet): Omit<Kind, 'effective'> {
  const here = ipConfigurations.filter(({ subnetId }) => sameResource(subnetId, subnet.id));
  const groupIds = [...new Set(here.flatMap((one) => one.groupIds))].sort();
  const words = [...(nsgId === undefined ? [] : [nsgId]), ...groupIds].map(nameOf);
  return { id: [subnet.name, ...words].join('/'), nicGroup: nsgId, groupIds };
}
