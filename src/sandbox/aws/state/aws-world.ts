import { KINDS } from './kinds.js';
import type { VpcPeeringConnection } from './peering-record.js';
import { peeringIsVisible } from './peering-visibility.js';
import type * as records from './records.js';
import { type Scope, Table } from './table.js';

/** Everything that exists in all accounts and regions: plain data, without timers or behaviour. */
export type AwsWorld = ReturnType<typeof emptyAwsWorld>;

/** The account id under which AWS itself owns prefix lists. */
export const AMAZON = 'AWS';

/** How long a deleted NAT gateway stays listed. */
const NAT_TOMBSTONE_MS = 3_600_000;

/** An AWS in which nothing exists. `now` is the sandbox's clock: some objects stay visible for a while after their end. */
export function emptyAwsWorld(now: () => number) {
  return {
    vpcs: new Table<records.Vpc>(KINDS.vpc),
    subnets: new Table<records.Subnet>(KINDS.subnet),
    routeTables: new Table<records.RouteTable>(KINDS.routeTable),
    securityGroups: new Table<records.SecurityGroup>(KINDS.securityGroup),
    securityGroupRules: new Table<records.SecurityGroupRule>(KINDS.securityGroupRule),
    networkAcls: new Table<records.NetworkAcl>(KINDS.networkAcl),
    networkInterfaces: new Table<records.NetworkInterface>(KINDS.networkInterface),
    prefixLists: new Table<records.PrefixList>(KINDS.prefixList, isOwnOrAmazons),
    internetGateways: new Table<records.Gateway>(KINDS.internetGateway),
    egressOnlyInternetGateways: new Table<records.Gateway>(KINDS.egressOnlyInternetGateway),
    vpnGateways: new Table<records.VpnGateway>(KINDS.vpnGateway),
    natGateways: new Table<records.NatGateway>(
      KINDS.natGateway,
      (nat, scope) =>
        nat.ownerId === scope.accountId &&
        nat.region === scope.region &&
        (nat.deletedAtMs === undefined || now() < nat.deletedAtMs + NAT_TOMBSTONE_MS),
    ),
    elasticIps: new Table<records.ElasticIp>(KINDS.elasticIp),
    vpcEndpoints: new Table<records.VpcEndpoint>(KINDS.vpcEndpoint),
    transitGateways: new Table<records.TransitGateway>(KINDS.transitGateway),
    transitGatewayAttachments: new Table<records.TransitGatewayAttachment>(KINDS.transitGatewayAttachment),
    vpcPeeringConnections: new Table<VpcPeeringConnection>(KINDS.vpcPeeringConnection, (pcx, scope) =>
      peeringIsVisible(pcx, scope, now()),
    ),
  };
}

function isOwnOrAmazons(list: records.PrefixList, scope: Scope): boolean {
  return list.region === scope.region && (list.ownerId === scope.accountId || list.ownerId === AMAZON);
}
