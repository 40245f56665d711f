import type { EC2 } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIONS } from '../../../src/sandbox/aws/actions/index.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, given, mainTable, newVpc, OTHER, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let ec2: EC2;
beforeAll(async () => {
  sandbox = await startAws();
  ec2 = ec2Of(sandbox);
  sandbox.aws.limits(sandbox.aws.defaultAccountId, { vpcs: 20 });
});
afterAll(() => sandbox.close());

const tagged = <T extends string>(ResourceType: T) => ({
  TagSpecifications: [{ ResourceType, Tags: [{ Key: 'Name', Value: `a ${ResourceType}` }] }],
});

/** A VPC with a subnet in it, and whatever else the calls of one test need. */
async function ground(block: string) {
  const VpcId = await newVpc(ec2, `${block}.0.0/16`);
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: `${block}.1.0/24`, ...tagged('subnet') });
  return { VpcId, SubnetId: given(Subnet?.SubnetId) };
}

test('a VPC, from its making to its end', async () => {
  const { VpcId, SubnetId } = await ground('10.1');
  await ec2.describeVpcs({});
  await ec2.describeSubnets({});
  await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
  await ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsHostnames' });
  await ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
  const { CidrBlockAssociation } = await ec2.associateVpcCidrBlock({ VpcId, CidrBlock: '10.2.0.0/16' });
  await ec2.disassociateVpcCidrBlock({ AssociationId: CidrBlockAssociation?.AssociationId });
  await ec2.deleteSubnet({ SubnetId });
  await ec2.deleteVpc({ VpcId });
  await ec2.createDefaultVpc({});
});

test('route tables and routes', async () => {
  const { VpcId, SubnetId } = await ground('10.3');
  const { RouteTable } = await ec2.createRouteTable({ VpcId, ...tagged('route-table') });
  const RouteTableId = given(RouteTable?.RouteTableId);
  const first = await ec2.associateRouteTable({ RouteTableId, SubnetId });
  const main = (await mainTable(ec2, VpcId)).RouteTableId;
  const second = await ec2.replaceRouteTableAssociation({
    AssociationId: first.AssociationId,
    RouteTableId: main,
  });
  await ec2.disassociateRouteTable({ AssociationId: second.NewAssociationId });
  const { InternetGateway } = await ec2.createInternetGateway(tagged('internet-gateway'));
  const InternetGatewayId = given(InternetGateway?.InternetGatewayId);
  await ec2.attachInternetGateway({ InternetGatewayId, VpcId });
  await ec2.describeInternetGateways({ InternetGatewayIds: [InternetGatewayId] });
  const { VpnGateway } = await ec2.createVpnGateway({ Type: 'ipsec.1' });
  const VpnGatewayId = given(VpnGateway?.VpnGatewayId);
  await ec2.attachVpnGateway({ VpnGatewayId, VpcId });
  await ec2.describeVpnGateways({});
  await ec2.enableVgwRoutePropagation({ RouteTableId, GatewayId: VpnGatewayId });
  const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0' };
  await ec2.createRoute({ ...route, GatewayId: InternetGatewayId });
  await ec2.replaceRoute({ ...route, GatewayId: VpnGatewayId });
  await ec2.deleteRoute(route);
  await ec2.disableVgwRoutePropagation({ RouteTableId, GatewayId: VpnGatewayId });
  await ec2.detachVpnGateway({ VpnGatewayId, VpcId });
  await ec2.deleteVpnGateway({ VpnGatewayId });
  await ec2.detachInternetGateway({ InternetGatewayId, VpcId });
  await ec2.deleteInternetGateway({ InternetGatewayId });
  await ec2.deleteRouteTable({ RouteTableId });
});

