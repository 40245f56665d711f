import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownName } from '../../src/gcp/own-name.js';
import { Stage } from './helpers/stage.js';

describe('the peering on Google Cloud', () => {
  let stage: Stage;
  let networkId: string;
  let otherEnd: string;
  beforeEach(async () => {
    stage = await Stage.open();
    networkId = await stage.network();
    otherEnd = await stage.otherEnd(networkId);
    await stage.vpc();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const run = () => ({ networkId, name: 'orders' });
  const own = () => ownName(networkId, { projectId: stage.projectId, name: 'app-vpc' }, 'peering');
  const add = (name: string, network = otherEnd, more: object = {}) =>
    stage.write('POST', 'global/networks/app-vpc/addPeering', {
      networkPeering: { name, network, exchangeSubnetRoutes: true, ...more },
    });

  it('is adopted under another name, and left', async () => {
    await add('made-by-hand');
    const applied = await stage.df.peering.apply(stage.acceptor(), run());
    expect(applied.connection?.status).toBe('active');
    expect(applied.actions).not.toContain('gcp.peering');

    const { left } = await stage.df.peering.destroy(stage.acceptor(), run());
    expect(left).toMatchObject([{ step: 'gcp.peering', why: 'it was there before' }]);
    expect(await stage.peerings()).toMatchObject([{ name: 'made-by-hand', state: 'INACTIVE' }]);
  });

  it('has the name that was asked for', async () => {
    const acceptor = stage.acceptor({ peeringName: 'dragonfly' });
    await stage.df.peering.apply(acceptor, run());
    expect(await stage.peerings()).toMatchObject([{ name: 'dragonfly', state: 'ACTIVE' }]);
    const { left } = await stage.df.peering.destroy(acceptor, run());
    expect(left).toHaveLength(1);
  });

  it('conflicts when its name leads elsewhere', async () => {
    await add('dragonfly', 'projects/other-project/global/networks/their-vpc');
    stage.sandbox.clearRequests();
    const acceptor = stage.acceptor({ peeringName: 'dragonfly' });
    await expect(stage.df.peering.apply(acceptor, run())).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/other-project\/global\/networks\/their-vpc.*dfcloud-/s),
    });
    expect(stage.writes().filter((name) => name.startsWith('compute.'))).toEqual([]);
  });

  it('gets other options only where they were asked for', async () => {
    await stage.df.peering.apply(stage.acceptor({ importCustomRoutes: true }), run());
    expect(await stage.peerings()).toMatchObject([{ importCustomRoutes: true, exportCustomRoutes: false }]);

    const other = stage.acceptor({ importCustomRoutes: false, exportCustomRoutes: true });
    const plan = await stage.df.peering.plan(other, run());
    expect(plan.actions).toEqual(['gcp.options']);
    expect((await stage.df.peering.apply(other, run())).actions).toEqual(['gcp.options']);
    expect(await stage.peerings()).toMatchObject([{ importCustomRoutes: false, exportCustomRoutes: true }]);

    expect((await stage.df.peering.apply(stage.acceptor(), run())).actions).toEqual([]);
    expect(await stage.peerings()).toMatchObject([{ importCustomRoutes: false, exportCustomRoutes: true }]);
  });

  it('is removed after its connection has gone', async () => {
    const { connection } = await stage.df.peering.apply(stage.acceptor(), run());
    await stage.df.connections.delete(connection?.id ?? '');
    await stage.df.connections.waitUntilDeleted(connection?.id ?? '');
    expect(await stage.peerings()).toMatchObject([{ name: own(), state: 'INACTIVE' }]);
    const { removed } = await stage.df.peering.destroy(stage.acceptor(), run());
    expect(removed).toEqual(['gcp.peering']);
    expect(await stage.peerings()).toEqual([]);
  });

  it('can be made again right after its removal', async () => {
    for (let round = 0; round < 2; round += 1) {
      const applied = await stage.df.peering.apply(stage.acceptor(), run());
      expect(applied.connection?.status).toBe('active');
      await stage.df.peering.destroy(stage.acceptor(), run());
      expect(await stage.peerings()).toEqual([]);
    }
  });

  it('says what refused it when the addresses overlap', async () => {
    const acceptor = stage.acceptor();
    // The overlap comes up between the preflight and the write.
    const refused = stage.df.peering.apply(acceptor, {
      ...run(),
      onEvent: async (event) => {
        if (event.type !== 'created') return;
        stage.sandbox.faults.add({
          on: 'compute.globalOperations.wait',
          times: 1,
          fault: { kind: 'status', status: 200, body: OVERLAP },
        });
      },
    });
    await expect(refused).rejects.toMatchObject({
      code: 'cloud_refused',
      message: expect.stringContaining('overlaps with'),
      fix: expect.stringContaining('another CIDR'),
    });
  });

  it('needs both sides when its mode is CONSENSUS', async () => {
    stage.sandbox.gcp.dragonflyMakes({ updateStrategy: 'CONSENSUS' });
    const waiting = stage.df.peering.plan(stage.acceptor(), run());
    expect((await waiting).findings).toEqual([]);
    await add(own(), otherEnd, { updateStrategy: 'CONSENSUS' });
    const { connection } = await stage.df.peering.apply(stage.acceptor(), run());
    expect(connection?.status).toBe('active');

    await expect(stage.df.peering.destroy(stage.acceptor(), run())).rejects.toMatchObject({
      code: 'needs_your_action',
      fix: expect.stringContaining(`dfcloud connections delete ${connection?.id}`),
      wait: { lastStatus: 'LOCAL_DELETE_REQUESTED' },
    });
    await stage.df.connections.delete(connection?.id ?? '');
    await stage.df.connections.waitUntilDeleted(connection?.id ?? '');
    const { removed } = await stage.df.peering.destroy(stage.acceptor(), run());
    expect(removed).toEqual(['gcp.peering']);
    expect(await stage.peerings()).toEqual([]);
  });
});

const OVERLAP = {
  name: 'operation-1-a-b-c',
  status: 'DONE',
  error: {
    errors: [
      {
        code: 'INVALID_USAGE',
        message:
          'An IP range in the peer network (192.168.0.0/16) overlaps with an IP range in the local network (192.168.9.0/24).',
      },
    ],
  },
  httpErrorStatusCode: 400,
};
