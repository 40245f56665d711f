import { describe, expect, it } from 'vitest';
import { Stage } from './helpers/stage.js';

describe('peering an AWS VPC', () => {
  it('applies, repeats without a write, and destroys', async () => {
    await using stage = await Stage.open();
    const networkId = await stage.network();
    const vpc = await stage.vpc();
    const group = await vpc.group();
    const acceptor = stage.acceptor(vpc, { securityGroupIds: [group] });
    const run = { networkId, name: 'orders' };

    const plan = await stage.df.peering.plan(acceptor, run);
    const applied = await stage.df.peering.apply(acceptor, run);
    expect(applied.connection?.status).toBe('active');
    expect(applied.actions).toEqual(plan.actions);
    const main = await vpc.mainTable();
    const pcx = applied.connection?.peerConnectionId;
    expect(await vpc.routes(main)).toMatchObject([
      { DestinationCidrBlock: '192.168.0.0/16', VpcPeeringConnectionId: pcx, State: 'active' },
    ]);

    stage.sandbox.clearRequests();
    const again = await stage.df.peering.apply(acceptor, run);
    expect(again.actions).toEqual([]);
    expect(stage.writes()).toEqual([]);

    const destroyed = await stage.df.peering.destroy(acceptor, run);
    expect(destroyed.left).toEqual([
      {
        step: expect.stringContaining('aws.egress'),
        title: expect.anything(),
        evidence: expect.anything(),
        why: 'it was there before',
      },
    ]);
    expect(await vpc.routes(main)).toEqual([]);
    expect(await stage.df.connections.list()).toEqual([]);

    stage.sandbox.clearRequests();
    expect(await stage.df.peering.destroy(acceptor, run)).toMatchObject({ removed: [] });
    expect(stage.writes()).toEqual([]);
  });
});
