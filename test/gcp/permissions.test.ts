import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GcpAcceptor, type GcpAcceptorOptions } from '../../src/gcp/index.js';
import { ownName } from '../../src/gcp/own-name.js';
import { systemClock } from '../../src/internal/clock.js';
import { Stage } from './helpers/stage.js';

const OPTIONS = { projectId: 'my-project', network: 'app-vpc' };

describe('the permissions of a run on Google Cloud', () => {
  it('need no call and no library without a plan', async () => {
    const { permissions, document } = await new GcpAcceptor(OPTIONS).requiredPermissions('apply');
    const conditional = permissions.filter(({ when }) => when !== 'always').map(({ action }) => action);
    expect(conditional).toEqual(
      expect.arrayContaining([
        'compute.networks.addPeering',
        'compute.firewalls.create',
        'compute.networks.updatePolicy',
      ]),
    );
    expect(document).toMatchObject({
      stage: 'GA',
      includedPermissions: permissions.map(({ action }) => action).sort(),
    });
  });

  it('are reads only to plan and to verify', async () => {
    for (const verb of ['plan', 'verify'] as const) {
      const { permissions } = await new GcpAcceptor(OPTIONS).requiredPermissions(verb);
      const writing = permissions.filter(({ action }) => !/\.(get|list)[A-Za-z]*$/.test(action));
      expect(writing).toEqual([]);
    }
  });
});

