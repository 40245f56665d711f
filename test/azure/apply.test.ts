import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Arms } from './helpers/arms.js';
import { Stage } from './helpers/stage.js';

describe('apply on Azure', () => {
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

  it('ends active, with no password left', async () => {
    const before = await arms.applications();
    const { connection } = await apply();
    expect(connection?.status).toBe('active');
    expect(await half()).toMatchObject({
      peeringState: 'Connected',
      peeringSyncLevel: 'FullyInSync',
      allowVirtualNetworkAccess: true,
    });
    const [ours, ...others] = (await arms.applications()).reverse();
    expect(ours).toMatchObject({ displayName: 'dfcloud-hub', passwordCredentials: [] });
    expect(others.reverse()).toEqual(before);
  });

  it('writes nothing the second time', async () => {
    await apply();
    stage.sandbox.clearRequests();
    const { actions } = await apply();
    expect(actions).toEqual([]);
    const isWrite = ({ method, operation }: { method: string; operation: string | null }) =>
      method !== 'GET' && operation !== 'entra.token';
    expect(stage.sandbox.requests().filter(isWrite)).toEqual([]);
  });

  it('sends the auxiliary token with the peering alone', async () => {
    await apply();
    await stage.df.peering.destroy(stage.acceptor(), run());
    const carrying = stage.sandbox.requests().filter(({ note }) => note?.auxiliaryToken === true);
    expect(carrying.map(({ operation }) => operation)).toEqual(['arm.virtualNetworkPeerings.put']);
  });

  it('needs no auxiliary token in your own cloud account', async () => {
    networkId = await stage.network('192.168.0.0/16', stage.subscriptionId);
    const { connection } = await apply();
    expect(connection?.status).toBe('active');
    expect(stage.sandbox.requests().filter(({ note }) => note?.auxiliaryToken === true)).toEqual([]);
    expect(await arms.secretsOf('dfcloud-hub')).toEqual([]);
  });

  it('adds the rules where asked, and takes them away', async () => {
    const nsgId = await arms.nsg('apps-nsg', [
      { name: 'DenyAll', direction: 'Outbound', access: 'Deny', priority: 4000 },
    ]);
    await arms.guard(vnetId, 'apps', nsgId);
    const { connection } = await apply({ networkRules: 'add' });
    expect(connection?.status).toBe('active');
    expect((await arms.rules(nsgId)).map(({ name }) => name)).toEqual([
      'DenyAll',
      expect.stringMatching(/^dfcloud-outbound-/),
    ]);
    await stage.df.peering.destroy(stage.acceptor(), run());
    expect((await arms.rules(nsgId)).map(({ name }) => name)).toEqual(['DenyAll']);
  });

  it('leaves nothing behind when destroyed', async () => {
    const before = { applications: await arms.applications(), world: stage.sandbox.world().azure };
    await apply();
    const { left } = await stage.df.peering.destroy(stage.acceptor(), run());
    expect(left.map(({ step }) => step).sort()).toEqual(['azure.vendor-principal', 'azure.vendor-role']);
    expect(await arms.applications()).toEqual(before.applications);
    expect(await arms.peeringNames(vnetId)).toEqual([]);
  });

  it('comes up again after apply, destroy, apply', async () => {
    await apply();
    await stage.df.peering.destroy(stage.acceptor(), run());
    expect((await apply()).connection?.status).toBe('active');
  });
});
