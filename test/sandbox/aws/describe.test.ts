import { type EC2, paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, given, newVpc, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let ec2: EC2;
let vpcId: string;
beforeEach(async () => {
  sandbox = await startAws();
  ec2 = ec2Of(sandbox);
  vpcId = await newVpc(ec2);
});
afterEach(() => sandbox.close());

/** Twelve subnets, named `web-0`, `web-1`, … */
async function twelveSubnets(): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const { Subnet } = await ec2.createSubnet({
      VpcId: vpcId,
      CidrBlock: `10.1.${index}.0/24`,
      TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: 'Name', Value: `web-${index}` }] }],
    });
    ids.push(given(Subnet?.SubnetId));
  }
  return ids;
}

const found = async (Name: string, ...Values: string[]) => {
  const { Subnets = [] } = await ec2.describeSubnets({ Filters: [{ Name, Values }] });
  return Subnets.map(({ CidrBlock }) => CidrBlock);
};

test('pages end, and hold every object once', async () => {
  const ids = await twelveSubnets();
  const sizes: number[] = [];
  const seen: (string | undefined)[] = [];
  for await (const { Subnets = [] } of paginateDescribeSubnets({ client: ec2, pageSize: 5 }, {})) {
    sizes.push(Subnets.length);
    seen.push(...Subnets.map(({ SubnetId }) => SubnetId));
  }
  expect(sizes).toEqual([5, 5, 2]);
  expect(seen).toEqual(ids);
});

test('a page token belongs to its action', async () => {
  await twelveSubnets();
  const { NextToken } = await ec2.describeSubnets({ MaxResults: 5 });
  expect(await refusal(ec2.describeVpcs({ NextToken: given(NextToken) }))).toMatch(
    /^InvalidPaginationToken: /,
  );
  expect(await refusal(ec2.describeSubnets({ NextToken: 'nonsense' }))).toMatch(/^InvalidPaginationToken: /);
});

test('page sizes have bounds, and exclude ids', async () => {
  expect(await refusal(ec2.describeVpcs({ MaxResults: 4 }))).toBe(
    'InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.',
  );
  expect(await refusal(ec2.describeRouteTables({ MaxResults: 101 }))).toMatch(
    /Expecting a value less than 100/,
  );
  expect(await refusal(ec2.describeVpcs({ VpcIds: [vpcId], MaxResults: 5 }))).toBe(
    'InvalidParameterCombination: The parameter vpcIds cannot be used with the parameter maxResults',
  );
});

test('values of a filter are alternatives, filters add up', async () => {
  await twelveSubnets();
  expect(await found('cidr-block', '10.1.1.0/24', '10.1.3.0/24')).toEqual(['10.1.1.0/24', '10.1.3.0/24']);
  const { Subnets } = await ec2.describeSubnets({
    Filters: [
      { Name: 'cidr-block', Values: ['10.1.1.0/24', '10.1.3.0/24'] },
      { Name: 'tag:Name', Values: ['web-3'] },
    ],
  });
  expect(Subnets).toHaveLength(1);
});

test('* and ? are wildcards, unless escaped', async () => {
  const [first] = await twelveSubnets();
  expect(await found('tag:Name', 'web-1*')).toEqual(['10.1.1.0/24', '10.1.10.0/24', '10.1.11.0/24']);
  expect(await found('tag:Name', 'web-1?')).toEqual(['10.1.10.0/24', '10.1.11.0/24']);
  expect(await found('tag:Name', 'WEB-1')).toEqual([]);
  const Tags = [{ Key: 'Name', Value: 'web-*' }];
  await ec2.createTags({ Resources: [given(first)], Tags });
  expect(await found('tag:Name', 'web-\\*')).toEqual(['10.1.0.0/24']);
  // A dot is a dot.
  expect(await found('cidr-block', '10?1.1.0/24', '10.1.1x0/24')).toEqual(['10.1.1.0/24']);
});

test('tag keys are found, without tags nothing is', async () => {
  await twelveSubnets();
  expect(await found('tag-key', 'Name')).toHaveLength(12);
  expect(await found('tag-key', 'Other')).toEqual([]);
});

test('a filter that does not exist is refused', async () => {
  const filter = (Name: string) => refusal(ec2.describeSubnets({ Filters: [{ Name, Values: ['x'] }] }));
  expect(await filter('vpc')).toBe("InvalidParameterValue: The filter 'vpc' is invalid");
  expect(await filter('constructor')).toBe("InvalidParameterValue: The filter 'constructor' is invalid");
});

test('an unknown id is an error, an unseen one too', async () => {
  expect(await refusal(ec2.describeVpcs({ VpcIds: [vpcId, 'vpc-12345678'] }))).toBe(
    "InvalidVpcID.NotFound: The vpc ID 'vpc-12345678' does not exist",
  );
  for (const client of [ec2Of(sandbox, '999988887777'), ec2Of(sandbox, undefined, 'eu-west-1')]) {
    expect(await refusal(client.describeVpcs({ VpcIds: [vpcId] }))).toMatch(/^InvalidVpcID\.NotFound: /);
    expect((await client.describeVpcs({})).Vpcs).toEqual([]);
  }
});

test.each([
  ['subnet', () => ec2.describeSubnets({ SubnetIds: ['subnet-zz'] }), 'InvalidSubnetId.Malformed'],
  ['group', () => ec2.describeSecurityGroups({ GroupIds: ['vpc-12345678'] }), 'InvalidGroupId.Malformed'],
  ['table', () => ec2.describeRouteTables({ RouteTableIds: ['rtb-1'] }), 'InvalidRouteTableId.Malformed'],
])('a malformed id of a %s is told from an unknown one', async (_kind, call, code) => {
  expect(await refusal(call())).toMatch(new RegExp(`^${code}: Invalid id: "`));
});

test('subnets of the main table are in no association', async () => {
  const { Subnet } = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: '10.1.0.0/24' });
  const SubnetId = given(Subnet?.SubnetId);
  const bySubnet = async () =>
    (await ec2.describeRouteTables({ Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }] }))
      .RouteTables;
  expect(await bySubnet()).toEqual([]);
  const { RouteTable } = await ec2.createRouteTable({ VpcId: vpcId });
  await ec2.associateRouteTable({ SubnetId, RouteTableId: given(RouteTable?.RouteTableId) });
  expect(await bySubnet()).toMatchObject([
    {
      RouteTableId: RouteTable?.RouteTableId,
      Associations: [{ SubnetId, Main: false, AssociationState: { State: 'associated' } }],
    },
  ]);
});