test('security groups and their rules', async () => {
  const { VpcId } = await ground('10.4');
  const { GroupId = '' } = await ec2.createSecurityGroup({
    GroupName: 'app',
    Description: 'd',
    VpcId,
    ...tagged('security-group'),
  });
  const permission = { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
  const group = { GroupId, IpPermissions: [permission] };
  const added = await ec2.authorizeSecurityGroupIngress(group);
  await ec2.authorizeSecurityGroupEgress(group);
  await ec2.updateSecurityGroupRuleDescriptionsIngress(group);
  await ec2.updateSecurityGroupRuleDescriptionsEgress(group);
  const SecurityGroupRule = { IpProtocol: 'udp', FromPort: 1, ToPort: 2, CidrIpv4: '10.0.0.0/8' };
  const { SecurityGroupRuleId } = given(added.SecurityGroupRules?.[0]);
  await ec2.modifySecurityGroupRules({
    GroupId,
    SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
  });
  await ec2.describeSecurityGroupRules({});
  await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: [given(SecurityGroupRuleId)] });
  await ec2.revokeSecurityGroupEgress(group);
  const second = (await ground('10.5')).VpcId;
  await ec2.associateSecurityGroupVpc({ GroupId, VpcId: second });
  await ec2.describeSecurityGroupVpcAssociations({});
  await ec2.getSecurityGroupsForVpc({ VpcId });
  await ec2.disassociateSecurityGroupVpc({ GroupId, VpcId: second });
  await ec2.describeSecurityGroupReferences({ GroupId: [GroupId] });
  await ec2.describeStaleSecurityGroups({ VpcId });
  await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
  await ec2.deleteSecurityGroup({ GroupId });
});

test('network ACLs and interfaces', async () => {
  const { VpcId, SubnetId } = await ground('10.6');
  const { NetworkAcl } = await ec2.createNetworkAcl({ VpcId, ...tagged('network-acl') });
  const NetworkAclId = given(NetworkAcl?.NetworkAclId);
  const entry = { NetworkAclId, RuleNumber: 10, Egress: false };
  const rule = { Protocol: '-1', RuleAction: 'allow' as const, CidrBlock: '10.0.0.0/8' };
  await ec2.createNetworkAclEntry({ ...entry, ...rule });
  await ec2.replaceNetworkAclEntry({ ...entry, ...rule, RuleAction: 'deny' });
  await ec2.deleteNetworkAclEntry(entry);
  const Filters = [{ Name: 'association.subnet-id', Values: [SubnetId] }];
  const association = async () =>
    (await ec2.describeNetworkAcls({ Filters })).NetworkAcls?.[0]?.Associations?.[0]?.NetworkAclAssociationId;
  const fallback = (await ec2.describeNetworkAcls({ Filters })).NetworkAcls?.[0]?.NetworkAclId;
  await ec2.replaceNetworkAclAssociation({ AssociationId: await association(), NetworkAclId });
  await ec2.replaceNetworkAclAssociation({ AssociationId: await association(), NetworkAclId: fallback });
  await ec2.deleteNetworkAcl({ NetworkAclId });

  const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId, ...tagged('network-interface') });
  const NetworkInterfaceId = given(NetworkInterface?.NetworkInterfaceId);
  await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Description: { Value: 'mine' } });
  const attached = { NetworkInterfaceId, InstanceId: 'i-0123456789abcdef0', DeviceIndex: 1 };
  const { AttachmentId } = await ec2.attachNetworkInterface(attached);
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({});
  expect(NetworkInterfaces).toMatchObject([{ Status: 'in-use', Attachment: { AttachmentId } }]);
  await ec2.detachNetworkInterface({ AttachmentId });
  await ec2.deleteNetworkInterface({ NetworkInterfaceId });
});

test('prefix lists', async () => {
  const { PrefixList } = await ec2.createManagedPrefixList({
    PrefixListName: 'p',
    AddressFamily: 'IPv6',
    MaxEntries: 5,
    ...tagged('prefix-list'),
  });
  const PrefixListId = given(PrefixList?.PrefixListId);
  const AddEntries = [{ Cidr: 'fd00::/16' }];
  await ec2.modifyManagedPrefixList({ PrefixListId, CurrentVersion: 1, AddEntries });
  expect((await ec2.getManagedPrefixListEntries({ PrefixListId })).Entries).toEqual(AddEntries);
  await ec2.describeManagedPrefixLists({});
  expect((await ec2.describePrefixLists({})).PrefixLists).toHaveLength(2);
  await ec2.deleteManagedPrefixList({ PrefixListId });
});

