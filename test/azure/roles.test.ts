import { describe, expect, it } from 'vitest';
import { VENDOR_APP_ID } from '../../src/azure/vendor.js';
import { Run } from './helpers/run.js';
import type { Stage } from './helpers/stage.js';

const ROLE = 'dfcloud-peering-role';
const PEER = 'Microsoft.Network/virtualNetworks/peer/action';
const VERSION = 'api-version=2022-04-01';

interface Role {
  readonly name: string;
  readonly properties: { readonly roleName: string; readonly permissions: { actions: string[] }[] };
}

async function rolesOf(stage: Stage, subscriptionId = stage.subscriptionId): Promise<Role[]> {
  const filter = encodeURIComponent("type eq 'CustomRole'");
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions?$filter=${filter}&${VERSION}`;
  const { value } = (await stage.arm('GET', path)) as { value: Role[] };
  return value.filter(({ properties }) => properties.roleName.startsWith('dfcloud'));
}

function makeRole(stage: Stage, actions: string[], subscriptionId = stage.subscriptionId): Promise<unknown> {
  const scope = `/subscriptions/${subscriptionId}`;
  const guid = '9d0e6c0a-1111-4222-8333-444455556666';
  return stage.arm('PUT', `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guid}?${VERSION}`, {
    properties: { roleName: ROLE, description: 'x', permissions: [{ actions }], assignableScopes: [scope] },
  });
}

async function grantsAt(stage: Stage, scope: string): Promise<string[]> {
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()&${VERSION}`;
  const { value } = (await stage.arm('GET', path)) as {
    value: { id: string; properties: { scope: string } }[];
  };
  return value.flatMap(({ id, properties }) =>
    properties.scope.toLowerCase() === scope.toLowerCase() ? id : [],
  );
}

describe('the role of Dragonfly', () => {
  it('is one that allows peering and nothing else', async () => {
    await using run = await Run.open();
    await run.apply();
    const roles = await rolesOf(run.stage);
    expect(roles.map(({ properties }) => [properties.roleName, properties.permissions[0]?.actions])).toEqual([
      [ROLE, [PEER]],
    ]);
  });

  it('is adopted when the documentation has made it', async () => {
    await using run = await Run.open();
    await makeRole(run.stage, [PEER]);
    const { actions } = await run.apply();
    expect(actions).not.toContain('azure.vendor-role');
    expect(await rolesOf(run.stage)).toHaveLength(1);
  });

  it('is never one of that name that allows more', async () => {
    await using run = await Run.open();
    await makeRole(run.stage, [PEER, 'Microsoft.Network/*/write']);
    await run.apply();
    const names = (await rolesOf(run.stage)).map(({ properties }) => properties.roleName);
    expect(names.sort()).toEqual([ROLE, `${ROLE}-${run.stage.subscriptionId.slice(0, 8)}`]);
    expect((await run.apply()).actions).toEqual([]);
  });

  it('has another name when another subscription has taken it', async () => {
    await using run = await Run.open();
    const other = run.stage.sandbox.azure.subscription('12341234-4444-4555-8666-777788889999').id;
    await makeRole(run.stage, [PEER], other);
    await run.apply();
    const names = (await rolesOf(run.stage)).map(({ properties }) => properties.roleName);
    expect(names).toEqual([`${ROLE}-${run.stage.subscriptionId.slice(0, 8)}`]);
  });
});

describe('the role of the application', () => {
  it('can be one for peerings only', async () => {
    await using run = await Run.open();
    const { actions, connection } = await run.apply({ appRole: 'peering-only' });
    expect(connection?.status).toBe('active');
    expect(actions).toContain('azure.app-role');
    const role = (await rolesOf(run.stage)).find(({ properties }) => properties.roleName !== ROLE);
    expect(
      role?.properties.permissions[0]?.actions.every((one) => one.includes('/virtualNetworkPeerings/')),
    ).toBe(true);
    expect((await run.apply({ appRole: 'peering-only' })).actions).toEqual([]);
  });
});

describe('destroy', () => {
  it('removes roles and application, and leaves what is shared', async () => {
    await using run = await Run.open();
    await run.apply();
    const { left } = await run.destroy();
    expect(left.map(({ step }) => step).sort()).toEqual(['azure.vendor-principal', 'azure.vendor-role']);
    expect(await grantsAt(run.stage, run.vnetId)).toEqual([]);
    expect((await run.destroy()).removed).toEqual([]);
  });

  it('removes what is shared, too, with purge', async () => {
    await using run = await Run.open();
    await run.apply();
    const { left, removed } = await run.destroy({ purge: true });
    expect(left).toEqual([]);
    expect(removed).toEqual(expect.arrayContaining(['azure.vendor-role', 'azure.vendor-principal']));
    expect(await rolesOf(run.stage)).toEqual([]);
    const known = await run.stage
      .graph('GET', `/servicePrincipals(appId='${VENDOR_APP_ID}')`)
      .catch(() => 'none');
    expect(known).toBe('none');
  });

  it('can be followed by apply while the old application is kept', async () => {
    await using run = await Run.open();
    const first = await run.apply();
    await run.destroy();
    const second = await run.apply();
    expect(second.connection?.status).toBe('active');
    expect(second.connection?.peer).not.toEqual(first.connection?.peer);
    expect((await run.apply()).actions).toEqual([]);
  });

  it('removes what is left of a VNet that was deleted', async () => {
    await using run = await Run.open();
    await run.apply();
    await run.stage.arm('DELETE', `${run.vnetId}?api-version=2025-05-01`);
    await run.stage.sandbox.clock.advance(60_000);
    const { removed } = await run.destroy();
    expect(removed).toEqual(expect.arrayContaining(['azure.app', 'dragonfly.connection']));
    expect(JSON.stringify(await run.stage.graph('GET', '/applications'))).not.toContain('dfcloud-hub');
  });

  it('of one network leaves the roles of another on the VNet', async () => {
    await using run = await Run.open();
    const second = { networkId: await run.stage.network('172.20.0.0/16'), name: 'second' };
    await run.apply();
    const { connection } = await run.apply({}, second);
    expect(connection?.status).toBe('active');
    const { left } = await run.destroy({ purge: true }, second);
    expect(left.map(({ step }) => step).sort()).toEqual([
      'azure.vendor-grant',
      'azure.vendor-principal',
      'azure.vendor-role',
    ]);
    expect(left.find(({ step }) => step === 'azure.vendor-grant')?.evidence).toContain(
      'also used by peering',
    );
    expect((await run.apply()).actions).toEqual([]);
  });
});
