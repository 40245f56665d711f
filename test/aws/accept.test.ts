import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  type EC2Client,
  RejectVpcPeeringConnectionCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { client, REGION, Stage, type TestVpc } from './helpers/stage.js';

/** Asks for a peering with the customer's VPC. */
async function request(from: EC2Client, VpcId: string, to: TestVpc, accountId: string): Promise<string> {
  const input = { VpcId, PeerVpcId: to.id, PeerOwnerId: accountId, PeerRegion: REGION };
  const answer = await from.send(new CreateVpcPeeringConnectionCommand(input));
  return answer.VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
}

async function statusOf(ec2: EC2Client, id: string): Promise<string | undefined> {
  const input = { VpcPeeringConnectionIds: [id] };
  const answer = await ec2.send(new DescribeVpcPeeringConnectionsCommand(input));
  return answer.VpcPeeringConnections?.[0]?.Status?.Code;
}

describe('accepting only what is ours', () => {
  let stage: Stage;
  let vpc: TestVpc;
  let networkId: string;
  let vendor: EC2Client;
  const run = () => ({ networkId, name: 'orders' });

  beforeEach(async () => {
    stage = await Stage.open();
    networkId = await stage.network();
    vpc = await stage.vpc();
    const network = await stage.df.networks.get(networkId);
    const account = stage.sandbox.aws.account(network.vpc?.accountId ?? '');
    vendor = client(stage.sandbox, account.credentials);
  });
  afterEach(async () => {
    vendor.destroy();
    await stage[Symbol.asyncDispose]();
  });

  it("leaves another customer's request of the vendor's account", async () => {
    // The same vendor account, the same CIDR, another network's VPC: any customer of the vendor can send this.
    const { Vpc } = await vendor.send(new CreateVpcCommand({ CidrBlock: '192.168.0.0/16' }));
    const foreign = await request(vendor, Vpc?.VpcId ?? '', vpc, stage.accountId);
    const { connection } = await stage.df.peering.apply(stage.acceptor(vpc), run());
    expect(connection?.status).toBe('active');
    expect(connection?.peerConnectionId).not.toBe(foreign);
    expect(await statusOf(stage.ec2, foreign)).toBe('pending-acceptance');
  });

  it('leaves a request of another account, whatever the order', async () => {
    const stranger = client(stage.sandbox, stage.sandbox.aws.account('999988887777').credentials);
    const { Vpc } = await stranger.send(new CreateVpcCommand({ CidrBlock: '192.168.0.0/16' }));
    const before = await request(stranger, Vpc?.VpcId ?? '', vpc, stage.accountId);
    await stage.df.peering.apply(stage.acceptor(vpc), run());
    expect(await statusOf(stage.ec2, before)).toBe('pending-acceptance');

    const late = await stranger.send(new CreateVpcCommand({ CidrBlock: '192.168.0.0/16' }));
    const after = await request(stranger, late.Vpc?.VpcId ?? '', vpc, stage.accountId);
    await stage.df.peering.apply(stage.acceptor(vpc), run());
    expect(await statusOf(stage.ec2, after)).toBe('pending-acceptance');
    stranger.destroy();
  });

  it('destroys no connection to another VPC', async () => {
    const { connection } = await stage.df.peering.apply(stage.acceptor(vpc), run());
    const other = await stage.vpc('10.9.0.0/16', ['10.9.0.0/24']);
    const acceptor = stage.acceptor(other);
    const running = stage.df.peering.destroy(acceptor, { networkId, connectionId: connection?.id });
    await expect(running).rejects.toMatchObject({ code: 'invalid_input', field: 'connectionId' });
  });

  it('does not accept twice what is accepted', async () => {
    const connection = await stage.df.connections.create({
      name: 'orders',
      networkId,
      peer: { provider: 'aws', accountId: stage.accountId, vpcId: vpc.id },
    });
    const { peerConnectionId: id = '' } = await stage.df.connections.waitUntil(connection.id, 'inactive');
    await stage.ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
    const { actions } = await stage.df.peering.apply(stage.acceptor(vpc), run());
    expect(actions).not.toContain('aws.accept');
    expect(actions).not.toContain('dragonfly.connection');
  });

  it('stops at a request that a colleague rejected', async () => {
    const connection = await stage.df.connections.create({
      name: 'orders',
      networkId,
      peer: { provider: 'aws', accountId: stage.accountId, vpcId: vpc.id },
    });
    const { peerConnectionId: id = '' } = await stage.df.connections.waitUntil(connection.id, 'inactive');
    await stage.ec2.send(new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
    const running = stage.df.peering.apply(stage.acceptor(vpc), run());
    await expect(running).rejects.toMatchObject({ code: 'conflict', fix: expect.stringContaining('Delete') });
  });

  it('starts anew beside a dead peering of the pair', async () => {
    const { connection } = await stage.df.peering.apply(stage.acceptor(vpc), run());
    const dead = connection?.peerConnectionId ?? '';
    const main = await vpc.mainTable();
    await stage.ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: dead }));
    await expect(
      stage.df.connections.waitUntil(connection?.id ?? '', 'deleted', { timeoutMs: 1_000 }),
    ).rejects.toThrow();
    await stage.df.connections.delete(connection?.id ?? '');
    await stage.df.connections.waitUntilDeleted(connection?.id ?? '');

    const plan = await stage.df.peering.plan(stage.acceptor(vpc), run());
    expect(plan.findings.map(({ code }) => code)).toContain('dead_peering_listed');
    const applied = await stage.df.peering.apply(stage.acceptor(vpc), run());
    expect(applied.actions).toEqual(plan.actions);
    expect(applied.connection?.peerConnectionId).not.toBe(dead);
    expect(await vpc.routes(main)).toMatchObject([
      { VpcPeeringConnectionId: applied.connection?.peerConnectionId, State: 'active' },
    ]);
  });
});
