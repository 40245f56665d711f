import type { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AwsLimits, Sandbox } from '../../../src/sandbox/index.js';
import {
  activePeering,
  ec2Of,
  given,
  mainTable,
  newVpc,
  pendingRequest,
  refusal,
  startAws,
} from './helpers/aws.js';

let sandbox: Sandbox;
let ec2: EC2;
beforeEach(async () => {
  sandbox = await startAws();
  ec2 = ec2Of(sandbox);
});
afterEach(() => sandbox.close());

const limit = (limits: Partial<AwsLimits>) => sandbox.aws.limits(sandbox.aws.defaultAccountId, limits);

test('VPCs: five, in each region', async () => {
  for (let index = 0; index < 5; index += 1) await newVpc(ec2, `10.${index}.0.0/16`);
  expect(await refusal(newVpc(ec2, '10.5.0.0/16'))).toMatch(/^VpcLimitExceeded: /);
  await newVpc(ec2Of(sandbox, undefined, 'eu-west-1'), '10.5.0.0/16');
});

test('routes: IPv4 and IPv6 apart, a list by its MaxEntries', async () => {
  limit({ routesPerTable: 3 });
  const { customer, vpcId, pcx } = await activePeering(sandbox);
  const via = { RouteTableId: (await mainTable(customer, vpcId)).RouteTableId, VpcPeeringConnectionId: pcx };
  await customer.createRoute({ ...via, DestinationCidrBlock: '172.16.0.0/16' });
  const list = async (MaxEntries: number) => {
    const { PrefixList } = await customer.createManagedPrefixList({
      PrefixListName: 'p',
      AddressFamily: 'IPv4',
      MaxEntries,
    });
    return { ...via, DestinationPrefixListId: given(PrefixList?.PrefixListId) };
  };
  // The local route, one more, and a list of two are four.
  expect(await refusal(customer.createRoute(await list(2)))).toMatch(/^RouteLimitExceeded: /);
  await customer.createRoute(await list(1));
  expect(await refusal(customer.createRoute({ ...via, DestinationCidrBlock: '172.17.0.0/16' }))).toMatch(
    /^RouteLimitExceeded: /,
  );
  await customer.createRoute({ ...via, DestinationIpv6CidrBlock: 'fd00::/64' });
});

test('rules: each direction and family by itself', async () => {
  limit({ rulesPerSecurityGroup: 2 });
  const GroupId = given(
    (await ec2.createSecurityGroup({ GroupName: 'g', Description: 'd', VpcId: await newVpc(ec2) })).GroupId,
  );
  const tcp = { IpProtocol: 'tcp', FromPort: 1, ToPort: 1 };
  const add = (...blocks: string[]) =>
    ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...tcp, IpRanges: blocks.map((CidrIp) => ({ CidrIp })) }],
    });
  await add('10.0.0.0/16', '10.1.0.0/16');
  expect(await refusal(add('10.2.0.0/16'))).toMatch(/^RulesPerSecurityGroupLimitExceeded: /);
  await ec2.authorizeSecurityGroupIngress({
    GroupId,
    IpPermissions: [{ ...tcp, Ipv6Ranges: [{ CidrIpv6: 'fd00::/64' }] }],
  });
  await ec2.authorizeSecurityGroupEgress({
    GroupId,
    IpPermissions: [{ ...tcp, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
  });
});

test('peerings: so many active ones of a VPC', async () => {
  limit({ peeringsPerVpc: 0 });
  const { customer, pcx } = await pendingRequest(sandbox);
  expect(await refusal(customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx }))).toMatch(
    /^ActiveVpcPeeringConnectionPerVpcLimitExceeded: /,
  );
});

test('requests: so many that wait', async () => {
  limit({ pendingPeerings: 1 });
  const VpcId = await newVpc(ec2);
  const ask = (digit: number) =>
    ec2.createVpcPeeringConnection({ VpcId, PeerVpcId: `vpc-1234567${digit}`, PeerOwnerId: '123412341234' });
  await ask(1);
  expect(await refusal(ask(2))).toMatch(/^OutstandingVpcPeeringConnectionLimitExceeded: /);
});

test('subnets, tables, ACLs, entries, blocks, groups of an interface', async () => {
  limit({
    subnetsPerVpc: 1,
    routeTablesPerVpc: 1,
    networkAclsPerVpc: 1,
    entriesPerNetworkAcl: 1,
    cidrsPerVpc: 1,
    groupsPerInterface: 1,
  });
  const VpcId = await newVpc(ec2);
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.1.0.0/24' });
  expect(await refusal(ec2.createSubnet({ VpcId, CidrBlock: '10.1.1.0/24' }))).toMatch(
    /^SubnetLimitExceeded/,
  );
  expect(await refusal(ec2.createRouteTable({ VpcId }))).toMatch(/^RouteTableLimitExceeded/);
  expect(await refusal(ec2.createNetworkAcl({ VpcId }))).toMatch(/^NetworkAclLimitExceeded/);
  expect(await refusal(ec2.associateVpcCidrBlock({ VpcId, CidrBlock: '10.2.0.0/16' }))).toMatch(
    /^CidrLimitExceeded/,
  );
  const Groups = ['sg-12345678', 'sg-12345679'];
  expect(await refusal(ec2.createNetworkInterface({ SubnetId: Subnet?.SubnetId, Groups }))).toMatch(
    /^SecurityGroupsPerInterfaceLimitExceeded/,
  );
  const { NetworkAcls } = await ec2.describeNetworkAcls({});
  const entry = {
    RuleNumber: 90,
    Egress: true,
    Protocol: '-1',
    RuleAction: 'deny' as const,
    CidrBlock: '0.0.0.0/0',
  };
  expect(
    await refusal(ec2.createNetworkAclEntry({ NetworkAclId: NetworkAcls?.[0]?.NetworkAclId, ...entry })),
  ).toMatch(/^NetworkAclEntryLimitExceeded/);
});

test('limits are checked by name and value', () => {
  const code = expect.objectContaining({ code: 'invalid_option' });
  expect(() => limit({ vpcs: -1 })).toThrow(code);
  expect(() => limit({ vcps: 1 } as Partial<AwsLimits>)).toThrow(code);
});
