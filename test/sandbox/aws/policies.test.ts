import { STS } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IamPolicyDocument, IamStatement, Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, given, mainTable, newVpc, pendingRequest, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let account: string;
beforeEach(async () => {
  sandbox = await startAws();
  account = sandbox.aws.defaultAccountId;
});
afterEach(() => sandbox.close());

const policy = (...Statement: IamStatement[]): IamPolicyDocument => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], more: Partial<IamStatement> = {}): IamStatement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
const arn = (type: string, id: string, owner = account, region = 'us-east-1') =>
  `arn:aws:ec2:${region}:${owner}:${type}/${id}`;

test('without a policy everything is allowed', async () => {
  const ec2 = ec2Of(sandbox);
  await newVpc(ec2);
  sandbox.aws.policy(account, policy(allow('ec2:DescribeVpcs')));
  expect(await refusal(newVpc(ec2))).toMatch(/^UnauthorizedOperation: /);
  sandbox.aws.policy(account, null);
  await newVpc(ec2, '10.2.0.0/16');
});

test('the refusal names user, action and object, and decodes', async () => {
  const ec2 = ec2Of(sandbox);
  sandbox.aws.policy(account, policy(allow('ec2:Describe*')));
  const error = await ec2.deleteVpc({ VpcId: 'vpc-12345678' }).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } });
  const [, message] = String(error.message).split(' Encoded authorization failure message: ');
  expect(error.message).toContain(
    `You are not authorized to perform this operation. User: arn:aws:iam::${account}:user/sandbox is not authorized to perform: ec2:DeleteVpc on resource: ${arn('vpc', 'vpc-12345678')} because no identity-based policy allows the ec2:DeleteVpc action.`,
  );
  const { credentials } = sandbox.aws.account();
  const sts = new STS({ region: 'us-east-1', endpoint: sandbox.endpoints.sts, credentials });
  const { DecodedMessage } = await sts.decodeAuthorizationMessage({ EncodedMessage: given(message) });
  expect(JSON.parse(given(DecodedMessage))).toMatchObject({ allowed: false, action: 'ec2:DeleteVpc' });
});

test('resources and their VPC limit what may be done', async () => {
  const ec2 = ec2Of(sandbox);
  const [mine, foreign] = [await newVpc(ec2), await newVpc(ec2, '10.2.0.0/16')];
  const tables = [(await mainTable(ec2, mine)).RouteTableId, (await mainTable(ec2, foreign)).RouteTableId];
  const onMine = { ArnEquals: { 'ec2:Vpc': arn('vpc', mine) } };
  sandbox.aws.policy(
    account,
    policy(allow('ec2:DeleteRoute', { Resource: arn('route-table', '*'), Condition: onMine })),
  );
  const del = (RouteTableId?: string) => ec2.deleteRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0' });
  expect(await refusal(del(tables[0]))).toMatch(/^InvalidRoute\.NotFound: /);
  expect(await refusal(del(tables[1]))).toMatch(/^UnauthorizedOperation: /);
});

test('what is only meant counts as well', async () => {
  const ec2 = ec2Of(sandbox);
  const VpcId = await newVpc(ec2);
  const { RouteTable } = await ec2.createRouteTable({ VpcId });
  const RouteTableId = given(RouteTable?.RouteTableId);
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.1.0.0/24' });
  const { AssociationId } = await ec2.associateRouteTable({ RouteTableId, SubnetId: Subnet?.SubnetId });
  const only = (id: string) => policy(allow('ec2:*', { Resource: arn('route-table', id) }));
  sandbox.aws.policy(account, only('rtb-12345678'));
  expect(await refusal(ec2.disassociateRouteTable({ AssociationId }))).toMatch(/^UnauthorizedOperation: /);
  sandbox.aws.policy(account, only(RouteTableId));
  await ec2.disassociateRouteTable({ AssociationId });
});

test('an action without objects needs "*"', async () => {
  const ec2 = ec2Of(sandbox);
  sandbox.aws.policy(account, policy(allow('ec2:DescribeVpcs', { Resource: arn('vpc', '*') })));
  expect(await refusal(ec2.describeVpcs({}))).toMatch(/on resource: \* because/);
  sandbox.aws.policy(account, policy(allow('ec2:DescribeVpcs')));
  await ec2.describeVpcs({});
});

test('accepting can be pinned to both VPCs', async () => {
  const { customer, vpcId, otherVpcId, pcx } = await pendingRequest(sandbox);
  const accept = () => customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  const pinned = (requester: string) =>
    policy(
      allow('ec2:AcceptVpcPeeringConnection', { Resource: arn('vpc', vpcId) }),
      allow('ec2:AcceptVpcPeeringConnection', {
        Resource: arn('vpc-peering-connection', '*'),
        Condition: {
          ArnEquals: {
            'ec2:RequesterVpc': arn('vpc', requester, '999988887777'),
            'ec2:AccepterVpc': arn('vpc', vpcId),
          },
        },
      }),
    );
  sandbox.aws.policy(account, pinned('vpc-12345678'));
  expect(await refusal(accept())).toContain(`on resource: ${arn('vpc-peering-connection', pcx)} because`);
  const { Statement } = pinned(otherVpcId);
  const second = Array.isArray(Statement) ? Statement.slice(1) : [];
  sandbox.aws.policy(account, policy(...second));
  expect(await refusal(accept())).toContain(`on resource: ${arn('vpc', vpcId)} because`);
  sandbox.aws.policy(account, pinned(otherVpcId));
  await accept();
});