test('gateways and endpoints', async () => {
  const { VpcId, SubnetId } = await ground('10.7');
  const { AllocationId } = await ec2.allocateAddress({ Domain: 'vpc', ...tagged('elastic-ip') });
  const { NatGateway } = await ec2.createNatGateway({ SubnetId, AllocationId, ...tagged('natgateway') });
  const NatGatewayId = given(NatGateway?.NatGatewayId);
  expect((await ec2.describeAddresses({})).Addresses).toMatchObject([
    { AllocationId, PublicIp: expect.any(String) },
  ]);
  expect((await ec2.describeNatGateways({})).NatGateways).toMatchObject([{ State: 'available' }]);
  await ec2.deleteNatGateway({ NatGatewayId });
  expect((await ec2.describeNatGateways({})).NatGateways).toMatchObject([{ State: 'deleted' }]);
  await ec2.releaseAddress({ AllocationId });

  const egressOnly = await ec2.createEgressOnlyInternetGateway({ VpcId });
  const EgressOnlyInternetGatewayId = given(
    egressOnly.EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId,
  );
  await ec2.describeEgressOnlyInternetGateways({});
  await ec2.deleteEgressOnlyInternetGateway({ EgressOnlyInternetGatewayId });

  const { VpcEndpoint } = await ec2.createVpcEndpoint({
    VpcId,
    VpcEndpointType: 'GatewayLoadBalancer',
    ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-12345678',
    SubnetIds: [SubnetId],
    ...tagged('vpc-endpoint'),
  });
  const VpcEndpointId = given(VpcEndpoint?.VpcEndpointId);
  const table = (await mainTable(ec2, VpcId)).RouteTableId;
  await ec2.createRoute({ RouteTableId: table, DestinationCidrBlock: '192.168.0.0/16', VpcEndpointId });
  expect((await mainTable(ec2, VpcId)).Routes?.[1]).toMatchObject({
    GatewayId: VpcEndpointId,
    State: 'active',
  });
  expect((await ec2.describeVpcEndpoints({})).VpcEndpoints).toMatchObject([{ SubnetIds: [SubnetId] }]);
  const deleted = await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId, 'vpce-12345678'] });
  expect(deleted.Unsuccessful).toMatchObject([
    { ResourceId: 'vpce-12345678', Error: { Code: 'InvalidVpcEndpointId.NotFound' } },
  ]);
  expect((await mainTable(ec2, VpcId)).Routes?.[1]).toMatchObject({ State: 'blackhole' });
});

test('transit gateways', async () => {
  const { VpcId, SubnetId } = await ground('10.8');
  const { TransitGateway } = await ec2.createTransitGateway(tagged('transit-gateway'));
  const TransitGatewayId = given(TransitGateway?.TransitGatewayId);
  const { TransitGatewayVpcAttachment } = await ec2.createTransitGatewayVpcAttachment({
    TransitGatewayId,
    VpcId,
    SubnetIds: [SubnetId],
    ...tagged('transit-gateway-attachment'),
  });
  const { TransitGatewayAttachmentId } = given(TransitGatewayVpcAttachment);
  const table = (await mainTable(ec2, VpcId)).RouteTableId;
  await ec2.createRoute({ RouteTableId: table, DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId });
  expect((await ec2.describeTransitGateways({})).TransitGateways).toMatchObject([{ State: 'available' }]);
  expect((await ec2.describeTransitGatewayVpcAttachments({})).TransitGatewayVpcAttachments).toMatchObject([
    { VpcId, SubnetIds: [SubnetId] },
  ]);
  expect((await ec2.describeTransitGatewayAttachments({})).TransitGatewayAttachments).toMatchObject([
    { ResourceId: VpcId, ResourceType: 'vpc' },
  ]);
  await ec2.deleteTransitGatewayVpcAttachment({ TransitGatewayAttachmentId });
  await ec2.deleteTransitGateway({ TransitGatewayId });
  expect((await mainTable(ec2, VpcId)).Routes?.[1]).toMatchObject({ State: 'blackhole' });
});

