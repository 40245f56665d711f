import {
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwsAcceptor, AwsAcceptorOptions } from '../../src/aws/index.js';
import type { Finding } from '../../src/index.js';
import { Stage, type TestVpc } from './helpers/stage.js';

describe('preflight on AWS', () => {
  let stage: Stage;
  let networkId: string;
  let vpc: TestVpc;
  beforeAll(async () => {
    stage = await Stage.open();
    stage.sandbox.aws.limits(stage.accountId, { vpcs: 50 });
    networkId = await stage.network();
    vpc = await stage.vpc();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const preflight = (acceptor: AwsAcceptor, id = networkId): Promise<Finding[]> =>
    stage.df.peering.preflight(acceptor, { networkId: id, name: 'orders' });
  const codes = async (where: TestVpc, options: Partial<AwsAcceptorOptions> = {}, id = networkId) =>
    (await preflight(stage.acceptor(where, options), id)).map(({ code }) => code);

  it('finds nothing where nothing is wrong', async () => {
    expect(await codes(vpc)).toEqual([]);
  });

  it('suggests a free block when CIDRs overlap', async () => {
    const other = await stage.vpc('192.168.0.0/20', []);
    await stage.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: other.id, CidrBlock: '10.0.0.0/16' }));
    const [finding] = await preflight(stage.acceptor(other));
    expect(finding).toMatchObject({ code: 'cidr_overlap', severity: 'error' });
    expect(finding?.summary).toContain('192.168.0.0/20');
    expect(finding?.fix.command).toBe('dfcloud networks create --cidr 10.1.0.0/16');
  });

  it('compares secondary blocks too', async () => {
    const other = await stage.vpc('10.7.0.0/16', []);
    await stage.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: other.id, CidrBlock: '192.168.4.0/22' }));
    expect(await codes(other)).toContain('cidr_overlap');
  });

  it('finds a route that is taken', async () => {
    const other = await stage.vpc('10.8.0.0/16', ['10.8.0.0/24']);
    const table = await other.mainTable();
    await takeRoute(other, table, '192.168.0.0/16');
    const [finding] = await preflight(stage.acceptor(other));
    expect(finding).toMatchObject({ code: 'route_taken', severity: 'error' });
    expect(finding?.fix.command).toContain(`delete-route --region us-east-1 --route-table-id ${table}`);
    const [replaced] = await preflight(stage.acceptor(other, { onConflict: 'replace' }));
    expect(replaced).toMatchObject({ code: 'route_taken', severity: 'warning' });
  });

  it('finds a more specific route', async () => {
    const other = await stage.vpc('10.9.0.0/16', ['10.9.0.0/24']);
    await takeRoute(other, await other.mainTable(), '192.168.5.0/24');
    const [finding] = await preflight(stage.acceptor(other));
    expect(finding).toMatchObject({ code: 'more_specific_route', severity: 'warning' });
    expect(finding?.summary).toContain('192.168.5.0/24');
  });

  it('says when the VPC is not there', async () => {
    const [finding, ...more] = await preflight(stage.acceptor(vpc, { vpcId: 'vpc-0123456789abcdef0' }));
    expect(finding).toMatchObject({ code: 'vpc_not_found', severity: 'error' });
    expect(more).toEqual([]);
  });

  it('says when a security group is not there', async () => {
    expect(await codes(vpc, { securityGroupIds: ['sg-0123456789abcdef0'] })).toEqual(['group_not_found']);
  });

  it('names route tables and subnets that are not there', async () => {
    const options = { routeTables: { ids: ['rtb-0123456789abcdef0'] } };
    expect(await codes(vpc, options)).toEqual(['route_table_unusable']);
    const subnets = { routeTables: { subnetIds: ['subnet-0123456789abcdef0'] } };
    expect(await codes(vpc, subnets)).toEqual(['route_table_unusable']);
  });

  it('asks for the DNS attributes when they are needed', async () => {
    expect(await codes(vpc, { dnsResolution: true })).toEqual(['dns_hostnames_off']);
  });

  it('notes that the regions differ', async () => {
    const abroad = await stage.network('192.168.0.0/16', 'eu-west-1');
    const findings = await preflight(stage.acceptor(vpc), abroad);
    expect(findings).toMatchObject([{ code: 'cross_region', severity: 'info' }]);
  });

  it('gives all findings at once, the missing permissions too', async () => {
    const other = await stage.vpc('192.168.0.0/20', []);
    const allowed = ['ec2:DescribeVpcs', 'ec2:DescribeVpcPeeringConnections', 'ec2:DescribeRouteTables'];
    stage.sandbox.aws.policy(stage.accountId, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }],
    });
    try {
      const findings = await preflight(stage.acceptor(other));
      expect(findings.map(({ code, evidence }) => `${code} ${evidence.split(':')[1]}`)).toEqual([
        expect.stringContaining('cidr_overlap'),
        'permission_missing DescribeSubnets',
        'permission_missing DescribeSecurityGroupRules',
      ]);
      expect(findings[1]?.summary).toMatch(
        /AWS does not allow arn:aws:iam::111122223333:user\/\S+ to ec2:DescribeSubnets/,
      );
      stage.sandbox.clearRequests();
      const run = { networkId, name: 'orders' };
      await expect(stage.df.peering.apply(stage.acceptor(other), run)).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(stage.writes()).toEqual([]);
      const plan = await stage.df.peering.plan(stage.acceptor(other), run);
      expect(plan).toMatchObject({ steps: [], actions: [] });
      expect(plan.findings).toHaveLength(3);
    } finally {
      stage.sandbox.aws.policy(stage.accountId, null);
    }
  });

  it('says when the credentials are refused', async () => {
    const credentials = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'top-secret' };
    const findings = await preflight(stage.acceptor(vpc, { credentials }));
    expect(findings.map(({ code }) => code)).toContain('credentials');
    expect(JSON.stringify(findings)).not.toContain('top-secret');
  });
});

/** Routes a block to an internet gateway. */
async function takeRoute(vpc: TestVpc, RouteTableId: string, DestinationCidrBlock: string): Promise<void> {
  const { InternetGateway } = await vpc.ec2.send(new CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway?.InternetGatewayId ?? '';
  await vpc.ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId: vpc.id }));
  await vpc.ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId }));
}