describe('the role of a plan, enforced', () => {
  let stage: Stage;
  let networkId: string;
  beforeEach(async () => {
    stage = await Stage.open();
    networkId = await stage.network();
    await stage.vpc();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const run = () => ({ networkId, name: 'orders' });
  const grant = (permissions: readonly string[] | null) =>
    stage.sandbox.gcp.permissions(stage.projectId, permissions);

  /** Options, and what is in the network, with which a run needs every permission there is. */
  async function everything(): Promise<GcpAcceptor> {
    const here = { projectId: stage.projectId, name: 'app-vpc' };
    const name = ownName(networkId, here, 'egress');
    await stage.firewall({ name, direction: 'EGRESS', allowed: [{ IPProtocol: 'udp' }] });
    await stage.firewall({
      name: 'wall',
      direction: 'EGRESS',
      denied: [{ IPProtocol: 'all' }],
      destinationRanges: ['0.0.0.0/0'],
    });
    const networkPeering = {
      name: 'by-hand',
      network: await stage.otherEnd(networkId),
      exchangeSubnetRoutes: true,
    };
    await stage.write('POST', 'global/networks/app-vpc/addPeering', { networkPeering });
    return stage.acceptor({
      importCustomRoutes: true,
      firewall: { targets: 'all', overrideDeny: true },
    });
  }

  it.each<[string, Partial<GcpAcceptorOptions>]>([
    ['the peering alone', {}],
    ['rules, too', { firewall: { targetTags: ['app'] } }],
  ])('lets a whole run pass, with %s', async (_, options) => {
    const acceptor = stage.acceptor(options);
    const plan = await stage.df.peering.plan(acceptor, run());
    grant(includedIn(await acceptor.requiredPermissions('apply', plan)));
    const { actions } = await stage.df.peering.apply(acceptor, { ...run(), plan });
    expect(actions).toEqual(plan.actions);

    grant(includedIn(await acceptor.requiredPermissions('plan')));
    const standing = await stage.df.peering.plan(acceptor, run());
    expect(standing.findings).toEqual([]);
    grant(includedIn(await acceptor.requiredPermissions('destroy', standing)));
    const { left } = await stage.df.peering.destroy(acceptor, run());
    expect(left).toEqual([]);
  });

  it('lets changes of what is there pass', async () => {
    const acceptor = await everything();
    const plan = await stage.df.peering.plan(acceptor, run());
    grant(includedIn(await acceptor.requiredPermissions('apply', plan)));
    const { actions } = await stage.df.peering.apply(acceptor, { ...run(), plan });
    expect(actions).toEqual(plan.actions);
    expect(actions).toHaveLength(4);
  });

  it('fails without any one of them, naming it', { timeout: 30_000 }, async () => {
    const options = { firewall: { targets: 'all' } } as const;
    const acceptor = stage.acceptor(options);
    const plan = await stage.df.peering.plan(acceptor, run());
    const needed = includedIn(await acceptor.requiredPermissions('apply', plan));
    expect(needed).toHaveLength(9);
    for (const permission of needed) {
      grant(needed.filter((one) => one !== permission));
      await expect(fails(stage.df.peering.apply(acceptor, run())), permission).resolves.toContain(permission);
      grant(null);
      await stage.df.peering.destroy(acceptor, run());
    }
  });

  it('fails without any one of those for changes, naming it', { timeout: 30_000 }, async () => {
    const acceptor = await everything();
    const plan = await stage.df.peering.plan(acceptor, run());
    const needed = includedIn(await acceptor.requiredPermissions('apply', plan));
    for (const permission of ['compute.networks.updatePeering', 'compute.firewalls.update']) {
      expect(needed).toContain(permission);
      grant(needed.filter((one) => one !== permission));
      await expect(fails(stage.df.peering.apply(acceptor, run())), permission).resolves.toContain(permission);
    }
  });

  it('fails to destroy without any one of them, naming it', { timeout: 30_000 }, async () => {
    const acceptor = stage.acceptor({ firewall: { targets: 'all' } });
    await stage.df.peering.apply(acceptor, run());
    const standing = await stage.df.peering.plan(acceptor, run());
    const needed = includedIn(await acceptor.requiredPermissions('destroy', standing));
    expect(needed).toHaveLength(8);
    for (const permission of needed) {
      grant(null);
      await stage.df.peering.apply(acceptor, run());
      grant(needed.filter((one) => one !== permission));
      await expect(fails(stage.df.peering.destroy(acceptor, run())), permission).resolves.toContain(
        permission,
      );
    }
  });

  it('leaves no gap for verify, and names the gap without any one', async () => {
    const acceptor = stage.acceptor();
    await stage.df.peering.apply(acceptor, run());
    const network = await stage.df.networks.get(networkId);
    const snapshot = () =>
      acceptor.snapshot({
        network,
        connection: () => undefined,
        signal: undefined,
        emit: () => undefined,
        clock: systemClock,
        round: {},
      });
    const needed = includedIn(await acceptor.requiredPermissions('verify'));
    grant(needed);
    expect((await snapshot()).gaps).toEqual([]);
    for (const permission of needed) {
      grant(needed.filter((one) => one !== permission));
      const { gaps } = await snapshot();
      expect(gaps.map((gap) => gap.permission)).toContain(permission);
    }
  });

  it('lets a peering of the CONSENSUS mode be asked for its removal', async () => {
    stage.sandbox.gcp.dragonflyMakes({ updateStrategy: 'CONSENSUS' });
    const acceptor = stage.acceptor();
    const here = { projectId: stage.projectId, name: 'app-vpc' };
    const networkPeering = {
      name: ownName(networkId, here, 'peering'),
      network: await stage.otherEnd(networkId),
      exchangeSubnetRoutes: true,
      updateStrategy: 'CONSENSUS',
    };
    await stage.df.peering.plan(acceptor, run());
    await stage.write('POST', 'global/networks/app-vpc/addPeering', { networkPeering });
    await stage.df.peering.apply(acceptor, run());
    const standing = await stage.df.peering.plan(acceptor, run());
    const needed = includedIn(await acceptor.requiredPermissions('destroy', standing));
    expect(needed).toContain('compute.networks.requestRemovePeering');
    grant(needed.filter((one) => one !== 'compute.networks.requestRemovePeering'));
    const message = await fails(stage.df.peering.destroy(acceptor, run()));
    expect(message).toContain('compute.networks.requestRemovePeering');
    grant(needed);
    await expect(stage.df.peering.destroy(acceptor, run())).rejects.toMatchObject({
      code: 'needs_your_action',
    });
  });
});

function includedIn({ document }: { readonly document: unknown }): string[] {
  return (document as { includedPermissions: string[] }).includedPermissions;
}

/** What a run that must fail says. */
async function fails(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => 'it passed',
    (error: unknown) => String(error),
  );
}
