import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AzureAcceptor, type AzureAcceptorOptions } from '../../src/azure/index.js';
import type { Permissions } from '../../src/index.js';
import { Arms } from './helpers/arms.js';
import { SUBSCRIPTION } from './helpers/peerings.js';
import { Stage } from './helpers/stage.js';

const PLACE = { subscriptionId: SUBSCRIPTION, resourceGroup: 'rg', vnetName: 'hub' };
const GRAPH = ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
/** Without these a run sees less, and goes on. */
const OPTIONAL = ['Microsoft.Network/networkInterfaces/read', 'Microsoft.Compute/'];

describe('the permissions of a run on Azure', () => {
  it('need no Azure and no library without a plan', async () => {
    const { permissions, document } = await new AzureAcceptor(PLACE).requiredPermissions('apply');
    const conditional = permissions.filter(({ when }) => when !== 'always');
    expect(conditional.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'Microsoft.Authorization/roleAssignments/write',
        'Microsoft.Authorization/roleDefinitions/write',
        'Microsoft.Network/networkSecurityGroups/securityRules/write',
        'Application.ReadWrite.All',
      ]),
    );
    expect(conditional.every(({ when }) => when.startsWith('when '))).toBe(true);
    expect(document).toMatchObject({
      Name: 'dfcloud-apply',
      IsCustom: true,
      NotActions: [],
      AssignableScopes: [`/subscriptions/${SUBSCRIPTION}`],
    });
  });

  it('are actions of Azure in the role, and of Graph beside it', async () => {
    const { permissions, document } = await new AzureAcceptor(PLACE).requiredPermissions('apply');
    const beside = permissions
      .map(({ action }) => action)
      .filter((action) => !actionsOf(document).includes(action));
    expect(beside).toEqual(['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All']);
  });

  it('are reads only to plan and to verify', async () => {
    for (const verb of ['plan', 'verify'] as const) {
      const { permissions } = await new AzureAcceptor(PLACE).requiredPermissions(verb);
      const others = permissions.filter(
        ({ action }) => !/\/read$|Read\.All$|\/(list|effective)\w+\/action$/.test(action),
      );
      expect(others).toEqual([]);
    }
  });

  it('take less of Graph where a secret is given', async () => {
    const app = { appId: SUBSCRIPTION, clientSecret: 'text' };
    const { permissions } = await new AzureAcceptor({ ...PLACE, app }).requiredPermissions('apply');
    expect(permissions.map(({ action }) => action)).not.toContain('Application.ReadWrite.OwnedBy');
  });
});

describe('the permissions of a plan, enforced', () => {
  let stage: Stage;
  let arms: Arms;
  let networkId: string;
  let options: Partial<AzureAcceptorOptions>;
  beforeEach(async () => {
    stage = await Stage.open();
    stage.sandbox.azure.operations({ ms: 0 });
    arms = new Arms(stage.sandbox);
    networkId = await stage.network();
    const vnetId = await stage.vnet();
    const deny = { name: 'DenyAll', direction: 'Outbound', access: 'Deny', priority: 4000 } as const;
    await arms.guard(vnetId, 'apps', await arms.nsg('apps-nsg', [deny]));
    options = { networkRules: 'add', purge: true };
  });
  afterEach(() => stage[Symbol.asyncDispose]());
  const run = () => ({ networkId, name: 'orders' });
  const only = (actions: readonly string[] | null) => {
    const { identity } = stage.sandbox.azure;
    const limits = actions && {
      arm: actions.filter((action) => !GRAPH.includes(action)),
      graph: actions.filter((action) => GRAPH.includes(action)),
    };
    stage.sandbox.azure.permissions(identity.clientId, limits);
  };

  it('let the whole run pass, and its removal', async () => {
    const acceptor = stage.acceptor(options);
    only(null);
    const plan = await stage.df.peering.plan(acceptor, run());
    only(namesOf(await acceptor.requiredPermissions('apply', plan)));
    const { actions, connection } = await stage.df.peering.apply(acceptor, { ...run(), plan });
    expect(connection?.status).toBe('active');
    expect(actions).toEqual(plan.actions);

    only(null);
    const standing = await stage.df.peering.plan(acceptor, run());
    only(namesOf(await acceptor.requiredPermissions('destroy', standing)));
    const { left } = await stage.df.peering.destroy(acceptor, run());
    expect(left).toEqual([]);
  });

  it('make the run fail without any one, naming it', async () => {
    const acceptor = stage.acceptor(options);
    const plan = await stage.df.peering.plan(acceptor, run());
    const needed = namesOf(await acceptor.requiredPermissions('apply', plan));
    const hard = needed.filter((action) => !OPTIONAL.some((name) => action.startsWith(name)));
    for (const action of hard) {
      only([...needed.filter((one) => one !== action), ...lesser(action)]);
      const failure = await stage.df.peering.apply(acceptor, run()).catch((error: unknown) => error);
      expect(failure, action).toBeInstanceOf(Error);
      expect(String(failure), action).toContain(action);
      only(null);
      await stage.df.peering.destroy(acceptor, run());
    }
    expect(hard).toHaveLength(8);
    expect(hard).toContain('Application.ReadWrite.All');
  });

  it('take less of Graph where Dragonfly is known', async () => {
    const acceptor = stage.acceptor({ networkRules: 'add' });
    await stage.df.peering.apply(acceptor, run());
    await stage.df.peering.destroy(acceptor, run());
    const plan = await stage.df.peering.plan(acceptor, run());
    const needed = namesOf(await acceptor.requiredPermissions('apply', plan));
    expect(needed.filter((action) => GRAPH.includes(action))).toEqual(['Application.ReadWrite.OwnedBy']);
    only([...needed.filter((action) => !GRAPH.includes(action)), 'Application.Read.All']);
    await expect(stage.df.peering.apply(acceptor, run())).rejects.toThrow('Application.ReadWrite.OwnedBy');
    only(needed);
    expect((await stage.df.peering.apply(acceptor, run())).connection?.status).toBe('active');
  });

  it('shrink to reads when everything is there', async () => {
    const acceptor = stage.acceptor(options);
    await stage.df.peering.apply(acceptor, run());
    const plan = await stage.df.peering.plan(acceptor, run());
    const needed = namesOf(await acceptor.requiredPermissions('apply', plan));
    expect(needed.filter((action) => !/\/read$/.test(action))).toEqual(['Application.Read.All']);
    only(needed);
    expect((await stage.df.peering.apply(acceptor, run())).actions).toEqual([]);
  });
});

/** Of Graph, what allows a little less than this. */
function lesser(action: string): string[] {
  return GRAPH.slice(Math.max(0, GRAPH.indexOf(action) - 1), Math.max(0, GRAPH.indexOf(action)));
}

function namesOf({ permissions }: Permissions): string[] {
  return permissions.map(({ action }) => action);
}

function actionsOf(document: unknown): readonly string[] {
  const actions: unknown = document instanceof Object ? Reflect.get(document, 'Actions') : undefined;
  return Array.isArray(actions) ? actions : [];
}
