import {
  AssociateRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateManagedPrefixListCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayVpcAttachmentCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Stage, type TestVpc } from './helpers/stage.js';

describe('shapes of VPCs and networks', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  it('routes from seven tables, two blocks, one implicit', async () => {
    const networkId = await stage.network();
    const vpc = await stage.vpc('10.0.0.0/16', ['10.0.0.0/24']);
    await stage.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: vpc.id, CidrBlock: '10.1.0.0/16' }));
    const tables = [await vpc.mainTable()];
    for (const index of [1, 2, 3, 4, 5, 6]) {
      tables.push(await vpc.table(await vpc.subnet(`10.${index % 2}.${index}.0/24`)));
    }
    const unused = await vpc.table();
    const edge = await edgeTable(stage, vpc);
    await listedElsewhere(stage, vpc, tables[1] ?? '');

    const run = { networkId, name: 'orders' };
    const plan = await stage.df.peering.plan(stage.acceptor(vpc), run);
    const { connection, actions } = await stage.df.peering.apply(stage.acceptor(vpc), run);
    expect(actions).toEqual(plan.actions);
    for (const table of tables) {
      expect(await vpc.routes(table)).toContainEqual(
        expect.objectContaining({
          DestinationCidrBlock: '192.168.0.0/16',
          VpcPeeringConnectionId: connection?.peerConnectionId,
          State: 'active',
        }),
      );
    }
    expect(await vpc.routes(unused)).toEqual([]);
    expect(await vpc.routes(edge)).toEqual([]);
  });

  it('reports the clash of two networks with equal CIDRs', async () => {
    const [first, second] = [await stage.network(), await stage.network()];
    const vpc = await stage.vpc();
    const other = await vpc.table(await vpc.subnet('10.0.1.0/24'));
    const main = await vpc.mainTable();
    const one = stage.acceptor(vpc, { routeTables: 'main' });
    await stage.df.peering.apply(one, { networkId: first, name: 'one' });

    const two = { networkId: second, name: 'two' };
    const clash = stage.df.peering.apply(stage.acceptor(vpc), two);
    await expect(clash).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(main) });
    expect(await stage.df.connections.list({ networkId: second })).toEqual([]);

    const apart = stage.acceptor(vpc, { routeTables: { ids: [other] } });
    const { connection } = await stage.df.peering.apply(apart, two);
    expect(connection?.status).toBe('active');
    expect(await vpc.routes(other)).toMatchObject([{ VpcPeeringConnectionId: connection?.peerConnectionId }]);
    const findings = await stage.df.peering.preflight(apart, two);
    expect(findings.map(({ code }) => code)).toContain('peering_same_cidr');

    // What belongs to the first network stays when the second goes.
    await stage.df.peering.destroy(apart, two);
    expect(await vpc.routes(main)).toMatchObject([{ State: 'active' }]);
  });

  it('warns when two VPCs of equal addresses share a network', async () => {
    const networkId = await stage.network();
    const [first, second] = [await stage.vpc(), await stage.vpc()];
    await stage.df.peering.apply(stage.acceptor(first), { networkId, name: 'one' });
    const plan = await stage.df.peering.plan(stage.acceptor(second), { networkId, name: 'two' });
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ code: 'vpcs_same_cidr', summary: expect.stringContaining(first.id) }),
    );
    const { connection } = await stage.df.peering.apply(stage.acceptor(second), { networkId, name: 'two' });
    expect(connection?.status).toBe('active');
  });

  it("never writes to the network's own VPC (BYOC)", async () => {
    const networkId = await stage.network('192.168.0.0/16', 'us-east-1', stage.accountId);
    const network = await stage.df.networks.get(networkId);
    const vpc = await stage.vpc();
    const before = stage.sandbox.world().aws;
    const { connection } = await stage.df.peering.apply(stage.acceptor(vpc), { networkId, name: 'orders' });
    expect(connection?.status).toBe('active');
    const own = (world: typeof before) =>
      world.routeTables.filter(({ vpcId }) => vpcId === network.vpc?.resourceId);
    expect(own(before)).not.toEqual([]);
    expect(own(stage.sandbox.world().aws)).toEqual(own(before));
  });

  it('leaves a table with a firewall alone until included', async () => {
    const networkId = await stage.network();
    const vpc = await stage.vpc();
    const inspected = await vpc.table(await vpc.subnet('10.0.1.0/24'));
    const gateway = await transitGateway(stage, vpc, inspected);
    const run = { networkId, name: 'orders' };

    const plan = await stage.df.peering.plan(stage.acceptor(vpc), run);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ code: 'bypass', summary: expect.stringContaining(`through ${gateway}`) }),
    );
    expect(plan.actions.filter((id) => id.includes(inspected))).toEqual([]);

    const included = stage.acceptor(vpc, { include: [inspected] });
    const { actions } = await stage.df.peering.apply(included, run);
    expect(actions).toContain(`aws.route:${inspected}:192.168.0.0/16`);
  });

  it('reads 110 tables with one more page, not more calls', async () => {
    const networkId = await stage.network();
    const small = await stage.vpc();
    stage.sandbox.clearRequests();
    await stage.df.peering.plan(stage.acceptor(small), { networkId, name: 'small' });
    const reads = stage.operations();

    const large = await stage.vpc('10.4.0.0/16', []);
    const tables = await Promise.all(
      Array.from({ length: 109 }, async (_, index) => large.table(await large.subnet(`10.4.${index}.0/24`))),
    );
    stage.sandbox.clearRequests();
    await stage.df.peering.plan(stage.acceptor(large), { networkId, name: 'large' });
    expect(stage.operations().sort()).toEqual([...reads, 'ec2.DescribeRouteTables'].sort());

    stage.sandbox.clearRequests();
    await stage.df.peering.apply(stage.acceptor(large), { networkId, name: 'large' });
    expect(stage.operations().filter((name) => name === 'ec2.CreateRoute')).toHaveLength(tables.length);
    expect(stage.operations().filter((name) => name === 'ec2.DescribeRouteTables').length).toBeLessThan(10);
    for (const table of [tables[0], tables[108]])
      expect(await large.routes(table ?? '')).toMatchObject([{ State: 'active' }]);
  });
});

