import { AssociateVpcCidrBlockCommand, CreateRouteCommand, DeleteRouteCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionReport, VerifyConnectionOptions } from '../src/index.js';
import { Stage, type TestVpc } from './aws/helpers/stage.js';

const CIDR = '127.60.0.0/16';
const LOCATION = { provider: 'aws', region: 'us-east-1' } as const;

describe('verify with an acceptor', { timeout: 60_000 }, () => {
  let stage: Stage;
  let vpc: TestVpc;
  let connectionId = '';
  /** Which subnet each of the seven tables serves; the main one without saying so. */
  const subnets = new Map<string, string>();

  beforeAll(async () => {
    stage = await Stage.open();
    const networkId = await stage.network(CIDR);
    const tier = { maxMemoryBytes: 3e9, performanceTier: 'dev' } as const;
    const datastore = await stage.df.datastores.create({ name: 'd', networkId, location: LOCATION, tier });
    await stage.df.datastores.waitUntilActive(datastore.id);
    vpc = await stage.vpc('10.0.0.0/16', []);
    await stage.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: vpc.id, CidrBlock: '10.1.0.0/16' }));
    subnets.set(await vpc.mainTable(), await vpc.subnet('10.0.0.0/24'));
    for (const block of [1, 2, 3, 4, 5, 6].map((n) => `10.${n % 2}.${n}.0/24`)) {
      const subnet = await vpc.subnet(block);
      subnets.set(await vpc.table(subnet), subnet);
    }
    const applied = await stage.df.peering.apply(stage.acceptor(vpc), { networkId, name: 'orders' });
    connectionId = applied.connection?.id ?? '';
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  const verify = (more: Partial<VerifyConnectionOptions> = {}): Promise<ConnectionReport> =>
    stage.df.verify({ connectionId, acceptor: stage.acceptor(vpc), ...more });

  it('is clean where packets and all seven tables agree', async () => {
    const report = await verify();
    expect(report.verdict).toBe('reachable');
    expect(report.findings).toEqual([]);
    expect(report.paths.map(({ subnetId }) => subnetId).sort()).toEqual([...subnets.values()].sort());
    expect(report.checks.find(({ layer }) => layer === 'resp')?.summary).toBe('PONG');
  });

  it('names table and subnet of any one route that is missing', async () => {
    for (const [RouteTableId, subnetId] of subnets) {
      const { VpcPeeringConnectionId } = (await vpc.routes(RouteTableId))[0] ?? {};
      const route = { RouteTableId, DestinationCidrBlock: CIDR };
      await stage.ec2.send(new DeleteRouteCommand(route));
      const { verdict, findings, paths } = await verify();
      expect(verdict).toBe('unreachable');
      expect(findings.map(({ code }) => code)).toEqual(['path_no_route']);
      expect(findings[0]?.evidence).toMatchObject({ at: RouteTableId, sources: [subnetId] });
      expect(findings[0]?.fix.command).toContain(`--route-table-id ${RouteTableId} `);
      expect(paths.filter(({ outcome }) => outcome === 'blocked').map((path) => path.subnetId)).toEqual([
        subnetId,
      ]);
      await stage.ec2.send(new CreateRouteCommand({ ...route, VpcPeeringConnectionId }));
    }
    expect((await verify()).verdict).toBe('reachable');
  });

  it('says what it may not read, and the permission', async () => {
    const Statement = [
      { Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
      { Effect: 'Deny', Action: 'ec2:DescribeNetworkAcls', Resource: '*' },
    ] as const;
    stage.sandbox.aws.policy(stage.accountId, { Version: '2012-10-17', Statement });
    const { verdict, gaps } = await verify();
    stage.sandbox.aws.policy(stage.accountId, null);
    expect(gaps.map(({ permission }) => permission)).toContain('ec2:DescribeNetworkAcls');
    expect(verdict).toBe('unknown');
  });

  it('sends packets only where no acceptor is given', async () => {
    const report = await stage.df.verify({ connectionId });
    expect(report).toMatchObject({ verdict: 'reachable', paths: [], gaps: [], vantage: null });
  });
});

describe('verify without a subject', () => {
  it('refuses options that are missing or unknown', async () => {
    await using stage = await Stage.open();
    await expect(stage.df.verify({})).rejects.toMatchObject({ code: 'invalid_input', field: 'connectionId' });
    const misspelt = { conectionId: 'conn-1' } as VerifyConnectionOptions;
    await expect(stage.df.verify(misspelt)).rejects.toMatchObject({ field: 'conectionId' });
    expect(stage.sandbox.requests()).toEqual([]);
  });

  it('says that there is no datastore to probe', async () => {
    await using stage = await Stage.open();
    const networkId = await stage.network(CIDR);
    const peer = { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' } as const;
    const { id: connectionId } = await stage.df.connections.ensure({ name: 'c', networkId, peer });
    await expect(stage.df.verify({ connectionId })).rejects.toMatchObject({
      code: 'failed_state',
      fix: expect.stringContaining('dfcloud datastores create'),
    });
  });
});
