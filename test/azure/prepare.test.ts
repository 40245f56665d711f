import { describe, expect, it } from 'vitest';
import { Listener, Stage } from './helpers/stage.js';

describe('prepare', () => {
  it('makes what both sides need, once', async () => {
    await using stage = await Stage.open();
    const vnetId = await stage.vnet();
    const networkId = await stage.network();
    const listener = new Listener();
    const first = await stage.df.peering.apply(stage.acceptor(), { networkId, name: 'orders', onEvent: listener.onEvent });
    console.log(first.actions, listener.told('retrying'), listener.told('waiting'), vnetId);
    const second = await stage.df.peering.apply(stage.acceptor(), { networkId, name: 'orders' });
    expect(second.actions).toEqual([]);
  });
});
