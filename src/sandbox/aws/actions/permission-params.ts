import type { Call } from '../aws-context.js';
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../state/records.js';
import { cidrValue } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidValue, missingParameter } from '../wire/errors.js';
import type { Params } from '../wire/params.js';

/** What a rule says, apart from the group that it belongs to. */
export type RuleShape = Pick<SecurityGroupRule, 'protocol' | 'fromPort' | 'toPort' | 'peer' | 'description'>;

/** The old, flat way to give one permission; clients of today send `IpPermissions`. */
export const FLAT_PARAMETERS = [
  'IpProtocol',
  'FromPort',
  'ToPort',
  'CidrIp',
  'SourceSecurityGroupName',
  'SourceSecurityGroupOwnerId',
] as const;

/** Protocols that go by a name; any other number stays a number. */
const NAMES: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

/**
 * The rules that a request describes, one for each peer of each permission.
 * @throws {Ec2Error} `InvalidPermission.Malformed`, `InvalidParameterValue`, `MissingParameter`, `InvalidGroup.NotFound`
 */
export function rulesIn(call: Call, group: SecurityGroup): RuleShape[] {
  const permissions = call.params.members('IpPermissions');
  const flat = permissions.length === 0 && FLAT_PARAMETERS.some((name) => call.params.has(name));
  const rules = flat
    ? permissionIn(call, group, call.params)
    : permissions.flatMap((permission) => permissionIn(call, group, permission));
  return rules;
}

function permissionIn(call: Call, group: SecurityGroup, permission: Params): RuleShape[] {
  const protocol = protocolIn(permission);
  const ports = portsIn(permission, protocol);
  const peers = peersIn(call, group, permission);
  if (peers.length === 0) throw missingParameter('ipRanges, ipv6Ranges, prefixListIds or groups');
  return peers.map(({ peer, description }) => ({ protocol, ...ports, peer, description }));
}

/** The protocol of a permission: a name where it has one, else a number, `-1` for all. */
export function protocolIn(permission: Params): string {
  const given = permission.text('IpProtocol');
  if (given === undefined) throw missingParameter('IpProtocol');
  const protocol = given.toLowerCase();
  const known = ['tcp', 'udp', 'icmp', 'icmpv6', '-1'].includes(protocol);
  const isNumber = /^\d{1,3}$/.test(protocol) && Number(protocol) <= 255;
  if (known || isNumber) return NAMES[protocol] ?? protocol;
  // The wording of a recorded answer, two spaces included.
  throw new Ec2Error(
    'InvalidPermission.Malformed',
    `Unsupported IP protocol "${given}"  - supported: [tcp, udp, icmp]`,
  );
}

/** The ports of a permission; -1 to -1 where the protocol has none. */
export function portsIn(permission: Params, protocol: string): { fromPort: number; toPort: number } {
  if (!['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol)) return { fromPort: -1, toPort: -1 };
  const fromPort = permission.integer('FromPort');
  const toPort = permission.integer('ToPort');
  const isIcmp = protocol.startsWith('icmp');
  if (fromPort === undefined || toPort === undefined) {
    if (isIcmp) return { fromPort: -1, toPort: -1 };
    throw invalidValue('Invalid value for portRange. Must specify both from and to ports with TCP/UDP.');
  }
  const legal = (port: number) => port >= (isIcmp ? -1 : 0) && port <= (isIcmp ? 255 : 65_535);
  if (!legal(fromPort)) throw invalidValue(`Invalid value '${fromPort}' for portRange.`);
  if (!legal(toPort)) throw invalidValue(`Invalid value '${toPort}' for portRange.`);
  if (!isIcmp && fromPort > toPort) {
    throw invalidValue(
      `Invalid TCP/UDP port range (${fromPort}:${toPort}). From port must be less than or equal to the to port.`,
    );
  }
  return { fromPort, toPort };
}

interface Described {
  readonly peer: RulePeer;
  readonly description: string | undefined;
}

function peersIn(call: Call, group: SecurityGroup, permission: Params): Described[] {
  const described = (member: Params, peer: RulePeer): Described => ({
    peer,
    description: descriptionIn(member),
  });
  const flat = permission.text('CidrIp');
  return [
    ...(flat === undefined ? [] : [{ peer: blockPeer('CidrIp', flat, 4), description: undefined }]),
    ...permission
      .members('Groups')
      .map((member) => described(member, groupPeer(call, group, pairIn(member)))),
    ...permission
      .members('IpRanges')
      .map((member) => described(member, blockPeer('CidrIp', member.required('CidrIp'), 4))),
    ...permission
      .members('Ipv6Ranges')
      .map((member) => described(member, blockPeer('CidrIpv6', member.required('CidrIpv6'), 6))),
    ...permission.members('PrefixListIds').map((member) => {
      const id = member.required('PrefixListId');
      return described(member, {
        kind: 'prefix-list',
        prefixListId: call.world.prefixLists.find(call, id).id,
      });
    }),
  ];
}

/** The description of a range or a group. */
export function descriptionIn(member: Params): string | undefined {
  const description = member.text('Description');
  if (description === undefined || description === '') return undefined;
  if (/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(description)) return description;
  throw invalidValue(
    'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
  );
}

function blockPeer(name: string, text: string, family: 4 | 6): RulePeer {
  const cidr = cidrValue(name, text, family);
  return { kind: family === 4 ? 'ipv4' : 'ipv6', cidr };
}

/** How a request names a group. */
export interface NamedGroup {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** The account that it says the group belongs to. */
  readonly userId?: string | undefined;
}

function pairIn(member: Params): NamedGroup {
  return { id: member.text('GroupId'), name: member.text('GroupName'), userId: member.text('UserId') };
}

/**
 * A group of the same VPC, or of the peer VPC of an active peering in the same region.
 * @throws {Ec2Error} `InvalidGroup.NotFound`
 */
export function groupPeer(call: Call, group: SecurityGroup, { id, name, userId }: NamedGroup): RulePeer {
  const { world, region } = call;
  const found =
    id === undefined
      ? world.securityGroups.list(call).find((one) => one.name === name && one.vpcId === group.vpcId)
      : world.securityGroups.get(id);
  const absent = new Ec2Error(
    'InvalidGroup.NotFound',
    `The security group '${id ?? name ?? ''}' does not exist`,
  );
  if (!found || found.region !== region || found.ownerId !== (userId ?? found.ownerId)) throw absent;
  const peer = { kind: 'group', groupId: found.id, userId: found.ownerId } as const;
  if (found.vpcId === group.vpcId || group.associatedVpcIds.includes(found.vpcId)) return peer;
  const pcx = world.vpcPeeringConnections.all().find(({ status, requester, accepter }) => {
    const pair = [requester.vpcId, accepter.vpcId];
    return status === 'active' && pair.includes(found.vpcId) && pair.includes(group.vpcId);
  });
  if (!pcx) throw absent;
  return { ...peer, vpcPeeringConnectionId: pcx.id };
}
