import { describe, expect, it } from 'vitest';
import { Arms } from './helpers/arms.js';
import { Stage } from './helpers/stage.js';

describe('two runs at once on Azure', () => {
  it('both end active, with one peering and no password', async () => {
    await using stage = await Stage.open();
    stage.sandbox.azure.operations({ ms: 0 });
    const arms = new Arms(stage.sandbox);
    const networkId = await stage.network();
    const vnetId = await stage.vnet();
    const run = () => stage.df.peering.apply(stage.acceptor(), { networkId, name: 'orders' });
    const ended = await Promise.all([run(), run()]);
    expect(ended.map(({ connection }) => connection?.status)).toEqual(['active', 'active']);
    expect(await arms.peeringNames(vnetId)).toEqual(['hub-dfcloud-peering']);
    expect(await arms.secretsOf('dfcloud-hub')).toEqual([]);
  });
});
