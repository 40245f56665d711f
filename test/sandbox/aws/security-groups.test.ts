import type { EC2, IpPermission } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { activePeering, ec2Of, given, newVpc, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let ec2: EC2;
let vpcId: string;
beforeEach(async () => {
  sandbox = await startAws();
  ec2 = ec2Of(sandbox);
  vpcId = await newVpc(ec2);
});
afterEach(() => sandbox.close());

const newGroup = async (GroupName = 'app', VpcId = vpcId, client = ec2) =>
  given((await client.createSecurityGroup({ GroupName, Description: 'for tests', VpcId })).GroupId);

const redis = (CidrIp = '192.168.0.0/16', Description?: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 6379,
  ToPort: 6379,
  IpRanges: [{ CidrIp, ...(Description ? { Description } : {}) }],
});

const rulesOf = async (GroupId: string, client = ec2) => {
  const Filters = [{ Name: 'group-id', Values: [GroupId] }];
  return given((await client.describeSecurityGroupRules({ Filters })).SecurityGroupRules);
};

test('a new group lets everything out and nothing in', async () => {
  const GroupId = await newGroup();
  const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
  expect(SecurityGroups).toEqual([
    {
      GroupId,
      GroupName: 'app',
      Description: 'for tests',
      OwnerId: sandbox.aws.defaultAccountId,
      VpcId: vpcId,
      SecurityGroupArn: `arn:aws:ec2:us-east-1:111122223333:security-group/${GroupId}`,
      IpPermissions: [],
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        },
      ],
    },
  ]);
});

test('rules have ids, tags and descriptions', async () => {
  const GroupId = await newGroup();
  const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
    GroupId,
    IpPermissions: [redis('192.168.5.9/16', 'from the network')],
    TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'made-by', Value: 'test' }] }],
  });
  const rule = {
    SecurityGroupRuleId: expect.stringMatching(/^sgr-/),
    GroupId,
    GroupOwnerId: sandbox.aws.defaultAccountId,
    IsEgress: false,
    IpProtocol: 'tcp',
    FromPort: 6379,
    ToPort: 6379,
    CidrIpv4: '192.168.0.0/16',
    Description: 'from the network',
    Tags: [{ Key: 'made-by', Value: 'test' }],
  };
  expect(SecurityGroupRules).toMatchObject([rule]);
  const Filters = [{ Name: 'tag:made-by', Values: ['test'] }];
  expect((await ec2.describeSecurityGroupRules({ Filters })).SecurityGroupRules).toMatchObject([rule]);
  expect(await rulesOf(GroupId)).toMatchObject([{ IsEgress: true, FromPort: -1, ToPort: -1 }, rule]);
});

test('the same rule again is a duplicate, whatever its description', async () => {
  const GroupId = await newGroup();
  await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [redis()] });
  const again = { GroupId, IpPermissions: [{ ...redis('192.168.0.0/16', 'other'), IpProtocol: '6' }] };
  expect(await refusal(ec2.authorizeSecurityGroupIngress(again))).toBe(
    'InvalidPermission.Duplicate: the specified rule "peer: 192.168.0.0/16, TCP, from port: 6379, to port: 6379, ALLOW" already exists',
  );
  // The other direction is another rule.
  await ec2.authorizeSecurityGroupEgress({ GroupId, IpPermissions: [redis()] });
});

test('several rules are added together or not at all', async () => {
  const GroupId = await newGroup();
  await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [redis('10.9.0.0/16')] });
  const batch = { GroupId, IpPermissions: [redis(), redis('10.9.0.0/16')] };
  expect(await refusal(ec2.authorizeSecurityGroupIngress(batch))).toMatch(/^InvalidPermission\.Duplicate: /);
  expect(await rulesOf(GroupId)).toHaveLength(2);
});

test('rules are revoked by id or by what they say', async () => {
  const GroupId = await newGroup();
  const added = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [redis()] });
  const SecurityGroupRuleIds = [given(added.SecurityGroupRules?.[0]?.SecurityGroupRuleId)];
  expect(await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds })).toMatchObject({
    Return: true,
    RevokedSecurityGroupRules: [{ SecurityGroupRuleId: SecurityGroupRuleIds[0], CidrIpv4: '192.168.0.0/16' }],
  });
  expect(await refusal(ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds }))).toMatch(
    /^InvalidSecurityGroupRuleId\.NotFound: /,
  );
  expect(await refusal(ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: [redis()] }))).toBe(
    'InvalidPermission.NotFound: The specified rule does not exist in this security group.',
  );
  const all = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions: all });
  expect(await rulesOf(GroupId)).toEqual([]);
});

test('the flat form of old clients still works', async () => {
  const GroupId = await newGroup();
  const flat = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' };
  await ec2.authorizeSecurityGroupIngress({ GroupId, ...flat });
  expect(await rulesOf(GroupId)).toContainEqual(
    expect.objectContaining({ CidrIpv4: '10.0.0.0/8', ToPort: 22 }),
  );
});

test.each<[string, IpPermission, RegExp]>([
  [
    'an unknown protocol',
    { IpProtocol: '', FromPort: 0, ToPort: 0 },
    /^InvalidPermission\.Malformed: Unsupported IP protocol "" {2}- supported: \[tcp, udp, icmp\]$/,
  ],
  [
    'ports the wrong way round',
    { IpProtocol: 'tcp', FromPort: 9, ToPort: 1 },
    /^InvalidParameterValue: Invalid TCP\/UDP port range \(9:1\)/,
  ],
  [
    'no ports',
    { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
    /^InvalidParameterValue: .*portRange/,
  ],
  ['a bad block', redis('10.0.0.0'), /^InvalidParameterValue: Value \(10\.0\.0\.0\)/],
  ['nobody', { IpProtocol: 'tcp', FromPort: 1, ToPort: 1 }, /^MissingParameter: /],
  ['a bad description', redis('10.0.0.0/8', 'a<b'), /^InvalidParameterValue: Invalid rule description/],
])('%s is refused', async (_what, permission, expected) => {
  const GroupId = await newGroup();
  expect(await refusal(ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [permission] }))).toMatch(
    expected,
  );
});

