import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, done, failureOf, fieldsOf, newNetwork, refusalOf, startGcp } from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';
const REGIONAL = `${PROJECT}/regions/us-central1/firewallPolicies`;

let sandbox: Sandbox;
let network: string;
beforeEach(async () => {
  sandbox = await startGcp();
  network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
});
afterEach(() => sandbox.close());

const make = async (path: string, body: object) => {
  expect(failureOf(await done(sandbox, 'POST', `${PROJECT}/${path}`, { body }))).toBe('');
};
const policiesIn = async (path: string) => {
  const { firewallPolicys } = (await call(sandbox, 'GET', `${PROJECT}/${path}`)).body;
  return Array.isArray(firewallPolicys) ? firewallPolicys.map(fieldsOf) : [];
};
const typesIn = async (path: string) =>
  (await policiesIn(path)).map(({ type, displayName }) => `${type} ${displayName}`);

const ofNetwork = 'global/networks/app-vpc/getEffectiveFirewalls';
const ofRegion = (name: string) =>
  `regions/${name}/firewallPolicies/getEffectiveFirewalls?network=${encodeURIComponent(network)}`;
const ofVm = 'zones/us-central1-a/instances/vm/getEffectiveFirewalls?networkInterface=nic0';

async function withPolicies(): Promise<void> {
  const rules = [{ priority: 1, action: 'goto_next', direction: 'EGRESS', match: {} }];
  sandbox.gcp.hierarchicalPolicies('customer-project', [
    { name: '1', shortName: 'organization', rules },
    { name: '2', shortName: 'folder', rules },
    { name: '3', shortName: 'google', type: 'SYSTEM_GLOBAL', priority: 10, rules },
    { name: '4', shortName: 'gke', type: 'SYSTEM_REGIONAL', region: 'us-central1', priority: 20, rules },
    { name: '5', shortName: 'new', type: 'SOMETHING_NEW', priority: 30, rules },
  ]);
  await make('global/firewallPolicies', { name: 'everywhere' });
  await make('global/firewallPolicies/everywhere/addAssociation', { name: 'a', attachmentTarget: network });
  await make('regions/us-central1/firewallPolicies', { name: 'here' });
  await make('regions/us-central1/firewallPolicies/here/addAssociation', {
    name: 'a',
    attachmentTarget: network,
  });
}

async function withVm(more: object = {}): Promise<void> {
  const subnet = { name: 'app', network, ipCidrRange: '10.1.0.0/24' };
  await make('regions/us-central1/subnetworks', subnet);
  const networkInterfaces = [{ subnetwork: 'regions/us-central1/subnetworks/app' }];
  await make('zones/us-central1-a/instances', { name: 'vm', networkInterfaces, ...more });
}

describe('getEffectiveFirewalls', () => {
  test('is empty where nothing is in effect', async () => {
    expect((await call(sandbox, 'GET', `${PROJECT}/${ofNetwork}`)).body).toEqual({});
  });

  test('of a network leaves regional policies out', async () => {
    await withPolicies();
    expect(await typesIn(ofNetwork)).toEqual([
      'HIERARCHY organization',
      'HIERARCHY folder',
      'SYSTEM google',
      'SOMETHING_NEW new',
      'NETWORK everywhere',
    ]);
  });

  test('of a region has those of that region only', async () => {
    await withPolicies();
    expect(await typesIn(ofRegion('us-central1'))).toEqual([
      'HIERARCHY organization',
      'HIERARCHY folder',
      'SYSTEM_GLOBAL google',
      'SYSTEM_REGIONAL gke',
      'SOMETHING_NEW new',
      'NETWORK everywhere',
      'NETWORK_REGIONAL here',
    ]);
    expect(await typesIn(ofRegion('us-east1'))).not.toContain('NETWORK_REGIONAL here');
    expect(await typesIn(ofRegion('us-east1'))).not.toContain('SYSTEM_REGIONAL gke');
  });

  test('of a VM knows its region, tags and accounts', async () => {
    await withPolicies();
    await withVm({ tags: { items: ['web'] } });
    const allowed = [{ IPProtocol: 'tcp' }];
    for (const [name, more] of Object.entries({
      all: {},
      web: { targetTags: ['web', 'db'] },
      db: { targetTags: ['db'] },
      account: { targetServiceAccounts: ['a@p.iam.gserviceaccount.com'] },
    })) {
      await make('global/firewalls', { name, network, allowed, ...more });
    }
    const { firewalls } = (await call(sandbox, 'GET', `${PROJECT}/${ofVm}`)).body;
    expect(firewalls).toMatchObject([{ name: 'all' }, { name: 'web' }]);
    expect(await typesIn(ofVm)).toContain('NETWORK_REGIONAL here');
  });

  test('shows priorities but for hierarchical policies', async () => {
    await withPolicies();
    const priorities = (await policiesIn(ofNetwork)).map(({ priority }) => priority);
    expect(priorities).toEqual([undefined, undefined, 10, 30, 1000]);
  });

  test('leaves out rules that name other networks', async () => {
    const rule = { priority: 1, action: 'deny', direction: 'EGRESS', match: {} };
    const link = `https://www.googleapis.com/compute/v1/${network}`;
    sandbox.gcp.hierarchicalPolicies('customer-project', [
      {
        name: '1',
        shortName: 'organization',
        rules: [
          { ...rule, targetResources: [`${link}-other`] },
          { ...rule, priority: 2, targetResources: [link] },
        ],
      },
    ]);
    expect(await policiesIn(ofNetwork)).toMatchObject([{ rules: [{ priority: 2 }] }]);
  });

  test('refuses unknown interfaces, networks and regions', async () => {
    await withVm();
    const refused = async (path: string) => refusalOf(await call(sandbox, 'GET', `${PROJECT}/${path}`));
    expect(await refused(ofVm.replace('nic0', 'nic7'))).toContain("field 'networkInterface': 'nic7'");
    expect(await refused(ofRegion('us-central1').replace('app-vpc', 'none'))).toContain('404 notFound');
    expect(await refused(ofRegion('mars-1'))).toContain('Unknown region.');
  });

  test('needs a permission for each way of asking', async () => {
    sandbox.gcp.permissions('customer-project', []);
    const missing = async (path: string) => refusalOf(await call(sandbox, 'GET', `${PROJECT}/${path}`));
    expect(await missing(ofNetwork)).toContain(
      "Required 'compute.networks.getEffectiveFirewalls' permission",
    );
    expect(await missing(ofRegion('us-central1'))).toContain(
      `Required 'compute.networks.getRegionEffectiveFirewalls' permission for '${network}'`,
    );
    expect(await missing(ofVm)).toContain("Required 'compute.instances.getEffectiveFirewalls' permission");
    expect(await missing(REGIONAL.slice(PROJECT.length + 1))).toContain(
      "Required 'compute.firewallPolicies.list'",
    );
  });
});
