/** What EC2 says about one kind of object: its id, its name in ARNs and tags, and its errors. */
export interface Kind {
  /** The resource type in ARNs, tag specifications and `DescribeTags`. */
  readonly type: string;
  /** What the ids begin with, without the dash. */
  readonly prefix: string;
  /** Its name in the message of the NotFound error. */
  readonly noun: string;
  /** The code when there is no such object. EC2 spells these in several ways. */
  readonly notFound: string;
  /** The code when the text is no id of this kind. */
  readonly malformed: string;
  /** The message of the NotFound error where it has a form of its own. */
  readonly absent?: (id: string) => string;
}

/** Every kind of object that the double knows. */
export const KINDS = {
  vpc: kind('vpc', 'vpc', 'vpc ID', 'InvalidVpcID.NotFound', 'InvalidVpcId.Malformed'),
  subnet: kind('subnet', 'subnet', 'subnet ID', 'InvalidSubnetID.NotFound', 'InvalidSubnetId.Malformed'),
  routeTable: kind(
    'route-table',
    'rtb',
    'routeTable ID',
    'InvalidRouteTableID.NotFound',
    'InvalidRouteTableId.Malformed',
  ),
  routeTableAssociation: association('rtbassoc'),
  securityGroup: kind(
    'security-group',
    'sg',
    'security group',
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
  ),
  securityGroupRule: kind(
    'security-group-rule',
    'sgr',
    'security group rule ID',
    'InvalidSecurityGroupRuleId.NotFound',
    'InvalidSecurityGroupRuleId.Malformed',
  ),
  networkAcl: kind(
    'network-acl',
    'acl',
    'networkAcl ID',
    'InvalidNetworkAclID.NotFound',
    'InvalidNetworkAclId.Malformed',
  ),
  networkAclAssociation: association('aclassoc'),
  networkInterface: kind(
    'network-interface',
    'eni',
    'networkInterface ID',
    'InvalidNetworkInterfaceID.NotFound',
    'InvalidNetworkInterfaceId.Malformed',
  ),
  networkInterfaceAttachment: kind(
    'network-interface-attachment',
    'eni-attach',
    'networkInterface attachment ID',
    'InvalidAttachmentID.NotFound',
    'InvalidAttachmentId.Malformed',
  ),
  instance: kind('instance', 'i', 'instance ID', 'InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'),
  prefixList: kind(
    'prefix-list',
    'pl',
    'prefix list ID',
    'InvalidPrefixListID.NotFound',
    'InvalidPrefixListId.Malformed',
  ),
  internetGateway: kind(
    'internet-gateway',
    'igw',
    'internetGateway ID',
    'InvalidInternetGatewayID.NotFound',
    'InvalidInternetGatewayId.Malformed',
  ),
  egressOnlyInternetGateway: kind(
    'egress-only-internet-gateway',
    'eigw',
    'egressOnlyInternetGateway ID',
    'InvalidGatewayID.NotFound',
    'InvalidGatewayID.Malformed',
  ),
  natGateway: {
    ...kind('natgateway', 'nat', 'natGateway ID', 'NatGatewayNotFound', 'NatGatewayMalformed'),
    absent: (id: string) => `NatGateway ${id} was not found`,
  },
  elasticIp: kind(
    'elastic-ip',
    'eipalloc',
    'allocation ID',
    'InvalidAllocationID.NotFound',
    'InvalidAllocationID.Malformed',
  ),
  vpcEndpoint: kind(
    'vpc-endpoint',
    'vpce',
    'Vpc Endpoint Id',
    'InvalidVpcEndpointId.NotFound',
    'InvalidVpcEndpointId.Malformed',
  ),
  transitGateway: {
    ...kind(
      'transit-gateway',
      'tgw',
      'transitGateway ID',
      'InvalidTransitGatewayID.NotFound',
      'InvalidTransitGatewayID.Malformed',
    ),
    absent: (id: string) => `Transit Gateway ${id} was deleted or does not exist.`,
  },
  transitGatewayAttachment: {
    ...kind(
      'transit-gateway-attachment',
      'tgw-attach',
      'transitGatewayAttachment ID',
      'InvalidTransitGatewayAttachmentID.NotFound',
      'InvalidTransitGatewayAttachmentID.Malformed',
    ),
    absent: (id: string) => `Transit Gateway Attachment ${id} was deleted or does not exist.`,
  },
  vpnGateway: kind(
    'vpn-gateway',
    'vgw',
    'vpnGateway ID',
    'InvalidVpnGatewayID.NotFound',
    'InvalidVpnGatewayID.Malformed',
  ),
  vpcPeeringConnection: kind(
    'vpc-peering-connection',
    'pcx',
    'vpcPeeringConnection ID',
    'InvalidVpcPeeringConnectionID.NotFound',
    'InvalidVpcPeeringConnectionId.Malformed',
  ),
  vpcCidrAssociation: kind(
    'vpc-cidr-assoc',
    'vpc-cidr-assoc',
    'vpc CIDR block association ID',
    'InvalidVpcCidrBlockAssociationID.NotFound',
    'InvalidVpcCidrBlockAssociationID.Malformed',
  ),
  dhcpOptions: kind(
    'dhcp-options',
    'dopt',
    'dhcpOption ID',
    'InvalidDhcpOptionID.NotFound',
    'InvalidDhcpOptionsId.Malformed',
  ),
} satisfies Record<string, Kind>;

function kind(type: string, prefix: string, noun: string, notFound: string, malformed: string): Kind {
  return { type, prefix, noun, notFound, malformed };
}

function association(prefix: string): Kind {
  return kind(
    prefix,
    prefix,
    'association ID',
    'InvalidAssociationID.NotFound',
    'InvalidAssociationID.Malformed',
  );
}

/** The kind whose ids look like this one; undefined for a text that is no id. */
export function kindOf(id: string): Kind | undefined {
  const prefix = /^([a-z]+(?:-[a-z]+)*)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(id)?.[1];
  return Object.values(KINDS).find((candidate) => candidate.prefix === prefix);
}

/** True for `prefix-` and 8 or 17 hexadecimal digits: both lengths are in use. */
export function isIdOf(kind: Kind, id: string): boolean {
  return kindOf(id) === kind;
}
