import type * as sdk from '@aws-sdk/client-ec2';
import { defined } from '../../internal/defined.js';
import { type Cidr, parseCidr } from '../../path/cidr.js';
import type { PortRange } from '../../path/port-range.js';
import type * as model from './model.js';

/*
 * Answers of the SDK in our own terms. Every field of the SDK may be missing and an absent list is undefined, so what
 * cannot be used is left out here, at the one place.
 */

/** The block of a text, with host bits dropped: EC2 keeps what a user once typed. */
export function blockOf(text: string | undefined): Cidr | undefined {
  if (text === undefined) return undefined;
  const parsed = parseCidr(text);
  return parsed.ok ? parsed.cidr : parsed.suggestion;
}

export function toVpc({ VpcId, OwnerId, ...vpc }: sdk.Vpc): model.Vpc {
  const ipv4 = (vpc.CidrBlockAssociationSet ?? []).filter((block) => isUsed(block.CidrBlockState?.State));
  const ipv6 = (vpc.Ipv6CidrBlockAssociationSet ?? []).filter((block) =>
    isUsed(block.Ipv6CidrBlockState?.State),
  );
  const texts = [...ipv4.map((block) => block.CidrBlock), ...ipv6.map((block) => block.Ipv6CidrBlock)];
  return {
    id: VpcId ?? '',
    ownerId: OwnerId ?? '',
    cidrs: blocksOf(ipv4.length > 0 ? texts : [vpc.CidrBlock, ...texts]),
  };
}

export function toSubnet({
  SubnetId,
  CidrBlock,
  Ipv6CidrBlockAssociationSet = [],
}: sdk.Subnet): model.Subnet {
  const ipv6 = Ipv6CidrBlockAssociationSet.filter((block) => isUsed(block.Ipv6CidrBlockState?.State));
  return { id: SubnetId ?? '', cidrs: blocksOf([CidrBlock, ...ipv6.map((block) => block.Ipv6CidrBlock)]) };
}

export function toRouteTable({ RouteTableId, Associations, Routes }: sdk.RouteTable): model.RouteTable {
  const live = (Associations ?? []).filter(({ AssociationState }) => isUsed(AssociationState?.State));
  return {
    id: RouteTableId ?? '',
    main: live.some(({ Main }) => Main === true),
    subnetIds: live.flatMap(({ SubnetId }) => SubnetId ?? []),
    gatewayIds: live.flatMap(({ GatewayId }) => GatewayId ?? []),
    routes: (Routes ?? []).map(toRoute),
  };
}

function toRoute(route: sdk.Route): model.TableRoute {
  return defined({
    destination: blockOf(route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock),
    prefixListId: route.DestinationPrefixListId,
    target: targetOf(route),
    state: route.State ?? 'active',
    origin: route.Origin ?? 'CreateRoute',
  });
}

function targetOf(route: sdk.Route): model.TableRoute['target'] {
  const { GatewayId: gateway, NetworkInterfaceId, InstanceId } = route;
  if (route.VpcPeeringConnectionId) return { kind: 'peering', id: route.VpcPeeringConnectionId };
  if (route.TransitGatewayId) return { kind: 'transit-gateway', id: route.TransitGatewayId };
  if (NetworkInterfaceId ?? InstanceId)
    return { kind: 'interface', id: NetworkInterfaceId ?? InstanceId ?? '' };
  if (gateway === 'local') return { kind: 'local', id: gateway };
  if (gateway?.startsWith('vpce-')) return { kind: 'endpoint', id: gateway };
  const others = [
    gateway,
    route.NatGatewayId,
    route.EgressOnlyInternetGatewayId,
    route.LocalGatewayId,
    route.CarrierGatewayId,
    route.CoreNetworkArn,
    route.OdbNetworkArn,
  ];
  const other = others.find((id) => id !== undefined && id !== '');
  if (other !== undefined) return { kind: 'gateway', id: other };
  if (route.IpAddress) return { kind: 'next-hop', id: route.IpAddress };
  return { kind: 'unknown', id: 'unknown' };
}

