import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { startAzure, values } from '../helpers/directory.js';
import { type Arm, armWith, code, customerGroup, properties } from './helpers/arm.js';

let sandbox: Sandbox;
let arm: Arm;
let vnet: string;
let network: string;

beforeEach(async () => {
  sandbox = await startAzure();
  const customer = await customerGroup(sandbox);
  ({ arm, network } = customer);
  vnet = await customer.addVnet('vnet', '10.0.0.0/16');
  sandbox.azure.operations({ ms: 1000 });
});
afterEach(() => sandbox.close());

const header = (headers: Headers, name: string) => headers.get(name) ?? '';
const addSubnet = () => arm('PUT', `${vnet}/subnets/s`, { properties: { addressPrefix: '10.0.1.0/24' } });

test('a write tells one signed URL, and the version only when read', async () => {
  const { status, headers, body } = await addSubnet();
  expect([status, properties({ status, headers, body }).provisioningState]).toEqual([201, 'Updating']);
  const url = header(headers, 'azure-asyncoperation');
  expect(url.length).toBeGreaterThan(2000);
  expect(url).toMatch(
    /\/locations\/eastus\/operations\/[0-9a-f-]{36}\?api-version=2025-05-01&t=\d+&c=.+&s=.+&h=/,
  );
  expect([headers.get('location'), headers.get('etag')]).toEqual([null, null]);
  expect((await arm('GET', url)).body).toEqual({ status: 'InProgress' });
  await sandbox.clock.advance(1000);
  expect((await arm('GET', url)).body).toEqual({ status: 'Succeeded' });
  const read = await arm('GET', `${vnet}/subnets/s`);
  expect(header(read.headers, 'etag')).toBe(read.body.etag);
});

test('a URL that was changed is refused', async () => {
  const { headers } = await addSubnet();
  const url = header(headers, 'azure-asyncoperation');
  expect(code(await arm('GET', url.replace(/&s=./, '&s=')))).toBe('400 InvalidOperationUrl');
  expect(code(await arm('GET', url.replace('2025-05-01', '2024-05-01')))).toBe('400 InvalidOperationUrl');
  expect(code(await armWith(sandbox, null)('GET', url))).toBe('401 AuthenticationFailed');
});

test('a delete tells both URLs: the result is 202, then 204', async () => {
  await addSubnet();
  await sandbox.clock.advance(1000);
  const { status, headers, body } = await arm('DELETE', `${vnet}/subnets/s`);
  expect([status, body]).toEqual([202, {}]);
  const location = header(headers, 'location');
  expect(location).toContain('/operationResults/');
  expect((await arm('GET', location)).status).toBe(202);
  expect(properties(await arm('GET', `${vnet}/subnets/s`)).provisioningState).toBe('Deleting');
  await sandbox.clock.advance(1000);
  expect((await arm('GET', location)).status).toBe(204);
  expect((await arm('GET', `${vnet}/subnets/s`)).status).toBe(404);
  expect((await arm('DELETE', `${vnet}/subnets/s`)).status).toBe(204);
});

test('a late failure is told with 200', async () => {
  sandbox.azure.operations({ ms: 1000, failLate: true });
  const twin = vnet.replace(/vnet$/, 'twin');
  await arm('PUT', twin, {
    location: 'eastus',
    properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
  });
  await sandbox.clock.advance(1000);
  const wish = { properties: { remoteVirtualNetwork: { id: twin } } };
  const made = await arm('PUT', `${vnet}/virtualNetworkPeerings/p`, wish);
  expect(made.status).toBe(201);
  await sandbox.clock.advance(1000);
  const told = await arm('GET', header(made.headers, 'azure-asyncoperation'));
  expect(told.status).toBe(200);
  expect(told.body).toMatchObject({
    status: 'Failed',
    error: { code: 'VnetAddressSpacesOverlap', details: [] },
  });
  expect(properties(await arm('GET', `${vnet}/virtualNetworkPeerings/p`)).provisioningState).toBe('Failed');
});

