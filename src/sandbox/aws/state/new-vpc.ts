import { Cidr, cidr } from '../../../path/cidr.js';
import type { AwsIds } from '../aws-ids.js';
import type { AwsWorld } from './aws-world.js';
import { KINDS } from './kinds.js';
import type { NetworkAclEntry, RouteTable, SecurityGroup, Vpc } from './records.js';

/** What a new VPC is made of. */
export interface VpcPlan {
  /** Dragonfly's double chooses the ids of its own. */
  readonly id?: string;
  readonly ownerId: string;
  readonly region: string;
  readonly cidr: Cidr;
  readonly ipv6?: boolean;
  readonly isDefault?: boolean;
  readonly tenancy?: string;
  readonly tags?: Map<string, string>;
}

/** Makes a VPC and what comes with it: its main route table, default security group and default network ACL. */
export function addVpc(world: AwsWorld, ids: AwsIds, plan: VpcPlan): Vpc {
  const { ownerId, region } = plan;
  const vpc: Vpc = {
    id: plan.id ?? ids.fresh(KINDS.vpc),
    ownerId,
    region,
    tags: plan.tags ?? new Map(),
    cidrs: [{ associationId: ids.fresh(KINDS.vpcCidrAssociation), cidr: plan.cidr }],
    isDefault: plan.isDefault ?? false,
    tenancy: plan.tenancy ?? 'default',
    dhcpOptionsId: defaultDhcpOptions(ownerId, region),
    enableDnsSupport: true,
    // Only a default VPC starts with DNS host names.
    enableDnsHostnames: plan.isDefault ?? false,
    enableNetworkAddressUsageMetrics: false,
  };
  if (plan.ipv6) {
    vpc.cidrs.push({ associationId: ids.fresh(KINDS.vpcCidrAssociation), cidr: amazonIpv6(ids) });
  }
  world.vpcs.add(vpc);
  const table = addRouteTable(world, ids, vpc, new Map());
  table.associations.push({ id: ids.fresh(KINDS.routeTableAssociation), main: true });
  addSecurityGroup(world, ids, vpc, {
    name: 'default',
    description: 'default VPC security group',
    tags: new Map(),
  });
  addDefaultAcl(world, ids, vpc);
  return vpc;
}

/** A route table with a local route for each block of the VPC. */
export function addRouteTable(world: AwsWorld, ids: AwsIds, vpc: Vpc, tags: Map<string, string>): RouteTable {
  return world.routeTables.add({
    id: ids.fresh(KINDS.routeTable),
    ownerId: vpc.ownerId,
    region: vpc.region,
    tags,
    vpcId: vpc.id,
    routes: vpc.cidrs.map(({ cidr }) => localRoute(cidr)),
    associations: [],
    propagatingGateways: [],
  });
}

/** The route that keeps a VPC's own traffic inside. */
export function localRoute(destination: Cidr): RouteTable['routes'][number] {
  return { destination, target: { element: 'gatewayId', id: 'local' }, origin: 'CreateRouteTable' };
}

/** A group that lets everything out; the default group also lets its own members in. */
export function addSecurityGroup(
  world: AwsWorld,
  ids: AwsIds,
  vpc: Vpc,
  { name, description, tags }: Pick<SecurityGroup, 'name' | 'description' | 'tags'>,
): SecurityGroup {
  const { ownerId, region } = vpc;
  const group = world.securityGroups.add({
    id: ids.fresh(KINDS.securityGroup),
    ownerId,
    region,
    tags,
    vpcId: vpc.id,
    name,
    description,
    associatedVpcIds: [],
  });
  const rule = { ownerId, region, groupId: group.id, protocol: '-1', fromPort: -1, toPort: -1 };
  if (name === 'default') {
    world.securityGroupRules.add({
      ...rule,
      id: ids.fresh(KINDS.securityGroupRule),
      tags: new Map(),
      isEgress: false,
      peer: { kind: 'group', groupId: group.id, userId: ownerId },
      description: undefined,
    });
  }
  const everywhere = ['0.0.0.0/0', ...(vpc.cidrs.some(({ cidr }) => cidr.family === 6) ? ['::/0'] : [])];
  for (const block of everywhere.map(cidr)) {
    world.securityGroupRules.add({
      ...rule,
      id: ids.fresh(KINDS.securityGroupRule),
      tags: new Map(),
      isEgress: true,
      peer: { kind: block.family === 4 ? 'ipv4' : 'ipv6', cidr: block },
      description: undefined,
    });
  }
  return group;
}

/** The number of the last rule of a network ACL, which denies and cannot be deleted. */
export const FINAL_RULE = { 4: 32_767, 6: 32_768 } as const;

/** The entries that every network ACL ends with; the default one lets everything pass before them. */
export function firstEntries(vpc: Vpc, allow: boolean): NetworkAclEntry[] {
  const families: (4 | 6)[] = vpc.cidrs.some(({ cidr }) => cidr.family === 6) ? [4, 6] : [4];
  return [true, false].flatMap((egress) =>
    families.flatMap((family) => {
      const common = { egress, protocol: '-1', cidr: cidr(family === 4 ? '0.0.0.0/0' : '::/0') };
      const last = { ...common, ruleNumber: FINAL_RULE[family], action: 'deny' as const };
      return allow
        ? [{ ...common, ruleNumber: family === 4 ? 100 : 101, action: 'allow' as const }, last]
        : [last];
    }),
  );
}

function addDefaultAcl(world: AwsWorld, ids: AwsIds, vpc: Vpc): void {
  world.networkAcls.add({
    id: ids.fresh(KINDS.networkAcl),
    ownerId: vpc.ownerId,
    region: vpc.region,
    tags: new Map(),
    vpcId: vpc.id,
    isDefault: true,
    entries: firstEntries(vpc, true),
    associations: [],
  });
}

/** The /56 that AWS chooses for a VPC. */
export function amazonIpv6(ids: AwsIds): Cidr {
  const network = BigInt(ids.number('ipv6', 2 ** 24));
  return Cidr.around(6, (0x2600_1f18n << 96n) | (network << 72n), 56);
}

/** Every account has one set of DHCP options in each region. */
export function defaultDhcpOptions(ownerId: string, region: string): string {
  const code = [...`${ownerId}/${region}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 32,
    7,
  );
  return `dopt-${code.toString(16).padStart(8, '0')}`;
}
