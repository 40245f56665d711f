import { describe, expect, it } from 'vitest';
import { Stage } from './helpers/stage.js';

describe('Google Cloud that lags behind itself', () => {
  it.each([
    ['a rule that appears late', { notFoundMs: 300 }],
    ['a network that shows its peerings late', { stalePeeringsMs: 500 }],
    ['reads that show its peerings late', { stalePeeringsCalls: 3 }],
    ['operations that begin late', { pendingMs: 50 }],
    ['waits that return at once', { impatientWait: true }],
    ['operations that are soon forgotten', { operationsKeptMs: 0 }],
    ['a rate that is exceeded now and then', { throttleEvery: 9 }],
  ])('is waited out: %s', { timeout: 30_000 }, async (_, knobs) => {
    await using stage = await Stage.open();
    const networkId = await stage.network();
    await stage.vpc();
    const acceptor = stage.acceptor({ firewall: { targets: 'all' } });
    stage.sandbox.gcp.consistency(knobs);
    const plan = await stage.df.peering.plan(acceptor, { networkId, name: 'orders' });
    const applied = await stage.df.peering.apply(acceptor, { networkId, name: 'orders' });
    expect(applied.connection?.status).toBe('active');
    expect(applied.actions).toEqual(plan.actions);
    await stage.df.peering.destroy(acceptor, { networkId, name: 'orders' });
    stage.sandbox.gcp.consistency({});
    expect(await stage.peerings()).toEqual([]);
    expect(await stage.firewalls()).toEqual({});
  });
});