test('effective views come by the location, of running machines only', async () => {
  sandbox.azure.operations({ ms: 0 });
  await addSubnet();
  const nsg = `${network}/networkSecurityGroups/nsg`;
  const nic = `${network}/networkInterfaces/nic`;
  await arm('PUT', nsg, { location: 'eastus' });
  const subnet = { id: `${vnet}/subnets/s` };
  const ipConfigurations = [{ name: 'ip', properties: { subnet } }];
  const own = { ipConfigurations, networkSecurityGroup: { id: nsg } };
  await arm('PUT', nic, { location: 'eastus', properties: own });
  sandbox.azure.machine(nic, 'running');
  sandbox.azure.operations({ ms: 1000 });
  const asked = await arm('POST', `${nic}/effectiveNetworkSecurityGroups`);
  expect([asked.status, asked.headers.get('azure-asyncoperation')]).toEqual([202, null]);
  const location = header(asked.headers, 'location');
  expect((await arm('GET', location)).status).toBe(202);
  await sandbox.clock.advance(1000);
  const [group] = values(await arm('GET', location));
  expect(Object(group).association).toEqual({ networkInterface: { id: nic } });
  expect(Object(group).effectiveSecurityRules).toHaveLength(6);
  const { body } = await arm('GET', `${vnet}/subnets/s`);
  const [user] = Object(body.properties).ipConfigurations;
  expect(user.id).toContain('/resourceGroups/RG/providers/Microsoft.Network/networkInterfaces/NIC/');
});

test('scale sets have interfaces in a subnet', async () => {
  sandbox.azure.operations({ ms: 0 });
  await addSubnet();
  const subnetId = `${vnet}/subnets/s`;
  const ids = sandbox.azure.scaleSet({ name: 'aks', resourceGroup: 'mc', subnetId, machines: 2 });
  const shown = Object(properties(await arm('GET', subnetId))).ipConfigurations;
  expect(shown).toHaveLength(2);
  expect(shown[0].id.toLowerCase()).toContain(ids[0]?.toLowerCase());
  const group = `/subscriptions/${sandbox.azure.defaultSubscriptionId}/resourceGroups/mc`;
  await arm('PUT', group, { location: 'eastus' });
  const nic = await arm('GET', `${ids[1]}?api-version=2018-10-01`);
  expect(Object(properties(nic)).ipConfigurations[0].properties.subnet.id).toBe(subnetId);
  expect(code(await arm('DELETE', subnetId))).toBe('400 InUseSubnetCannotBeDeleted');
});

test('rules of a Network Manager come through the network', async () => {
  const path = `${vnet}/listNetworkManagerEffectiveSecurityAdminRules`;
  expect((await arm('POST', path)).body).toEqual({ value: [] });
  const rule = {
    id: 'r',
    kind: 'Custom',
    properties: { access: 'Deny', priority: 10, direction: 'Outbound' },
  };
  sandbox.azure.adminRules(vnet, [rule]);
  expect((await arm('POST', path)).body).toEqual({ value: [rule] });
});

test('long lists have pages', async () => {
  sandbox.azure.operations({ pageSize: 2 });
  const first = await arm('GET', `${vnet}/providers/Microsoft.Authorization/roleDefinitions`);
  expect(values(first)).toHaveLength(2);
  const names = new Set(values(first).map(({ name }) => name));
  const second = await arm('GET', String(first.body.nextLink));
  expect(values(second).some(({ name }) => names.has(name))).toBe(false);
});

test('a group that is put anew loses its rules; a rule alone leaves them', async () => {
  sandbox.azure.operations({ ms: 0 });
  const nsg = `${network}/networkSecurityGroups/nsg`;
  const wanted = { access: 'Allow', direction: 'Inbound', protocol: 'tcp', sourceAddressPrefix: '*' };
  const ends = { sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '80' };
  const rule = (name: string, priority: number) =>
    arm('PUT', `${nsg}/securityRules/${name}`, { properties: { ...wanted, ...ends, priority } });
  await arm('PUT', nsg, { location: 'eastus' });
  expect(properties(await rule('a', 100)).protocol).toBe('Tcp');
  expect(code(await rule('b', 100))).toBe('400 SecurityRuleConflict');
  expect((await rule('b', 101)).status).toBe(201);
  expect(values(await arm('GET', `${nsg}/securityRules`))).toHaveLength(2);
  await arm('PUT', nsg, { location: 'eastus' });
  expect(values(await arm('GET', `${nsg}/securityRules`))).toEqual([]);
});

test('the control refuses what it does not know', () => {
  const { azure } = sandbox;
  expect(() => azure.operations(JSON.parse('{"mss": 1}'))).toThrow(/did you mean ms/);
  expect(() => azure.limits('nonsense', {})).toThrow(/no GUID/);
  expect(() => azure.machine('/nowhere', 'running')).toThrow(/no network interface/);
  expect(() => azure.addressSpace(vnet, ['10.0.0.1/8'])).toThrow(/no CIDR block/);
});
