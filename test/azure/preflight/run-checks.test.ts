import { describe, expect, it } from 'vitest';
import { idOf } from '../../../src/azure/ids.js';
import { runChecks } from '../../../src/azure/preflight/run-checks.js';
import { cidr } from '../../../src/path/cidr.js';
import { refusal, subnetFixture } from '../helpers/fake-azure.js';
import { FakeRun } from '../helpers/fake-run.js';
import { peeringFixture, REMOTE, VNET } from '../helpers/peerings.js';
import { ruleFixture } from '../helpers/rules.js';

const codes = async (run: FakeRun) =>
  (await runChecks(run.means)).map(({ code, severity }) => `${severity} ${code}`);
const one = async (run: FakeRun) => (await runChecks(run.means))[0];
const OTHER = '/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub';

describe('preflight', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(await codes(new FakeRun())).toEqual([]);
  });

  it('finds a network that does not work', async () => {
    const run = new FakeRun();
    run.network = { ...run.network, status: 'pending' };
    expect(await codes(run)).toContain('error network_not_active');
  });

  it('finds a network that is nowhere yet', async () => {
    const run = new FakeRun();
    const { vpc: _, ...unnamed } = run.network;
    run.network = unnamed;
    expect(await codes(run)).toContain('error network_without_vpc');
  });

  it('finds another end in a third tenant', async () => {
    const run = new FakeRun();
    run.azure.remoteTenant = { kind: 'found', tenantId: idOf('x', '99999999-9999-4999-8999-999999999999') };
    expect(await one(run)).toMatchObject({ code: 'remote_not_trusted', severity: 'error' });
  });

  it("finds an application that is not Dragonfly's", async () => {
    const run = new FakeRun();
    run.azure.vendorOwner = idOf('x', '99999999-9999-4999-8999-999999999999');
    expect(await codes(run)).toContain('error vendor_not_trusted');
  });

  it("finds that the network's own VNet was named", async () => {
    const run = new FakeRun();
    run.network = {
      ...run.network,
      vpc: { accountId: VNET.split('/providers')[0] ?? '', resourceId: 'VNET' },
    };
    expect(await codes(run)).toContain('error same_vnet');
  });

  it('finds a VNet that does not exist, once', async () => {
    const run = new FakeRun();
    run.azure.fail('vnet', refusal('ResourceNotFound', 'The Resource was not found.'));
    expect(await codes(run)).toEqual(['error vnet_not_found']);
  });

  it('finds overlap, and names a free block', async () => {
    const run = new FakeRun();
    run.azure.theVnet = { ...run.azure.theVnet, prefixes: [cidr('10.0.0.0/16'), cidr('192.168.4.0/24')] };
    expect(await one(run)).toMatchObject({
      code: 'cidr_overlap',
      severity: 'error',
      summary: expect.stringContaining('overlaps 192.168.4.0/24 of vnet'),
      fix: { command: 'dfcloud networks create --cidr 10.1.0.0/16' },
    });
  });

  it('finds overlap with another peer, not with itself', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture()];
    expect(await codes(run)).toEqual([]);
    run.azure.peerings = [peeringFixture({ name: 'hub', remoteVnetId: OTHER })];
    expect(await one(run)).toMatchObject({
      code: 'peer_overlap',
      severity: 'error',
      summary: expect.stringContaining(`${OTHER}, which has ${REMOTE}`),
    });
  });

  it('finds addresses that a peer will have after a sync', async () => {
    const run = new FakeRun();
    const old = [cidr('172.16.0.0/16')];
    run.azure.peerings = [peeringFixture({ name: 'hub', remoteVnetId: OTHER, remotePrefixes: old })];
    expect(await codes(run)).toEqual(['error peer_overlap']);
  });

  it.each([
    [500, 'warning'],
    [1_000, 'error'],
  ])('finds that there are %i peerings', async (count, severity) => {
    const run = new FakeRun();
    const elsewhere = { remoteVnetId: OTHER, remotePrefixes: [], remoteVnetPrefixes: [] };
    const many = Array.from({ length: count }, (_, n) => peeringFixture({ ...elsewhere, name: `p${n}` }));
    run.azure.peerings = many;
    expect(await codes(run)).toEqual([`${severity} peerings_limit`]);
    run.azure.peerings = [...many, peeringFixture()];
    expect(await codes(run)).toEqual([]);
  });

  it('finds that remote gateways are taken', async () => {
    const run = new FakeRun({ useRemoteGateways: true });
    const hub = { name: 'hub', remoteVnetId: OTHER, remotePrefixes: [], remoteVnetPrefixes: [] };
    run.azure.peerings = [peeringFixture({ ...hub, useRemoteGateways: true })];
    expect(await codes(run)).toEqual(['error remote_gateways_taken']);
  });

  it('finds a VNet that has failed, and another region', async () => {
    const run = new FakeRun();
    run.azure.theVnet = { ...run.azure.theVnet, provisioningState: 'Failed', location: 'westeurope' };
    expect(await codes(run)).toEqual(['error vnet_failed', 'info cross_region']);
  });

  it('finds that the subscription is not registered', async () => {
    const run = new FakeRun();
    run.azure.registered = 'NotRegistered';
    expect(await codes(run)).toEqual(['error provider_not_registered']);
    run.azure.registered = 'Registering';
    expect(await codes(run)).toEqual(['warning provider_not_registered']);
  });

  it('finds locks, a read-only one as an error', async () => {
    const run = new FakeRun();
    const lock = { id: `${VNET}/providers/Microsoft.Authorization/locks/keep`, name: 'keep' };
    run.azure.theLocks = [{ ...lock, level: 'ReadOnly' }];
    expect(await codes(run)).toEqual(['error read_only_lock']);
    run.azure.peerings = [peeringFixture()];
    expect(await codes(run)).toEqual(['info read_only_lock']);
    run.azure.theLocks = [{ ...lock, level: 'CanNotDelete' }];
    expect(await codes(run)).toEqual(['info delete_lock']);
  });

  it('does without what not everybody may see', async () => {
    const run = new FakeRun();
    for (const call of ['locks', 'registration', 'permissions'] as const)
      run.azure.fail(call, refusal('AuthorizationFailed'));
    expect(await codes(run)).toEqual([]);
  });

  it('names the permission that a read lacks, once', async () => {
    const run = new FakeRun();
    run.azure.fail(
      'nsg',
      refusal('AuthorizationFailed', 'may not do Microsoft.Network/networkSecurityGroups/read'),
    );
    expect(await runChecks(run.means)).toEqual([
      expect.objectContaining({
        code: 'permission_missing',
        severity: 'error',
        summary: expect.stringContaining('Microsoft.Network/networkSecurityGroups/read'),
      }),
    ]);
  });

  it('throws what is no refusal', async () => {
    const run = new FakeRun();
    run.azure.fail('vnet', new TypeError('broken'));
    await expect(runChecks(run.means)).rejects.toThrow('broken');
  });
});

