import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretLabel } from '../../src/azure/steps/peering/secret-label.js';
import { Arms } from './helpers/arms.js';
import { Listener, Stage } from './helpers/stage.js';

describe('the temporary password in Azure', () => {
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

  it('mints the password only for an inactive connection', async () => {
    await apply();
    const order = stage.sandbox.requests().map(({ operation }) => operation);
    const minted = order.indexOf('graph.applications.addPassword');
    expect(minted).toBeGreaterThan(order.indexOf('connections.create'));
    expect(order.filter((operation) => operation === 'graph.applications.addPassword')).toHaveLength(1);
  });

  it('removes what a killed run has left', async () => {
    await apply();
    const app = (await arms.applications()).find(({ displayName }) => displayName === 'dfcloud-hub');
    await arms.addPassword(app?.id ?? '', secretLabel(networkId, vnetId));
    await arms.deletePeering(vnetId, 'hub-dfcloud-peering');
    await stage.df.connections.delete((await stage.df.connections.list({ networkId }))[0]?.id ?? '');
    const { actions, connection } = await apply();
    expect(actions).toEqual(expect.arrayContaining(['azure.credential', 'azure.peering']));
    expect(connection?.status).toBe('active');
    expect(await arms.secretsOf('dfcloud-hub')).toEqual([]);
  });

  it('leaves no password when cancelled while it lives', async () => {
    const stop = new AbortController();
    const fetchThatStops: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (String(input).includes('addPassword')) stop.abort(new Error('enough'));
      return answer;
    };
    const acceptor = stage.acceptor({ fetch: fetchThatStops });
    await expect(stage.df.peering.apply(acceptor, { ...run(), signal: stop.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(await arms.secretsOf('dfcloud-hub')).toEqual([]);
    expect((await apply()).connection?.status).toBe('active');
  });

  it('finds the password whose answer was lost', async () => {
    let lost = 0;
    const fetchThatLoses: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!String(input).includes('addPassword') || lost > 0) return answer;
      lost += 1;
      throw new TypeError('fetch failed');
    };
    await apply({ fetch: fetchThatLoses }).catch(() => undefined);
    expect(lost).toBe(1);
    expect(await arms.secretsOf('dfcloud-hub')).toEqual([]);
  });

  it('waits for a password and a tenant that are late', async () => {
    stage.sandbox.azure.consistency({ secretCalls: 1, vendorServicePrincipalMs: 2_000 });
    const listener = new Listener();
    const { connection } = await stage.df.peering.apply(stage.acceptor(), {
      ...run(),
      onEvent: listener.onEvent,
    });
    expect(connection?.status).toBe('active');
    const told = listener.told('retrying').filter((one) => one.startsWith('azure.peering'));
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringContaining('new password'),
        expect.stringContaining('Dragonfly has not made the application known'),
      ]),
    );
    expect(await arms.secretsOf('dfcloud-hub')).toEqual([]);
  });
});
