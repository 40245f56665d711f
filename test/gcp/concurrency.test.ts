import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeeringEvent } from '../../src/index.js';
import { Stage } from './helpers/stage.js';

describe('runs at once, and runs that were cut short', () => {
  let stage: Stage;
  let networkId: string;
  beforeEach(async () => {
    // Long enough for two operations to meet.
    stage = await Stage.open({ timings: { gcpOperationMs: 40 } });
    networkId = await stage.network();
    await stage.vpc();
  });
  afterEach(() => stage[Symbol.asyncDispose]());
  const run = () => ({ networkId, name: 'orders' });

  it('is made once by two runs at once', async () => {
    const runs = await Promise.all(
      [1, 2].map(() => stage.df.peering.apply(stage.acceptor({ firewall: { targets: 'all' } }), run())),
    );
    expect(runs.map(({ connection }) => connection?.status)).toEqual(['active', 'active']);
    expect(await stage.peerings()).toHaveLength(1);
    expect(Object.keys(await stage.firewalls())).toHaveLength(1);
    expect(refusedForLock(stage)).toEqual([]);
  });

  it('waits in line with other networks on one VPC', async () => {
    const second = await stage.network('172.20.0.0/16');
    const runs = [networkId, second].map((id) =>
      stage.df.peering.apply(stage.acceptor(), { networkId: id, name: id }),
    );
    const applied = await Promise.all(runs);
    expect(applied.map(({ connection }) => connection?.status)).toEqual(['active', 'active']);
    expect(await stage.peerings()).toMatchObject([{ state: 'ACTIVE' }, { state: 'ACTIVE' }]);
    expect(refusedForLock(stage)).toEqual([]);
  });

  it('end well in two processes', async () => {
    // A second copy of all modules knows no more of the first than another process does.
    vi.resetModules();
    const { DfCloud } = await import('../../src/index.js');
    const { GcpAcceptor } = await import('../../src/gcp/index.js');
    const { apiKey, url, endpoints } = stage.sandbox;
    const df = new DfCloud({ apiKey, baseUrl: url });
    const { projectId, accessToken } = stage;
    const options = { projectId, accessToken, network: 'app-vpc', endpoint: endpoints.compute };
    const second = await stage.network('172.20.0.0/16');
    const applied = await Promise.all([
      stage.df.peering.apply(stage.acceptor(), run()),
      df.peering.apply(new GcpAcceptor(options), { networkId: second, name: 'stock' }),
      df.peering.apply(new GcpAcceptor(options), run()),
    ]);
    expect(applied.map(({ connection }) => connection?.status)).toEqual(['active', 'active', 'active']);
    expect(await stage.peerings()).toMatchObject([{ state: 'ACTIVE' }, { state: 'ACTIVE' }]);
  });

  it('waits out the operations of other processes', async () => {
    const events: PeeringEvent[] = [];
    stage.sandbox.faults.add({
      on: 'compute.networks.addPeering',
      times: 2,
      fault: { kind: 'status', status: 400, body: BUSY },
    });
    const applied = await stage.df.peering.apply(stage.acceptor(), {
      ...run(),
      onEvent: (event) => events.push(event),
    });
    expect(applied.connection?.status).toBe('active');
    const retries = events.filter((event) => event.type === 'step' && event.state === 'retrying');
    expect(retries).toMatchObject([
      { step: 'gcp.peering', attempt: 2, evidence: expect.stringContaining('another operation') },
      { step: 'gcp.peering', attempt: 3 },
    ]);
  });

  it('is made once when the answer is lost', async () => {
    stage.sandbox.faults.add({ on: 'compute.networks.addPeering', times: 1, fault: { kind: 'answer-lost' } });
    const applied = await stage.df.peering.apply(stage.acceptor(), run());
    expect(applied.connection?.status).toBe('active');
    expect(await stage.peerings()).toHaveLength(1);
    const ids = stage.sandbox
      .requests()
      .flatMap(({ operation, note }) => (operation === 'compute.networks.addPeering' ? note?.requestId : []));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('sees what another run did, however late Google shows it', async () => {
    await stage.df.peering.apply(stage.acceptor(), run());
    stage.sandbox.gcp.consistency({ stalePeeringsMs: 400 });
    const name = (await stage.peerings())[0]?.name;
    await stage.write('POST', 'global/networks/app-vpc/removePeering', { name });
    // Still shown, so destroy asks for what is gone.
    const { removed } = await stage.df.peering.destroy(stage.acceptor(), run());
    expect(removed).toContain('gcp.peering');
    // Gone, and not shown after it is made again.
    const networkPeering = { name, network: await stage.otherEnd(networkId), exchangeSubnetRoutes: true };
    await stage.write('POST', 'global/networks/app-vpc/addPeering', { networkPeering });
    const applied = await stage.df.peering.apply(stage.acceptor(), run());
    expect(applied.connection?.status).toBe('active');
    expect(await stage.peerings()).toHaveLength(1);
  });

  it('is found by the run after a crash', async () => {
    const crash = new AbortController();
    const killed = stage.df.peering.apply(stage.acceptor(), {
      ...run(),
      signal: crash.signal,
      onEvent: (event) => {
        if (event.type === 'step' && event.step === 'gcp.active') crash.abort();
      },
    });
    await expect(killed).rejects.toMatchObject({ code: 'aborted' });
    const applied = await stage.df.peering.apply(stage.acceptor(), run());
    expect(applied.connection?.status).toBe('active');
    expect(applied.actions).not.toContain('gcp.peering');
    expect((await stage.df.peering.destroy(stage.acceptor(), run())).left).toEqual([]);
  });
});

const BUSY = {
  error: {
    code: 400,
    message: 'There is a peering operation in progress on the local or peer network. Try again later.',
    errors: [{ reason: 'badRequest', domain: 'global' }],
  },
};

/** The writes that met an operation under way: none, when runs wait for each other. */
function refusedForLock({ sandbox }: Stage): string[] {
  return sandbox
    .requests()
    .filter(({ status, operation }) => status === 400 && operation?.endsWith('Peering'))
    .map(({ operation }) => operation ?? '');
}
