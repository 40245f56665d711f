import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  appToken,
  armOf,
  armWith,
  assign,
  customerApp,
  customerGroup,
  NETWORK_CONTRIBUTOR,
  peeringTo,
  roleIn,
} from '../../sandbox/azure/arm/helpers/arm.js';
import { type Answered, VENDOR_TENANT } from '../../sandbox/azure/helpers/directory.js';

const VENDOR_SUBSCRIPTION = '99998888-7777-4666-8555-444433332222';

/** Every refusal that was recorded, provoked in the double. */
export async function provokedErrors(sandbox: Sandbox): Promise<Answered[]> {
  return [...(await networkErrors(sandbox)), ...(await accessErrors(sandbox))];
}

async function networkErrors(sandbox: Sandbox): Promise<Answered[]> {
  const { arm, network, addVnet } = await customerGroup(sandbox);
  const vnet = await addVnet('vnet', '10.0.0.0/16');
  const nsg = `${network}/networkSecurityGroups/nsg`;
  const table = `${network}/routeTables/table`;
  const nic = `${network}/networkInterfaces/nic`;
  const location = 'eastus';
  await arm('PUT', nsg, { location });
  await arm('PUT', table, { location });
  await arm('PUT', `${vnet}/subnets/s`, { properties: { addressPrefix: '10.0.0.0/24' } });
  await arm('PUT', nic, {
    location,
    properties: {
      networkSecurityGroup: { id: nsg },
      ipConfigurations: [{ name: 'ip', properties: { subnet: { id: `${vnet}/subnets/s` } } }],
    },
  });
  const rule = (more: object) => arm('PUT', `${nsg}/securityRules/r`, { properties: { ...RULE, ...more } });
  const subnet = (addressPrefix: string) =>
    arm('PUT', `${vnet}/subnets/t`, { properties: { addressPrefix } });
  const all = [
    await arm('GET', `${vnet}2`),
    await arm('GET', `${vnet}/subnets/none`),
    await rule({ priority: 99 }),
    await rule({ sourcePortRange: '66600' }),
    await rule({ description: 'x'.repeat(141) }),
    await rule({ sourceAddressPrefix: '10.0.0.0/42' }),
    await arm('PUT', `${table}/routes/r`, {
      properties: { addressPrefix: '10.11.12.13/8', nextHopType: 'None' },
    }),
    await subnet('11.0.0.0/24'),
    await subnet('nonsense'),
    await arm('DELETE', vnet),
    await arm('DELETE', nsg),
    await arm('POST', `${nic}/effectiveRouteTable`),
    await arm('POST', `${nic}/effectiveNetworkSecurityGroups`),
  ];
  sandbox.azure.machine(nic, 'running');
  all.push(await arm('DELETE', nic));
  sandbox.azure.operations({ ms: 1000, conflictStatus: 409 });
  await arm('PUT', table, { location });
  all.push(await arm('DELETE', table));
  await sandbox.clock.advance(1000);
  sandbox.azure.operations({ ms: 0 });
  return all;
}

async function accessErrors(sandbox: Sandbox): Promise<Answered[]> {
  const arm = await armOf(sandbox);
  const group = `/subscriptions/${sandbox.azure.defaultSubscriptionId}/resourceGroups/rg`;
  const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
  const app = await customerApp(sandbox);
  const asApp = armWith(sandbox, await appToken(sandbox, app));
  const nobody = crypto.randomUUID();
  const role = roleIn(vnet, NETWORK_CONTRIBUTOR);
  const assignment = `${vnet}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
  const body = { properties: { principalId: nobody, roleDefinitionId: role } };
  await assign(arm, vnet, app.objectId, role);
  sandbox.azure.subscription(VENDOR_SUBSCRIPTION, { tenantId: VENDOR_TENANT });
  const all = [
    await arm('PUT', `${assignment}?api-version=2020-04-01-preview`, body),
    await arm('PUT', `${assignment}?api-version=2022-04-01`, body),
    await assign(arm, vnet, app.objectId, role),
    await asApp('GET', group),
    await asApp(
      'PUT',
      `${vnet}/virtualNetworkPeerings/p`,
      peeringTo(vnet.replace(/[0-9a-f-]{36}/, VENDOR_SUBSCRIPTION)),
    ),
  ];
  sandbox.azure.registration(sandbox.azure.defaultSubscriptionId, 'Microsoft.Network', 'NotRegistered');
  return [...all, await arm('DELETE', vnet)];
}

/** What roles and their assignments are answered like: written, read, listed and deleted. */
export async function roleAnswers(sandbox: Sandbox): Promise<unknown[]> {
  const { arm, group } = await customerGroup(sandbox);
  const app = await customerApp(sandbox);
  const subscription = `/subscriptions/${sandbox.azure.defaultSubscriptionId}`;
  const role = roleIn(group, crypto.randomUUID());
  const permission = {
    actions: ['*/read'],
    notActions: ['Microsoft.Support/*'],
    dataActions: ['*'],
    notDataActions: ['Microsoft.Storage/*'],
  };
  const definition = {
    roleName: 'r',
    description: 'd',
    permissions: [permission],
    assignableScopes: [subscription],
  };
  const wanted = { description: 'd', condition: 'c', conditionVersion: '2.0' };
  const assignment = `${group}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
  const properties = { principalId: app.objectId, roleDefinitionId: role, ...wanted };
  const plain = roleIn(group, NETWORK_CONTRIBUTOR);
  const one = async (method: string, path: string, body?: object) => ({
    all: [(await arm(method, path, body)).body],
  });
  const all = async (path: string) => ({ all: (await arm('GET', path)).body.value });
  return [
    await one('PUT', role, { properties: definition }),
    await one('PUT', assignment, { properties }),
    { all: [(await assign(arm, group, app.objectId, plain)).body] },
    await all(assignment.replace(/\/[^/]*$/, '')),
    await all(role.replace(/\/[^/]*$/, '')),
    await one('DELETE', assignment),
    await one('DELETE', role),
  ];
}

const RULE = {
  access: 'Allow',
  direction: 'Outbound',
  priority: 200,
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '6379',
};