export function toPeering(pcx: sdk.VpcPeeringConnection): model.VpcPeering {
  return defined({
    id: pcx.VpcPeeringConnectionId ?? '',
    status: pcx.Status?.Code ?? 'unknown',
    message: pcx.Status?.Message,
    expiresAt: pcx.ExpirationTime,
    requester: toEnd(pcx.RequesterVpcInfo),
    accepter: toEnd(pcx.AccepterVpcInfo),
    tags: toTags(pcx.Tags),
  });
}

function toEnd(info: sdk.VpcPeeringConnectionVpcInfo = {}): model.PeeringEnd {
  const all = blocksOf((info.CidrBlockSet ?? []).map(({ CidrBlock }) => CidrBlock));
  return defined({
    accountId: info.OwnerId,
    vpcId: info.VpcId,
    region: info.Region,
    cidrs: all.length > 0 ? all : blocksOf([info.CidrBlock]),
    resolvesPrivately: info.PeeringOptions?.AllowDnsResolutionFromRemoteVpc === true,
  });
}

export function toSecurityGroup({ GroupId, VpcId }: sdk.SecurityGroup): model.SecurityGroup {
  return { id: GroupId ?? '', vpcId: VpcId ?? '' };
}

export function toGroupRule(rule: sdk.SecurityGroupRule): model.GroupRule {
  const { ReferencedGroupInfo: other } = rule;
  return defined({
    id: rule.SecurityGroupRuleId ?? '',
    groupId: rule.GroupId ?? '',
    egress: rule.IsEgress === true,
    protocol: rule.IpProtocol ?? '-1',
    ports: portsOf(rule.FromPort, rule.ToPort),
    cidr: blockOf(rule.CidrIpv4 ?? rule.CidrIpv6),
    prefixListId: rule.PrefixListId,
    otherGroup: other?.GroupId
      ? defined({ id: other.GroupId, peeringId: other.VpcPeeringConnectionId })
      : undefined,
    tags: toTags(rule.Tags),
  });
}

export function toNetworkAcl({ NetworkAclId, Associations, Entries }: sdk.NetworkAcl): model.NetworkAcl {
  return {
    id: NetworkAclId ?? '',
    subnetIds: (Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    entries: (Entries ?? []).flatMap(toAclEntry).sort((a, b) => a.number - b.number),
  };
}

function toAclEntry(entry: sdk.NetworkAclEntry): model.AclEntry[] {
  const cidr = blockOf(entry.CidrBlock ?? entry.Ipv6CidrBlock);
  if (!cidr) return [];
  return [
    defined({
      number: entry.RuleNumber ?? 0,
      egress: entry.Egress === true,
      allow: entry.RuleAction === 'allow',
      protocol: entry.Protocol ?? '-1',
      cidr,
      ports: portsOf(entry.PortRange?.From, entry.PortRange?.To),
    }),
  ];
}

/** None for interfaces that carry no security group: NAT gateways, endpoints of gateway load balancers and the like. */
export function toNetworkInterface(eni: sdk.NetworkInterface): model.NetworkInterface[] {
  const groupIds = (eni.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  if (!eni.SubnetId || groupIds.length === 0) return [];
  return [{ id: eni.NetworkInterfaceId ?? '', subnetId: eni.SubnetId, groupIds }];
}

/** The blocks of the texts that are CIDRs. */
export function blocksOf(texts: readonly (string | undefined)[]): Cidr[] {
  return texts.flatMap((text) => blockOf(text) ?? []);
}

function portsOf(from: number | undefined, to: number | undefined): PortRange | undefined {
  return from === undefined || to === undefined || from < 0 || to < from ? undefined : { from, to };
}

function toTags(tags: readonly sdk.Tag[] | undefined): model.Tags {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

function isUsed(state: string | undefined): boolean {
  return state === undefined || state === 'associated' || state === 'associating';
}
