import type { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, given, mainTable, newVpc, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let ec2: EC2;
let vpcId: string;
beforeEach(async () => {
  sandbox = await startAws();
  ec2 = ec2Of(sandbox);
  vpcId = await newVpc(ec2);
});
afterEach(() => sandbox.close());

const newSubnet = async (CidrBlock = '10.1.1.0/24') =>
  given((await ec2.createSubnet({ VpcId: vpcId, CidrBlock })).Subnet?.SubnetId);

describe('VPCs', () => {
  test('a new one is pending, with nothing but a local route', async () => {
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.9.0.9/16' });
    expect(Vpc).toMatchObject({
      State: 'pending',
      CidrBlock: '10.9.0.0/16',
      Ipv6CidrBlockAssociationSet: [],
    });
    const table = await mainTable(ec2, given(Vpc?.VpcId));
    expect(table.Routes).toEqual([
      {
        DestinationCidrBlock: '10.9.0.0/16',
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      },
    ]);
    expect(table.Associations).toMatchObject([{ Main: true, AssociationState: { State: 'associated' } }]);
    expect(table.Associations?.[0]).not.toHaveProperty('SubnetId');
  });

  test('attributes are read and changed one at a time', async () => {
    const attribute = async (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
      ec2.describeVpcAttribute({ VpcId: vpcId, Attribute });
    expect(await attribute('enableDnsSupport')).toMatchObject({ EnableDnsSupport: { Value: true } });
    expect(await attribute('enableDnsHostnames')).toMatchObject({ EnableDnsHostnames: { Value: false } });
    await ec2.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: true } });
    expect(await attribute('enableDnsHostnames')).toMatchObject({ EnableDnsHostnames: { Value: true } });
    const two = { EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
    expect(await refusal(ec2.modifyVpcAttribute({ VpcId: vpcId, ...two }))).toMatch(
      /^InvalidParameterCombination/,
    );
  });

  test('deleting waits for what is inside', async () => {
    const SubnetId = await newSubnet();
    expect(await refusal(ec2.deleteVpc({ VpcId: vpcId }))).toBe(
      `DependencyViolation: The vpc '${vpcId}' has dependencies and cannot be deleted.`,
    );
    await ec2.deleteSubnet({ SubnetId });
    await ec2.deleteVpc({ VpcId: vpcId });
    expect(sandbox.world().aws).toMatchObject({
      vpcs: [],
      routeTables: [],
      securityGroupRules: [],
      networkAcls: [],
    });
  });

  test('IPv6 comes with a block, a route and rules', async () => {
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.9.0.0/16', AmazonProvidedIpv6CidrBlock: true });
    const { Vpcs } = await ec2.describeVpcs({ VpcIds: [given(Vpc?.VpcId)] });
    const block = Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock;
    expect(block).toMatch(/^2600:1f18:.*\/56$/);
    const { Routes } = await mainTable(ec2, given(Vpc?.VpcId));
    expect(Routes).toContainEqual(
      expect.objectContaining({ DestinationIpv6CidrBlock: block, GatewayId: 'local' }),
    );
  });

  test('a default one has a subnet in each zone', async () => {
    const { Vpc } = await ec2.createDefaultVpc({});
    expect(Vpc).toMatchObject({ IsDefault: true, CidrBlock: '172.31.0.0/16' });
    const Filters = [{ Name: 'default-for-az', Values: ['true'] }];
    const { Subnets = [] } = await ec2.describeSubnets({ Filters });
    expect(
      Subnets.map(({ AvailabilityZone, CidrBlock }) => [AvailabilityZone, CidrBlock]).slice(0, 2),
    ).toEqual([
      ['us-east-1a', '172.31.0.0/20'],
      ['us-east-1b', '172.31.16.0/20'],
    ]);
    expect(await refusal(ec2.createDefaultVpc({}))).toMatch(/^DefaultVpcAlreadyExists: /);
  });
});

