import { type Sandbox, startSandbox } from '../../../src/sandbox/index.js';

/** The double with everything in it that the recordings show, and what it answers about it. */
export interface Doubled {
  readonly sandbox: Sandbox;
  /** Every answer to an action, refusals included. */
  answers(action: string): readonly RawAnswer[];
  /** The XML of every refusal. */
  refusals(): string[];
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly xml: string;
}

type Parameters = Readonly<Record<string, string | number | boolean>>;

const REGION = 'us-east-1';
const PEER_ACCOUNT = '999988887777';

/** Makes VPCs, subnets, tables, groups, ACLs, gateways and a peering by plain Query requests, and describes them. */
export async function buildRecordedWorld(): Promise<Doubled> {
  const sandbox = await startSandbox({ clock: 'virtual' });
  const answers = new Map<string, RawAnswer[]>();
  const query = async (
    Action: string,
    parameters: Parameters = {},
    account = sandbox.aws.defaultAccountId,
  ) => {
    sandbox.aws.account(account);
    const form = Object.entries({ Action, Version: '2016-11-15', ...parameters });
    const response = await fetch(sandbox.endpoints.ec2, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${REGION}/ec2/aws4_request, Signature=0`,
      },
      body: new URLSearchParams(Object.fromEntries(form.map(([name, value]) => [name, String(value)]))),
    });
    const body = await response.text();
    answers.set(Action, [...(answers.get(Action) ?? []), { status: response.status, xml: body }]);
    return (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1] ?? '';
  };
  sandbox.aws.limits(sandbox.aws.defaultAccountId, { vpcs: 20 });
  await build(sandbox, query);
  const all = () => [...answers.values()].flat();
  return {
    sandbox,
    answers: (action) => answers.get(action) ?? [],
    refusals: () => all().flatMap(({ status, xml }) => (status >= 400 ? xml : [])),
  };
}

type Query = (
  action: string,
  parameters?: Parameters,
  account?: string,
) => Promise<(element: string) => string>;

async function build(sandbox: Sandbox, query: Query): Promise<void> {
  const named = { 'TagSpecification.1.Tag.1.Key': 'Name', 'TagSpecification.1.Tag.1.Value': 'a name' };
  const vpc = { CidrBlock: '10.4.0.0/16', 'TagSpecification.1.ResourceType': 'vpc', ...named };
  const VpcId = (await query('CreateVpc', vpc))('vpcId');
  const subnet = { VpcId, CidrBlock: '10.4.1.0/24', 'TagSpecification.1.ResourceType': 'subnet', ...named };
  const SubnetId = (await query('CreateSubnet', subnet))('subnetId');
  const pcx = await peer(sandbox, query, VpcId);
  await routes(query, VpcId, SubnetId, pcx);
  await groups(query, VpcId);
  await acl(query, VpcId);
  await query('CreateVpc', { CidrBlock: '10.66.0.0/16', AmazonProvidedIpv6CidrBlock: true });
  const own = await peerInOneAccount(sandbox, query, VpcId);
  const tags = { 'Tag.1.Key': 'Name', 'Tag.1.Value': 'a name' };
  await query('CreateTags', { 'ResourceId.1': VpcId, 'ResourceId.2': SubnetId, ...tags });
  for (const kind of [
    'Vpcs',
    'Subnets',
    'RouteTables',
    'SecurityGroups',
    'NetworkAcls',
    'VpcPeeringConnections',
  ]) {
    await query(`Describe${kind}`);
  }
  await stale(query, VpcId, own);
  await attributes(query, VpcId);
  await removals(query);
  await refusals(query, SubnetId);
}

async function peer(sandbox: Sandbox, query: Query, PeerVpcId: string): Promise<string> {
  const VpcId = (await query('CreateVpc', { CidrBlock: '10.5.0.0/16' }, PEER_ACCOUNT))('vpcId');
  const PeerOwnerId = sandbox.aws.defaultAccountId;
  const request = await query('CreateVpcPeeringConnection', { VpcId, PeerVpcId, PeerOwnerId }, PEER_ACCOUNT);
  const VpcPeeringConnectionId = request('vpcPeeringConnectionId');
  await sandbox.clock.advance(1000);
  await query('AcceptVpcPeeringConnection', { VpcPeeringConnectionId });
  await sandbox.clock.advance(1000);
  await query('ModifyVpcAttribute', { VpcId: PeerVpcId, 'EnableDnsHostnames.Value': true });
  await query('ModifyVpcPeeringConnectionOptions', {
    VpcPeeringConnectionId,
    'AccepterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc': true,
  });
  return VpcPeeringConnectionId;
}

/** Within one account, each side shows its options; groups can refer to each other. */
async function peerInOneAccount(sandbox: Sandbox, query: Query, VpcId: string): Promise<string> {
  const PeerVpcId = (await query('CreateVpc', { CidrBlock: '10.6.0.0/16' }))('vpcId');
  const request = await query('CreateVpcPeeringConnection', { VpcId, PeerVpcId });
  const VpcPeeringConnectionId = request('vpcPeeringConnectionId');
  await sandbox.clock.advance(1000);
  await query('AcceptVpcPeeringConnection', { VpcPeeringConnectionId });
  await sandbox.clock.advance(1000);
  await query('CreateTags', { 'ResourceId.1': VpcPeeringConnectionId, 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' });
  const described = { GroupDescription: 'd' };
  const far = (await query('CreateSecurityGroup', { ...described, GroupName: 'far', VpcId: PeerVpcId }))(
    'groupId',
  );
  const GroupId = (await query('CreateSecurityGroup', { ...described, GroupName: 'near', VpcId }))('groupId');
  const permission = {
    GroupId,
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': 60_000,
    'IpPermissions.1.ToPort': 62_000,
    'IpPermissions.1.Groups.1.GroupId': far,
  };
  await query('AuthorizeSecurityGroupIngress', permission);
  await query('AuthorizeSecurityGroupEgress', permission);
  return VpcPeeringConnectionId;
}

async function stale(query: Query, VpcId: string, VpcPeeringConnectionId: string): Promise<void> {
  await query('DeleteVpcPeeringConnection', { VpcPeeringConnectionId });
  await query('DescribeStaleSecurityGroups', { VpcId });
}

async function acl(query: Query, VpcId: string): Promise<void> {
  const NetworkAclId = (await query('CreateNetworkAcl', { VpcId }))('networkAclId');
  const which = { NetworkAclId, RuleNumber: 100, Egress: true };
  await query('CreateNetworkAclEntry', {
    ...which,
    Protocol: -1,
    RuleAction: 'allow',
    CidrBlock: '0.0.0.0/0',
  });
  await query('DeleteNetworkAclEntry', which);
}

async function routes(query: Query, VpcId: string, SubnetId: string, pcx: string): Promise<void> {
  const RouteTableId = (await query('CreateRouteTable', { VpcId }))('routeTableId');
  await query('AssociateRouteTable', { RouteTableId, SubnetId });
  const InternetGatewayId = (await query('CreateInternetGateway'))('internetGatewayId');
  await query('AttachInternetGateway', { InternetGatewayId, VpcId });
  await query('CreateTags', {
    'ResourceId.1': InternetGatewayId,
    'Tag.1.Key': 'Name',
    'Tag.1.Value': 'gateway',
  });
  await query('CreateTags', { 'ResourceId.1': RouteTableId, 'Tag.1.Key': 'Name', 'Tag.1.Value': 'table' });
  await query('DescribeInternetGateways');
  const route = { RouteTableId, VpcPeeringConnectionId: pcx };
  await query('CreateRoute', {
    RouteTableId,
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: InternetGatewayId,
  });
  await query('CreateRoute', { ...route, DestinationCidrBlock: '10.5.0.0/16' });
  await query('CreateRoute', { ...route, DestinationIpv6CidrBlock: 'fd00::/64' });
  await query('CreateRoute', { ...route, DestinationPrefixListId: await prefixList(query) });
  const NetworkInterfaceId = (await query('CreateNetworkInterface', { SubnetId }))('networkInterfaceId');
  await query('AttachNetworkInterface', { NetworkInterfaceId, InstanceId: 'i-12345678', DeviceIndex: 1 });
  await query('CreateRoute', { RouteTableId, DestinationCidrBlock: '10.244.1.0/24', NetworkInterfaceId });
  const natSubnet = await query('CreateNatGateway', { SubnetId, ConnectivityType: 'private' });
  await query('CreateRoute', {
    RouteTableId,
    DestinationCidrBlock: '10.245.0.0/16',
    NatGatewayId: natSubnet('natGatewayId'),
  });
}

async function groups(query: Query, VpcId: string): Promise<void> {
  const group = { GroupName: 'web', GroupDescription: 'for web', VpcId };
  const GroupId = (await query('CreateSecurityGroup', group))('groupId');
  const tcp = {
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': 80,
    'IpPermissions.1.ToPort': 90,
  };
  await query('AuthorizeSecurityGroupIngress', {
    GroupId,
    ...tcp,
    'IpPermissions.1.IpRanges.1.CidrIp': '10.0.0.0/8',
    'IpPermissions.1.IpRanges.1.Description': 'inside',
    'IpPermissions.1.Ipv6Ranges.1.CidrIpv6': 'fd00::/64',
    'IpPermissions.1.Groups.1.GroupId': GroupId,
  });
  await query('CreateTags', { 'ResourceId.1': GroupId, 'Tag.1.Key': 'Name', 'Tag.1.Value': 'group' });
}

async function prefixList(query: Query): Promise<string> {
  const list = {
    PrefixListName: 'all',
    AddressFamily: 'IPv4',
    MaxEntries: 1,
    'Entry.1.Cidr': '172.31.0.0/16',
  };
  const PrefixListId = (await query('CreateManagedPrefixList', list))('prefixListId');
  await query('DescribeManagedPrefixLists');
  await query('GetManagedPrefixListEntries', { PrefixListId });
  await query('DescribePrefixLists');
  return PrefixListId;
}

async function attributes(query: Query, VpcId: string): Promise<void> {
  for (const Attribute of ['enableDnsSupport', 'enableDnsHostnames']) {
    await query('DescribeVpcAttribute', { VpcId, Attribute });
  }
  await query('GetSecurityGroupsForVpc', { VpcId });
}

/** What was recorded as refused, asked for again. */
async function refusals(query: Query, SubnetId: string): Promise<void> {
  await query('DescribeInstances', { 'InstanceId.1': 'foobar' });
  await query('DescribeSecurityGroups', { 'GroupId.1': 'sg-22992c53' });
  await query('DeleteSecurityGroup', { GroupId: 'sg-22992c53' });
  await query('DeleteSubnet', { SubnetId });
  const VpcId = (await query('CreateVpc', { CidrBlock: '10.8.0.0/16' }))('vpcId');
  const made = await query('CreateSecurityGroup', { GroupName: 'r', GroupDescription: 'd', VpcId });
  const GroupId = made('groupId');
  await query('AuthorizeSecurityGroupIngress', {
    GroupId,
    'IpPermissions.1.IpProtocol': '',
    'IpPermissions.1.IpRanges.1.CidrIp': '',
  });
  const ssh = {
    GroupId,
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': 22,
    'IpPermissions.1.ToPort': 22,
    'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0',
  };
  await query('AuthorizeSecurityGroupIngress', ssh);
  await query('AuthorizeSecurityGroupIngress', ssh);
  await query('RevokeSecurityGroupIngress', ssh);
  const everything = { 'IpPermissions.1.IpProtocol': '-1', 'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0' };
  await query('RevokeSecurityGroupEgress', { GroupId, ...everything });
}

async function removals(query: Query): Promise<void> {
  const VpcId = (await query('CreateVpc', { CidrBlock: '10.9.0.0/16' }))('vpcId');
  const SubnetId = (await query('CreateSubnet', { VpcId, CidrBlock: '10.9.1.0/24' }))('subnetId');
  const RouteTableId = (await query('CreateRouteTable', { VpcId }))('routeTableId');
  const InternetGatewayId = (await query('CreateInternetGateway'))('internetGatewayId');
  const group = { GroupName: 'gone', GroupDescription: 'soon', VpcId };
  const GroupId = (await query('CreateSecurityGroup', group))('groupId');
  await query('AttachInternetGateway', { InternetGatewayId, VpcId });
  await query('DetachInternetGateway', { InternetGatewayId, VpcId });
  await query('DeleteInternetGateway', { InternetGatewayId });
  const NetworkInterfaceId = (await query('CreateNetworkInterface', { SubnetId }))('networkInterfaceId');
  await query('DeleteNetworkInterface', { NetworkInterfaceId });
  await query('DeleteSubnet', { SubnetId });
  await query('DeleteRouteTable', { RouteTableId });
  await query('DeleteSecurityGroup', { GroupId });
  await query('DeleteVpc', { VpcId });
}