test('tags on creation need CreateTags for that action', async () => {
  const ec2 = ec2Of(sandbox);
  const GroupId = given(
    (await ec2.createSecurityGroup({ GroupName: 'g', Description: 'd', VpcId: await newVpc(ec2) })).GroupId,
  );
  const authorize = (tagged: boolean, Value = 'us') =>
    ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      ...(tagged
        ? {
            TagSpecifications: [
              { ResourceType: 'security-group-rule' as const, Tags: [{ Key: 'by', Value }] },
            ],
          }
        : {}),
    });
  const rules = allow('ec2:AuthorizeSecurityGroupIngress', {
    Resource: [arn('security-group', '*'), arn('security-group-rule', '*')],
  });
  sandbox.aws.policy(account, policy(rules));
  expect(await refusal(authorize(true))).toMatch(
    /not authorized to perform: ec2:CreateTags on resource: .*security-group-rule\/\*/,
  );
  const tagging = (CreateAction: string) =>
    allow('ec2:CreateTags', {
      Condition: { StringEquals: { 'ec2:CreateAction': CreateAction, 'aws:RequestTag/by': 'us' } },
    });
  sandbox.aws.policy(account, policy(rules, tagging('CreateVpc')));
  expect(await refusal(authorize(true))).toMatch(/ec2:CreateTags/);
  sandbox.aws.policy(account, policy(rules, tagging('AuthorizeSecurityGroupIngress')));
  expect(await refusal(authorize(true, 'them'))).toMatch(/ec2:CreateTags/);
  await authorize(true);
});

test('tags of an object decide', async () => {
  const ec2 = ec2Of(sandbox);
  const [mine, other] = [await newVpc(ec2), await newVpc(ec2, '10.2.0.0/16')];
  await ec2.createTags({ Resources: [mine], Tags: [{ Key: 'team', Value: 'A' }] });
  const Condition = { StringEquals: { 'ec2:ResourceTag/team': 'A' } };
  sandbox.aws.policy(account, policy(allow('ec2:DeleteVpc', { Condition })));
  expect(await refusal(ec2.deleteVpc({ VpcId: other }))).toMatch(/^UnauthorizedOperation: /);
  await ec2.deleteVpc({ VpcId: mine });
});

test('a region can be pinned, a deny always wins', async () => {
  const Condition = { StringEquals: { 'ec2:Region': 'us-east-1' } };
  sandbox.aws.policy(account, policy(allow('ec2:*', { Condition })));
  await ec2Of(sandbox).describeVpcs({});
  expect(await refusal(ec2Of(sandbox, account, 'eu-west-1').describeVpcs({}))).toMatch(
    /^UnauthorizedOperation/,
  );
  sandbox.aws.policy(account, [policy(allow('*')), policy({ ...allow('ec2:DeleteVpc'), Effect: 'Deny' })]);
  await ec2Of(sandbox).describeVpcs({});
  expect(await refusal(ec2Of(sandbox).deleteVpc({ VpcId: 'vpc-12345678' }))).toMatch(
    /with an explicit deny in an identity-based policy/,
  );
});

test('a dry run proves the permission and nothing else', async () => {
  const ec2 = ec2Of(sandbox);
  const DryRun = { DryRun: true, VpcId: 'vpc-12345678' };
  const error = await ec2.deleteVpc(DryRun).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
  expect(error.message).toBe('Request would have succeeded, but DryRun flag is set.');
  sandbox.aws.policy(account, policy(allow('ec2:Describe*')));
  expect(await refusal(ec2.deleteVpc(DryRun))).toMatch(/^UnauthorizedOperation: /);
});

test("a role's session has the role's policy", async () => {
  const { credentials } = sandbox.aws.account();
  const sts = new STS({ region: 'us-east-1', endpoint: sandbox.endpoints.sts, credentials });
  const RoleArn = `arn:aws:iam::${account}:role/reader`;
  sandbox.aws.policy(RoleArn, policy(allow('ec2:Describe*')));
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: 'test' });
  const session = given(Credentials);
  const reader = ec2Of(sandbox, account, 'us-east-1', {
    credentials: {
      accessKeyId: given(session.AccessKeyId),
      secretAccessKey: given(session.SecretAccessKey),
      sessionToken: given(session.SessionToken),
    },
  });
  await reader.describeVpcs({});
  expect(await refusal(newVpc(reader))).toContain(
    `User: arn:aws:sts::${account}:assumed-role/reader/test is not`,
  );
  await newVpc(ec2Of(sandbox));
});

test.each<[string, object]>([
  ['no Statement', { Statement: [] }],
  ['an unknown Effect', { Statement: [{ Effect: 'Maybe', Action: '*', Resource: '*' }] }],
  ['no Resource', { Statement: [{ Effect: 'Allow', Action: '*' }] }],
  ['an unknown operator', { Statement: [{ ...allow('*'), Condition: { StringSame: { a: 'b' } } }] }],
])('a policy with %s is not pretended to be enforced', (_what, document) => {
  expect(() => sandbox.aws.policy(account, { Statement: [], ...document })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }),
  );
});