describe('subnets', () => {
  test.each([
    ['10.2.0.0/24', 'InvalidSubnet.Range'],
    ['10.1.0.0/29', 'InvalidSubnet.Range'],
    ['10.1.1.128/25', 'InvalidSubnet.Conflict'],
  ])('%s is refused: %s', async (block, code) => {
    await newSubnet('10.1.1.0/24');
    expect(await refusal(newSubnet(block))).toMatch(new RegExp(`^${code}: The CIDR '${block}' `));
  });

  test('they count their free addresses', async () => {
    const SubnetId = await newSubnet('10.1.1.0/28');
    const free = async () =>
      (await ec2.describeSubnets({ SubnetIds: [SubnetId] })).Subnets?.[0]?.AvailableIpAddressCount;
    expect(await free()).toBe(11);
    const first = await ec2.createNetworkInterface({ SubnetId });
    expect(first.NetworkInterface?.PrivateIpAddress).toBe('10.1.1.4');
    expect(await free()).toBe(10);
  });

  test('one with an interface stays', async () => {
    const SubnetId = await newSubnet();
    await ec2.createNetworkInterface({ SubnetId });
    expect(await refusal(ec2.deleteSubnet({ SubnetId }))).toBe(
      `DependencyViolation: The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    );
  });
});

describe('route tables', () => {
  test('a subnet has one at most, and can get another', async () => {
    const SubnetId = await newSubnet();
    const made = async () => given((await ec2.createRouteTable({ VpcId: vpcId })).RouteTable?.RouteTableId);
    const [first, second] = [await made(), await made()];
    const { AssociationId } = await ec2.associateRouteTable({ RouteTableId: first, SubnetId });
    expect(await refusal(ec2.associateRouteTable({ RouteTableId: second, SubnetId }))).toBe(
      `Resource.AlreadyAssociated: the specified association for route table ${second} conflicts with an existing association`,
    );
    expect(await refusal(ec2.deleteRouteTable({ RouteTableId: first }))).toMatch(/^DependencyViolation: /);
    const replaced = await ec2.replaceRouteTableAssociation({ AssociationId, RouteTableId: second });
    await ec2.deleteRouteTable({ RouteTableId: first });
    await ec2.disassociateRouteTable({ AssociationId: replaced.NewAssociationId });
    await ec2.deleteRouteTable({ RouteTableId: second });
  });

  test('the main one is replaced, never removed', async () => {
    const main = await mainTable(ec2, vpcId);
    const AssociationId = given(main.Associations?.[0]?.RouteTableAssociationId);
    expect(await refusal(ec2.disassociateRouteTable({ AssociationId }))).toBe(
      `InvalidParameterValue: cannot disassociate the main route table association ${AssociationId}`,
    );
    const { RouteTable } = await ec2.createRouteTable({ VpcId: vpcId });
    await ec2.replaceRouteTableAssociation({ AssociationId, RouteTableId: RouteTable?.RouteTableId });
    expect((await mainTable(ec2, vpcId)).RouteTableId).toBe(RouteTable?.RouteTableId);
    await ec2.deleteRouteTable({ RouteTableId: main.RouteTableId });
  });

  test('one with a gateway is an edge table', async () => {
    const gateway = await ec2.createInternetGateway({});
    const GatewayId = given(gateway.InternetGateway?.InternetGatewayId);
    await ec2.attachInternetGateway({ InternetGatewayId: GatewayId, VpcId: vpcId });
    const RouteTableId = given((await ec2.createRouteTable({ VpcId: vpcId })).RouteTable?.RouteTableId);
    await ec2.associateRouteTable({ RouteTableId, GatewayId });
    const { RouteTables } = await ec2.describeRouteTables({
      Filters: [{ Name: 'association.gateway-id', Values: [GatewayId] }],
    });
    expect(RouteTables).toMatchObject([{ RouteTableId, Associations: [{ GatewayId, Main: false }] }]);
    const outside = { RouteTableId, DestinationCidrBlock: '192.168.0.0/16', GatewayId };
    expect(await refusal(ec2.createRoute(outside))).toMatch(/^InvalidParameterValue: /);
  });
});

describe('network ACLs', () => {
  const aclOf = async (SubnetId: string) => {
    const Filters = [{ Name: 'association.subnet-id', Values: [SubnetId] }];
    return given((await ec2.describeNetworkAcls({ Filters })).NetworkAcls?.[0], 'network ACL');
  };

  test('a subnet starts with the default one, which lets all pass', async () => {
    const SubnetId = await newSubnet();
    const acl = await aclOf(SubnetId);
    expect(acl).toMatchObject({ IsDefault: true, Associations: [{ SubnetId }] });
    const all = { CidrBlock: '0.0.0.0/0', Protocol: '-1' };
    expect(acl.Entries).toEqual([
      { ...all, Egress: true, RuleAction: 'allow', RuleNumber: 100 },
      { ...all, Egress: true, RuleAction: 'deny', RuleNumber: 32_767 },
      { ...all, Egress: false, RuleAction: 'allow', RuleNumber: 100 },
      { ...all, Egress: false, RuleAction: 'deny', RuleNumber: 32_767 },
    ]);
  });

  test('a new one denies all, and takes the place of another', async () => {
    const SubnetId = await newSubnet();
    const NetworkAclId = given((await ec2.createNetworkAcl({ VpcId: vpcId })).NetworkAcl?.NetworkAclId);
    const AssociationId = (await aclOf(SubnetId)).Associations?.[0]?.NetworkAclAssociationId;
    await ec2.replaceNetworkAclAssociation({ AssociationId, NetworkAclId });
    const acl = await aclOf(SubnetId);
    expect(acl).toMatchObject({ NetworkAclId, IsDefault: false });
    expect(acl.Entries?.map(({ RuleAction }) => RuleAction)).toEqual(['deny', 'deny']);
    expect(await refusal(ec2.deleteNetworkAcl({ NetworkAclId }))).toMatch(/^DependencyViolation: /);
  });

  test('entries are numbered, replaced and deleted', async () => {
    const NetworkAclId = given((await ec2.createNetworkAcl({ VpcId: vpcId })).NetworkAcl?.NetworkAclId);
    const entry = {
      NetworkAclId,
      RuleNumber: 90,
      Egress: true,
      Protocol: '6',
      RuleAction: 'allow' as const,
      CidrBlock: '192.168.0.0/16',
      PortRange: { From: 6379, To: 6379 },
    };
    await ec2.createNetworkAclEntry(entry);
    expect(await refusal(ec2.createNetworkAclEntry(entry))).toBe(
      'NetworkAclEntryAlreadyExists: The network acl entry identified by 90 already exists.',
    );
    await ec2.createNetworkAclEntry({ ...entry, Egress: false, CidrBlock: '10.0.0.0/8' });
    await ec2.replaceNetworkAclEntry({ ...entry, RuleAction: 'deny' });
    const { NetworkAcls } = await ec2.describeNetworkAcls({ NetworkAclIds: [NetworkAclId] });
    expect(NetworkAcls?.[0]?.Entries).toContainEqual({
      CidrBlock: '192.168.0.0/16',
      Egress: true,
      PortRange: { From: 6379, To: 6379 },
      Protocol: '6',
      RuleAction: 'deny',
      RuleNumber: 90,
    });
    const which = { NetworkAclId, RuleNumber: 90, Egress: true };
    await ec2.deleteNetworkAclEntry(which);
    const left = await ec2.describeNetworkAcls({ NetworkAclIds: [NetworkAclId] });
    expect(left.NetworkAcls?.[0]?.Entries).toContainEqual(
      expect.objectContaining({ RuleNumber: 90, Egress: false, CidrBlock: '10.0.0.0/8' }),
    );
    expect(await refusal(ec2.deleteNetworkAclEntry(which))).toBe(
      'InvalidNetworkAclEntry.NotFound: no egress entry with number 90',
    );
    expect(await refusal(ec2.deleteNetworkAclEntry({ ...which, RuleNumber: 32_767 }))).toMatch(
      /^InvalidParameterValue/,
    );
  });
});

describe('network interfaces', () => {
  test('they carry groups, which can be changed', async () => {
    const SubnetId = await newSubnet();
    const GroupId = given(
      (await ec2.createSecurityGroup({ GroupName: 'app', Description: 'd', VpcId: vpcId })).GroupId,
    );
    const { NetworkInterface } = await ec2.createNetworkInterface({
      SubnetId,
      PrivateIpAddress: '10.1.1.77',
    });
    const NetworkInterfaceId = given(NetworkInterface?.NetworkInterfaceId);
    expect(NetworkInterface).toMatchObject({
      PrivateIpAddress: '10.1.1.77',
      Groups: [{ GroupName: 'default' }],
    });
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [GroupId] });
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, SourceDestCheck: { Value: false } });
    const Filters = [{ Name: 'group-id', Values: [GroupId] }];
    expect((await ec2.describeNetworkInterfaces({ Filters })).NetworkInterfaces).toMatchObject([
      {
        NetworkInterfaceId,
        Status: 'available',
        SourceDestCheck: false,
        Groups: [{ GroupId, GroupName: 'app' }],
      },
    ]);
    const taken = ec2.createNetworkInterface({ SubnetId, PrivateIpAddress: '10.1.1.77' });
    expect(await refusal(taken)).toMatch(/^InvalidIPAddress\.InUse: /);
  });
});

describe('prefix lists', () => {
  test('they have versions, and change only from the latest', async () => {
    const { PrefixList } = await ec2.createManagedPrefixList({
      PrefixListName: 'vendor',
      AddressFamily: 'IPv4',
      MaxEntries: 2,
      Entries: [{ Cidr: '192.168.0.0/16', Description: 'network' }],
    });
    expect(PrefixList).toMatchObject({ State: 'create-in-progress', Version: 1 });
    const PrefixListId = given(PrefixList?.PrefixListId);
    const add = (Cidr: string, CurrentVersion: number) =>
      ec2.modifyManagedPrefixList({ PrefixListId, CurrentVersion, AddEntries: [{ Cidr }] });
    await add('10.8.0.0/16', 1);
    expect(await refusal(add('10.9.0.0/16', 1))).toMatch(/^PrefixListVersionMismatch: /);
    expect(await refusal(add('10.9.0.0/16', 2))).toMatch(/^PrefixListMaxEntriesExceeded: /);
    const entries = async (TargetVersion?: number) =>
      (await ec2.getManagedPrefixListEntries({ PrefixListId, TargetVersion })).Entries?.map(
        ({ Cidr }) => Cidr,
      );
    expect(await entries()).toEqual(['192.168.0.0/16', '10.8.0.0/16']);
    expect(await entries(1)).toEqual(['192.168.0.0/16']);
  });

  test('those of AWS are seen by all, and changed by none', async () => {
    const { PrefixLists = [] } = await ec2.describeManagedPrefixLists({});
    expect(PrefixLists.map(({ OwnerId, PrefixListName }) => [OwnerId, PrefixListName])).toEqual([
      ['AWS', 'com.amazonaws.us-east-1.s3'],
      ['AWS', 'com.amazonaws.us-east-1.dynamodb'],
    ]);
    const PrefixListId = given(PrefixLists[0]?.PrefixListId);
    expect(await refusal(ec2.deleteManagedPrefixList({ PrefixListId }))).toMatch(/^OperationNotPermitted: /);
  });

  test('a gateway endpoint routes to one', async () => {
    const RouteTableId = given((await mainTable(ec2, vpcId)).RouteTableId);
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      VpcId: vpcId,
      ServiceName: 'com.amazonaws.us-east-1.s3',
      RouteTableIds: [RouteTableId],
    });
    const VpcEndpointId = given(VpcEndpoint?.VpcEndpointId);
    const { Routes } = await mainTable(ec2, vpcId);
    expect(Routes?.[1]).toMatchObject({ GatewayId: VpcEndpointId, State: 'active' });
    expect(Routes?.[1]?.DestinationPrefixListId).toMatch(/^pl-/);
    await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId] });
    expect((await mainTable(ec2, vpcId)).Routes).toHaveLength(1);
  });
});

describe('tags', () => {
  test('they can be removed by key, by value, and all', async () => {
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
    ];
    await ec2.createTags({ Resources: [vpcId], Tags });
    await ec2.deleteTags({ Resources: [vpcId], Tags: [{ Key: 'a' }, { Key: 'b', Value: 'other' }] });
    const tags = async () => (await ec2.describeVpcs({ VpcIds: [vpcId] })).Vpcs?.[0]?.Tags;
    expect(await tags()).toEqual(Tags.slice(1));
    await ec2.deleteTags({ Resources: [vpcId] });
    // As recorded: a VPC without tags has no list of them either.
    expect(await tags()).toBeUndefined();
  });

  test('on several objects: all or none', async () => {
    const Tags = [{ Key: 'a', Value: '1' }];
    expect(await refusal(ec2.createTags({ Resources: [vpcId, 'vpc-12345678'], Tags }))).toMatch(/NotFound/);
    expect((await ec2.describeTags({})).Tags).toEqual([]);
    expect(
      await refusal(ec2.createTags({ Resources: [vpcId], Tags: [{ Key: 'aws:x', Value: '' }] })),
    ).toMatch(/reserved for internal use$/);
  });
});
