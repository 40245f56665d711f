import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VENDOR_TENANT_ID } from '../../src/azure/vendor.js';
import { Arms } from './helpers/arms.js';
import { Stage } from './helpers/stage.js';

describe('a peering that is not in order', () => {
  let stage: Stage;
  let arms: Arms;
  let vnetId: string;
  let networkId: string;
  beforeEach(async () => {
    stage = await Stage.open();
    stage.sandbox.azure.operations({ ms: 0 });
    arms = new Arms(stage.sandbox);
    networkId = await stage.network();
    vnetId = await stage.vnet();
  });
  afterEach(() => stage[Symbol.asyncDispose]());
  const run = () => ({ networkId, name: 'orders' });
  const apply = (options: Parameters<Stage['acceptor']>[0] = {}) =>
    stage.df.peering.apply(stage.acceptor(options), run());
  const half = async () => arms.peering(vnetId, 'hub-dfcloud-peering');

  it('makes a disconnected half anew', async () => {
    const { connection } = await apply();
    await stage.df.connections.delete(connection?.id ?? '');
    await stage.df.connections.waitUntilDeleted(connection?.id ?? '');
    expect(await half()).toMatchObject({ peeringState: 'Disconnected' });
    const { connection: next } = await apply();
    expect(next?.id).not.toBe(connection?.id);
    expect(next?.status).toBe('active');
    expect(await half()).toMatchObject({ peeringState: 'Connected' });
  });

  it('syncs a half that carries old addresses', async () => {
    const { vpc } = await stage.df.networks.get(networkId);
    const vendorVnet = `${vpc?.accountId}/providers/Microsoft.Network/virtualNetworks/${vpc?.resourceId}`;
    await arms.addressSpace(vendorVnet, ['192.168.0.0/16', '172.20.0.0/16'], VENDOR_TENANT_ID);
    await expect(apply()).rejects.toThrow('carries 192.168.0.0/16, 172.20.0.0/16, Dragonfly says');
    await arms.addressSpace(vendorVnet, ['192.168.0.0/16'], VENDOR_TENANT_ID);
    const before = await half();
    const { connection } = await apply();
    expect(connection?.status).toBe('active');
    expect({ before: before.peeringSyncLevel, after: (await half()).peeringSyncLevel }).toEqual({
      before: 'LocalNotInSync',
      after: 'FullyInSync',
    });
  });
});
