import { describe, expect, it } from 'vitest';
import {
  toEffectiveRoute,
  toNic,
  toPeering,
  toRoleAssignment,
  toRoleDefinition,
  toRouteTable,
  toVnet,
} from '../../src/azure/arm/translate.js';
import { toEffectiveNsg, toNsg } from '../../src/azure/arm/translate-rules.js';
import { toApplication, toServicePrincipal } from '../../src/azure/graph/translate.js';
import { readId } from '../../src/azure/ids.js';
import { at, listAt, textAt, textsAt } from '../../src/azure/rest/json.js';
import { asRefusal } from '../../src/azure/rest/refusal.js';
import { armExchanges, azureFiles } from '../contract/helpers/azure-recordings.js';

/** Every resource of a type in what real Azure answered, on its own or in a list. */
function recorded(type: string): unknown[] {
  const bodies = azureFiles('azure-').flatMap((file) => armExchanges(file).map(({ body }) => body));
  const all = bodies.flatMap((body) => [body, ...listAt(body, 'value')]);
  return all.filter((one) => textAt(one, 'type')?.toLowerCase() === `microsoft.${type}`.toLowerCase());
}

const present = azureFiles('azure-').length > 0;

describe.skipIf(!present)('recorded answers of Azure', () => {
  it('of virtual networks lose no block, subnet or peering', () => {
    const all = recorded('Network/virtualNetworks');
    expect(all.length).toBeGreaterThan(40);
    for (const body of all) {
      const vnet = toVnet(body);
      expect(vnet.prefixes.map(String)).toEqual(
        textsAt(body, 'properties', 'addressSpace', 'addressPrefixes'),
      );
      expect(vnet.subnets.map(({ name }) => name)).toEqual(
        listAt(body, 'properties', 'subnets').map((subnet) => textAt(subnet, 'name')),
      );
      for (const subnet of vnet.subnets) expect(subnet.prefixes.length).toBeGreaterThan(0);
      expect(vnet.peerings).toHaveLength(listAt(body, 'properties', 'virtualNetworkPeerings').length);
      expect(vnet.location).not.toBe('');
    }
  });

  it('of peerings have state, remote id and flags', () => {
    const all = recorded('Network/virtualNetworks/virtualNetworkPeerings');
    expect(all.length).toBeGreaterThan(50);
    for (const body of all) {
      const peering = toPeering(body);
      expect(['Initiated', 'Connected', 'Disconnected']).toContain(peering.state);
      expect(peering.remoteVnetId).toMatch(/\/virtualNetworks\//);
      expect(peering.allowVirtualNetworkAccess).toBe(at(body, 'properties', 'allowVirtualNetworkAccess'));
    }
    const levels = new Set(all.map((body) => toPeering(body).syncLevel));
    expect([...levels].sort()).toEqual(['FullyInSync', 'RemoteNotInSync', undefined]);
  });

  it('of groups lose no rule, and every rule has both ends', () => {
    const all = recorded('Network/networkSecurityGroups');
    expect(all.length).toBeGreaterThan(20);
    for (const body of all) {
      const nsg = toNsg(body);
      expect(nsg.rules).toHaveLength(listAt(body, 'properties', 'securityRules').length);
      expect(nsg.defaultRules).toHaveLength(listAt(body, 'properties', 'defaultSecurityRules').length);
      for (const rule of [...nsg.rules, ...nsg.defaultRules]) {
        expect(rule.sourcePrefixes.length + rule.sourceGroupIds.length, rule.name).toBeGreaterThan(0);
        expect(rule.destinationPrefixes.length + rule.destinationGroupIds.length).toBeGreaterThan(0);
        expect(rule.destinationPorts.length).toBeGreaterThan(0);
      }
    }
  });

  it('of route tables and interfaces lose nothing', () => {
    for (const body of recorded('Network/routeTables')) {
      expect(toRouteTable(body).routes).toHaveLength(listAt(body, 'properties', 'routes').length);
    }
    const nics = recorded('Network/networkInterfaces');
    expect(nics.length).toBeGreaterThan(5);
    for (const body of nics) expect(toNic(body).ipConfigurations[0]?.subnetId).toMatch(/\/subnets\//);
  });

  it('of roles and assignments have what a run compares', () => {
    for (const body of recorded('Authorization/roleDefinitions')) {
      const role = toRoleDefinition(body);
      expect(role.guid).toBe(readId(role.guid));
      expect(role.permissions.length).toBeGreaterThan(0);
    }
    const all = recorded('Authorization/roleAssignments');
    expect(all.length).toBeGreaterThan(80);
    for (const body of all) {
      const grant = toRoleAssignment(body, new Date('2030-01-01'));
      expect(grant.roleGuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(grant.scope).toMatch(/^\//);
      expect(grant.ageMs).toBeGreaterThan(0);
    }
  });

  it('of effective views have arrays, and words that are known', () => {
    const bodies = azureFiles('azure-').flatMap((file) => armExchanges(file).map(({ body }) => body));
    const entries = bodies.flatMap((body) => listAt(body, 'value'));
    const routes = entries.filter((entry) => at(entry, 'nextHopType') !== undefined).map(toEffectiveRoute);
    expect(routes.length).toBeGreaterThan(5);
    for (const route of routes) expect(route.prefixes.length).toBeGreaterThan(0);
    const groups = entries
      .filter((entry) => at(entry, 'effectiveSecurityRules') !== undefined)
      .map(toEffectiveNsg);
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) expect(group.rules.length).toBeGreaterThan(0);
  });

  it('of refusals have a code', () => {
    const refusals = azureFiles('azure-').flatMap((file) =>
      armExchanges(file).filter(({ status, body }) => status >= 400 && body !== undefined),
    );
    expect(refusals.length).toBeGreaterThan(40);
    for (const { status, body, file } of refusals) {
      const { call } = asRefusal('x', { status, body, requestId: undefined });
      expect(call.cloudCode, file).toMatch(/^[A-Z][A-Za-z_]+(\.[A-Za-z]+)?$/);
    }
  });
});

describe('answers of Graph without ids', () => {
  it('are none', () => {
    expect(toApplication({ displayName: 'x' })).toBeUndefined();
    expect(toServicePrincipal({ id: 'x', appId: 'y' })).toBeUndefined();
  });
});