test('rules can be changed and described anew', async () => {
  const GroupId = await newGroup();
  const added = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [redis()] });
  const SecurityGroupRuleId = given(added.SecurityGroupRules?.[0]?.SecurityGroupRuleId);
  const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 6379, ToPort: 6380, CidrIpv4: '192.168.0.0/17' };
  await ec2.modifySecurityGroupRules({
    GroupId,
    SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
  });
  await ec2.updateSecurityGroupRuleDescriptionsIngress({
    GroupId,
    SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, Description: 'redis' }],
  });
  const { SecurityGroupRules } = await ec2.describeSecurityGroupRules({
    SecurityGroupRuleIds: [SecurityGroupRuleId],
  });
  expect(SecurityGroupRules).toMatchObject([{ ...SecurityGroupRule, Description: 'redis' }]);
});

test('a group across a peering shows it, and goes stale', async () => {
  const { customer, other, vpcId: mine, otherVpcId, pcx } = await activePeering(sandbox);
  const GroupId = await newGroup('client', mine, customer);
  const theirs = await newGroup('server', otherVpcId, other);
  await customer.authorizeSecurityGroupEgress({
    GroupId,
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        FromPort: 6379,
        ToPort: 6379,
        UserIdGroupPairs: [{ GroupId: theirs, UserId: '999988887777' }],
      },
    ],
  });
  expect((await rulesOf(GroupId, customer))[1]?.ReferencedGroupInfo).toEqual({
    GroupId: theirs,
    UserId: '999988887777',
    VpcId: otherVpcId,
    VpcPeeringConnectionId: pcx,
    PeeringStatus: 'active',
  });
  expect(
    (await other.describeSecurityGroupReferences({ GroupId: [theirs] })).SecurityGroupReferenceSet,
  ).toEqual([{ GroupId: theirs, ReferencingVpcId: mine, VpcPeeringConnectionId: pcx }]);
  const stale = async () =>
    (await customer.describeStaleSecurityGroups({ VpcId: mine })).StaleSecurityGroupSet ?? [];
  expect(await stale()).toEqual([]);
  await other.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect(await stale()).toMatchObject([
    {
      GroupId,
      StaleIpPermissionsEgress: [{ FromPort: 6379, UserIdGroupPairs: [{ PeeringStatus: 'deleted' }] }],
    },
  ]);
});

test('without a peering, a foreign group is unknown', async () => {
  const other = ec2Of(sandbox, '999988887777');
  const theirs = await newGroup('server', await newVpc(other, '192.168.0.0/16'), other);
  const GroupId = await newGroup();
  const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: theirs }] }];
  expect(await refusal(ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions }))).toBe(
    `InvalidGroup.NotFound: The security group '${theirs}' does not exist`,
  );
});

test('a group in use stays, the default one always', async () => {
  const GroupId = await newGroup();
  const { Subnet } = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: '10.1.1.0/24' });
  const eni = await ec2.createNetworkInterface({ SubnetId: given(Subnet?.SubnetId), Groups: [GroupId] });
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId }))).toBe(
    `DependencyViolation: resource ${GroupId} has a dependent object`,
  );
  await ec2.deleteNetworkInterface({ NetworkInterfaceId: given(eni.NetworkInterface?.NetworkInterfaceId) });
  await ec2.deleteSecurityGroup({ GroupId });
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId }))).toBe(
    `InvalidGroup.NotFound: The security group '${GroupId}' does not exist`,
  );
  const { SecurityGroups } = await ec2.describeSecurityGroups({});
  const fallback = given(SecurityGroups?.[0]?.GroupId);
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId: fallback }))).toBe(
    `CannotDelete: the specified group: "${fallback}" name: "default" cannot be deleted by a user`,
  );
});

test('names are unique in a VPC', async () => {
  await newGroup();
  const twin = { GroupName: 'app', Description: 'd', VpcId: vpcId };
  expect(await refusal(ec2.createSecurityGroup(twin))).toBe(
    `InvalidGroup.Duplicate: The security group 'app' already exists for VPC '${vpcId}'`,
  );
  expect(await refusal(ec2.createSecurityGroup({ ...twin, GroupName: 'sg-mine' }))).toMatch(
    /^InvalidParameterValue/,
  );
});

test('a group can serve a second VPC', async () => {
  const GroupId = await newGroup();
  const second = await newVpc(ec2, '10.2.0.0/16');
  await ec2.associateSecurityGroupVpc({ GroupId, VpcId: second });
  expect((await ec2.describeSecurityGroupVpcAssociations({})).SecurityGroupVpcAssociations).toMatchObject([
    { GroupId, VpcId: second, State: 'associated' },
  ]);
  const names = async () => {
    const { SecurityGroupForVpcs = [] } = await ec2.getSecurityGroupsForVpc({ VpcId: second });
    return SecurityGroupForVpcs.map(({ GroupName }) => GroupName);
  };
  expect(await names()).toEqual(['app', 'default']);
  await ec2.disassociateSecurityGroupVpc({ GroupId, VpcId: second });
  expect(await names()).toEqual(['default']);
});
