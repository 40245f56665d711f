import { describe, expect, it } from 'vitest';
import { Stage } from './helpers/stage.js';

describe('peering a VPC network of Google Cloud', () => {
  it('applies, repeats without a write, and destroys', async () => {
    await using stage = await Stage.open();
    const networkId = await stage.network();
    await stage.vpc();
    const before = stage.sandbox.world().gcp;
    const acceptor = stage.acceptor({ firewall: { targetTags: ['app'] } });
    const run = { networkId, name: 'orders' };

    const plan = await stage.df.peering.plan(acceptor, run);
    expect(plan.findings).toEqual([]);
    const applied = await stage.df.peering.apply(acceptor, run);
    expect(applied.connection?.status).toBe('active');
    expect(applied.actions).toEqual(plan.actions);
    expect(await stage.peerings()).toMatchObject([
      { network: expect.stringContaining(await stage.otherEnd(networkId)), state: 'ACTIVE' },
    ]);
    expect(Object.values(await stage.firewalls())).toMatchObject([
      { direction: 'INGRESS', sourceRanges: ['192.168.0.0/16'], targetTags: ['app'] },
    ]);

    stage.sandbox.clearRequests();
    const again = await stage.df.peering.apply(acceptor, run);
    expect(again.actions).toEqual([]);
    expect(stage.writes()).toEqual([]);

    const destroyed = await stage.df.peering.destroy(acceptor, run);
    expect(destroyed.left).toEqual([]);
    expect(await stage.df.connections.list()).toEqual([]);
    expect(await stage.peerings()).toEqual([]);
    expect(await stage.firewalls()).toEqual({});
    expect(Object.keys(stage.sandbox.world().gcp)).toEqual(Object.keys(before));

    stage.sandbox.clearRequests();
    expect(await stage.df.peering.destroy(acceptor, run)).toMatchObject({ removed: [] });
    expect(stage.writes()).toEqual([]);
  });
});