/** A table of what comes in through the internet gateway. */
async function edgeTable({ ec2 }: Stage, vpc: TestVpc): Promise<string> {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway?.InternetGatewayId ?? '';
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId: vpc.id }));
  const RouteTableId = await vpc.table();
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, GatewayId }));
  return RouteTableId;
}

/** A prefix list that holds the network's block, routed to a NAT gateway. */
async function listedElsewhere({ ec2 }: Stage, vpc: TestVpc, RouteTableId: string): Promise<void> {
  const entries = { Entries: [{ Cidr: '192.168.0.0/16' }] };
  const input = { PrefixListName: 'private', AddressFamily: 'IPv4', MaxEntries: 5, ...entries };
  const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand(input));
  const SubnetId = await vpc.subnet('10.0.250.0/24');
  const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId, ConnectivityType: 'private' }));
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId,
      DestinationPrefixListId: PrefixList?.PrefixListId,
      NatGatewayId: nat.NatGateway?.NatGatewayId,
    }),
  );
}

/** A transit gateway that all traffic of a table leaves through. */
async function transitGateway({ ec2 }: Stage, vpc: TestVpc, RouteTableId: string): Promise<string> {
  const { TransitGateway } = await ec2.send(new CreateTransitGatewayCommand({}));
  const TransitGatewayId = TransitGateway?.TransitGatewayId ?? '';
  const SubnetIds = [await vpc.subnet('10.0.251.0/24')];
  await ec2.send(
    new CreateTransitGatewayVpcAttachmentCommand({ TransitGatewayId, VpcId: vpc.id, SubnetIds }),
  );
  await ec2.send(
    new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId }),
  );
  return TransitGatewayId;
}