describe('preflight of network security groups', () => {
  const deny = ruleFixture({ name: 'DenyAll', access: 'Deny', priority: 4000 });

  it('reports what blocks, with the command', async () => {
    const run = new FakeRun();
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny, { ...deny, direction: 'Inbound' }] };
    const [out, into] = await runChecks(run.means);
    expect(out).toMatchObject({
      code: 'nsg_blocks',
      severity: 'warning',
      evidence: expect.stringContaining('DenyAll'),
    });
    expect(out?.fix.command).toContain(
      '--priority 3999 --direction Outbound --access Allow --protocol Tcp --source-address-prefixes 10.0.0.0/24 --destination-address-prefixes 192.168.0.0/16 --destination-port-ranges 6379',
    );
    expect(into).toMatchObject({ code: 'nsg_blocks_inbound', severity: 'info' });
  });

  it('asks for the permission where rules are to be added', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny] };
    expect(await codes(run)).toEqual([]);
    run.azure.may = [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }];
    expect((await runChecks(run.means)).map(({ summary }) => summary)).toContainEqual(
      expect.stringContaining('Microsoft.Network/networkSecurityGroups/securityRules/write'),
    );
  });

  it('says that interfaces may not be read', async () => {
    const run = new FakeRun();
    const nic = `${VNET.split('/virtualNetworks')[0]}/networkInterfaces/nic`;
    const subnets = [subnetFixture({ ipConfigurationIds: [`${nic}/ipConfigurations/c`] })];
    run.azure.theVnet = { ...run.azure.theVnet, subnets };
    run.azure.fail('nics', refusal('AuthorizationFailed'));
    expect(await runChecks(run.means)).toEqual([
      expect.objectContaining({
        code: 'interfaces_unread',
        evidence: expect.stringContaining('Microsoft.Network/networkInterfaces/read'),
      }),
    ]);
  });

  it('finds a group that is full', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    const allow = { destinationPorts: ['443'], access: 'Allow' as const };
    const many = Array.from({ length: 999 }, (_, n) =>
      ruleFixture({ ...allow, name: `r${n}`, priority: 101 + n }),
    );
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny, ...many] };
    expect(await codes(run)).toContain('error rules_limit');
  });
});
