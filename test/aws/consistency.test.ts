import { describe, expect, it } from 'vitest';
import { Stage } from './helpers/stage.js';

describe('EC2 that lags behind itself', () => {
  it.each([
    [
      'NotFound after a successful describe',
      { notFoundMs: 700, actions: 'Accept*', after: 'created' as const },
    ],
    ['a peering that appears late', { notFoundMs: 500, after: 'created' as const }],
    ['NotFound for routes', { notFoundCalls: 2, actions: 'CreateRoute', after: 'accepted' as const }],
    ['a status that lags behind', { staleStatusMs: 500 }],
    ['a CIDR hidden until acceptance', { hideRequesterCidr: true }],
  ])('waits out %s', async (_, knobs) => {
    await using stage = await Stage.open();
    const networkId = await stage.network();
    const acceptor = stage.acceptor(await stage.vpc());
    stage.sandbox.aws.consistency(knobs);
    const plan = await stage.df.peering.plan(acceptor, { networkId, name: 'orders' });
    const applied = await stage.df.peering.apply(acceptor, { networkId, name: 'orders' });
    expect(applied.connection?.status).toBe('active');
    expect(applied.actions).toEqual(plan.actions);
  });
});