test('peerings', async () => {
  const { VpcId } = await ground('10.9');
  await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
  const other = ec2Of(sandbox, OTHER);
  const ask = async (block: string) => {
    const { VpcPeeringConnection } = await other.createVpcPeeringConnection({
      VpcId: await newVpc(other, block),
      PeerVpcId: VpcId,
      PeerOwnerId: sandbox.aws.defaultAccountId,
      ...tagged('vpc-peering-connection'),
    });
    await sandbox.clock.advance(1000);
    return { VpcPeeringConnectionId: given(VpcPeeringConnection?.VpcPeeringConnectionId) };
  };
  const pcx = await ask('192.168.0.0/16');
  await ec2.acceptVpcPeeringConnection(pcx);
  await sandbox.clock.advance(1000);
  const AccepterPeeringConnectionOptions = { AllowDnsResolutionFromRemoteVpc: true };
  await ec2.modifyVpcPeeringConnectionOptions({ ...pcx, AccepterPeeringConnectionOptions });
  await ec2.deleteVpcPeeringConnection(pcx);
  await ec2.rejectVpcPeeringConnection(await ask('192.169.0.0/16'));
  expect((await ec2.describeVpcPeeringConnections({})).VpcPeeringConnections).toMatchObject([
    { Status: { Code: 'deleted' } },
    { Status: { Code: 'rejected' } },
  ]);
  await ec2.createTags({ Resources: [VpcId], Tags: [{ Key: 'a', Value: 'b' }] });
  await ec2.describeTags({});
  await ec2.deleteTags({ Resources: [VpcId] });
});

test('what belongs to account and region', async () => {
  expect((await ec2.describeRegions({ RegionNames: ['eu-west-1'] })).Regions).toEqual([
    { RegionName: 'eu-west-1', Endpoint: 'ec2.eu-west-1.amazonaws.com', OptInStatus: 'opt-in-not-required' },
  ]);
  const { AvailabilityZones } = await ec2.describeAvailabilityZones({ ZoneNames: ['us-east-1b'] });
  expect(AvailabilityZones).toMatchObject([
    { ZoneName: 'us-east-1b', ZoneId: 'use1-az2', State: 'available' },
  ]);
  const { AccountAttributes } = await ec2.describeAccountAttributes({
    AttributeNames: ['supported-platforms'],
  });
  expect(AccountAttributes).toEqual([
    { AttributeName: 'supported-platforms', AttributeValues: [{ AttributeValue: 'VPC' }] },
  ]);
  expect(await ec2.describeVpcBlockPublicAccessOptions({})).toMatchObject({
    VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off', State: 'default-state' },
  });
  expect((await ec2.describeVpcBlockPublicAccessExclusions({})).VpcBlockPublicAccessExclusions).toEqual([]);
  expect((await ec2.describeVpcEncryptionControls({})).VpcEncryptionControls).toEqual([]);
  expect((await ec2.describeInstances({})).Reservations).toEqual([]);
  expect((await ec2.describeFlowLogs({ Filter: [] })).FlowLogs).toEqual([]);
  expect((await ec2.describeDhcpOptions({})).DhcpOptions).toMatchObject([
    { DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }] },
  ]);
});

test('no action was left out', () => {
  const succeeded = sandbox.requests().filter(({ status }) => status === 200);
  const driven = new Set(succeeded.map(({ operation }) => operation?.replace('ec2.', '')));
  expect(ACTIONS.map(({ name }) => name).filter((name) => !driven.has(name))).toEqual([]);
});
