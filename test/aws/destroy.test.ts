import { DeleteSubnetCommand, DeleteVpcCommand, RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Stage, type TestVpc } from './helpers/stage.js';

describe('taking a peering on AWS down', () => {
  let stage: Stage;
  let vpc: TestVpc;
  let networkId: string;
  const run = () => ({ networkId, name: 'orders' });
  beforeEach(async () => {
    stage = await Stage.open();
    networkId = await stage.network();
    vpc = await stage.vpc();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  /** A group without its first rule, which lets everything out. */
  async function closedGroup(): Promise<string> {
    const group = await vpc.group();
    const open = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    await stage.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [open] }));
    return group;
  }

  it('finds what a run with other options made', async () => {
    const group = await closedGroup();
    const table = await vpc.table(await vpc.subnet('10.0.1.0/24'));
    await stage.df.peering.apply(stage.acceptor(vpc, { securityGroupIds: [group] }), run());
    const { removed, left } = await stage.df.peering.destroy(
      stage.acceptor(vpc, { routeTables: 'main' }),
      run(),
    );
    expect(left).toEqual([]);
    expect(removed).toEqual(
      expect.arrayContaining([
        `aws.route:${table}:192.168.0.0/16`,
        `aws.ingress:${group}:192.168.0.0/16`,
        `aws.egress:${group}:192.168.0.0/16`,
      ]),
    );
    expect(await vpc.routes(table)).toEqual([]);
  });

  it("lets a request that waits go by Dragonfly's DELETE", async () => {
    const peer = { provider: 'aws', accountId: stage.accountId, vpcId: vpc.id } as const;
    const { id } = await stage.df.connections.create({ name: 'orders', networkId, peer });
    await stage.df.connections.waitUntil(id, 'inactive');
    stage.sandbox.clearRequests();
    const { removed } = await stage.df.peering.destroy(stage.acceptor(vpc), run());
    expect(removed).toEqual(['dragonfly.connection']);
    expect(stage.writes()).toEqual(['connections.delete']);
  });

  it('keeps routes that cannot be proved ours, when asked', async () => {
    await stage.df.peering.apply(stage.acceptor(vpc), run());
    const { left } = await stage.df.peering.destroy(stage.acceptor(vpc), { ...run(), keepUnproven: true });
    const main = await vpc.mainTable();
    expect(left.map(({ step }) => step)).toEqual([`aws.route:${main}:192.168.0.0/16`]);
    expect(await vpc.routes(main)).toMatchObject([{ State: 'blackhole' }]);
  });

  it('works when the VPC is gone', async () => {
    const other = await stage.vpc('10.5.0.0/16', []);
    const subnet = await other.subnet('10.5.0.0/24');
    const { connection } = await stage.df.peering.apply(stage.acceptor(other), run());
    stage.sandbox.revoke(connection?.id ?? '');
    await stage.ec2.send(new DeleteSubnetCommand({ SubnetId: subnet }));
    await stage.ec2.send(new DeleteVpcCommand({ VpcId: other.id }));
    const byId = { networkId, connectionId: connection?.id };
    const { removed } = await stage.df.peering.destroy(stage.acceptor(other), byId);
    expect(removed).toEqual(['dragonfly.connection']);
  });
});
