import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, done, failureOf, fieldsOf, newNetwork, refusalOf, startGcp } from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';
const VMS = `${PROJECT}/zones/us-central1-a/instances`;
const SUBNET = 'regions/us-central1/subnetworks/app';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
  const network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
  const body = { name: 'app', network, ipCidrRange: '10.1.0.0/29' };
  await done(sandbox, 'POST', `${PROJECT}/regions/us-central1/subnetworks`, { body });
});
afterEach(() => sandbox.close());

const vm = (name: string, more: object = {}) => ({
  name,
  networkInterfaces: [{ subnetwork: SUBNET, ...more }],
});
const insert = async (body: object) => failureOf(await done(sandbox, 'POST', VMS, { body }));
const refused = async (body: object) => refusalOf(await call(sandbox, 'POST', VMS, { body }));
const read = async (name: string) => (await call(sandbox, 'GET', `${VMS}/${name}`)).body;

test('a VM has an interface, an address, tags and an account', async () => {
  const serviceAccounts = [{ email: 'app@customer-project.iam.gserviceaccount.com', scopes: [] }];
  expect(await insert({ ...vm('vm'), tags: { items: ['web'] }, serviceAccounts })).toBe('');
  expect(await read('vm')).toMatchObject({
    status: 'RUNNING',
    zone: expect.stringMatching(/zones\/us-central1-a$/),
    tags: { items: ['web'], fingerprint: expect.stringMatching(/=$/) },
    serviceAccounts,
    networkInterfaces: [
      {
        name: 'nic0',
        network: expect.stringMatching(/app-vpc$/),
        subnetwork: expect.stringMatching(/subnetworks\/app$/),
        networkIP: '10.1.0.2',
      },
    ],
  });
});

test('addresses run out', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await insert(vm(name));
  expect((await read('d')).networkInterfaces).toMatchObject([{ networkIP: '10.1.0.5' }]);
  expect(await refused(vm('e'))).toContain('no free address');
  expect(await refused(vm('e', { networkIP: '10.1.0.3' }))).toContain('must be free');
});

test.each([
  [{ name: 'x' }, 'At least one network interface'],
  [vm('x', { subnetwork: 'regions/us-central1/subnetworks/none' }), '404 notFound'],
  [vm('x', { subnetwork: undefined, network: 'global/networks/app-vpc' }), 'needs a subnetwork'],
  [vm('x', { networkIP: '10.2.0.3' }), 'inside of the subnetwork'],
])('refuses %o', async (body, says) => {
  expect(await refused(body)).toContain(says);
});

test('a subnet of another region does not fit', async () => {
  const path = `${PROJECT}/zones/us-east1-b/instances`;
  expect(refusalOf(await call(sandbox, 'POST', path, { body: vm('x') }))).toContain(
    'must be in region us-east1',
  );
  expect(refusalOf(await call(sandbox, 'GET', `${PROJECT}/zones/us-east1-a/instances`))).toContain(
    'Unknown zone.',
  );
});

test('stops, starts, and changes tags under their fingerprint', async () => {
  await insert(vm('vm'));
  await done(sandbox, 'POST', `${VMS}/vm/stop`);
  expect(await read('vm')).toMatchObject({ status: 'TERMINATED' });
  await done(sandbox, 'POST', `${VMS}/vm/start`);
  const { fingerprint } = fieldsOf((await read('vm')).tags);
  const body = { items: ['db'], fingerprint };
  await done(sandbox, 'POST', `${VMS}/vm/setTags`, { body });
  expect(await read('vm')).toMatchObject({ status: 'RUNNING', tags: { items: ['db'] } });
  expect((await call(sandbox, 'POST', `${VMS}/vm/setTags`, { body })).status).toBe(412);
});

test('the list of all zones names the empty ones', async () => {
  await insert(vm('vm'));
  const { body } = await call(sandbox, 'GET', `${PROJECT}/aggregated/instances`);
  const items = fieldsOf(body.items);
  expect(items['zones/us-central1-a']).toMatchObject({ instances: [{ name: 'vm' }] });
  expect(items['zones/us-central1-f']).toMatchObject({ warning: { code: 'NO_RESULTS_ON_PAGE' } });
});

test('a network in which a VM is stays', async () => {
  await newNetwork(sandbox, 'customer-project', 'auto', { autoCreateSubnetworks: true });
  const auto = `${PROJECT}/global/networks/auto`;
  expect(await insert({ name: 'vm', networkInterfaces: [{ network: auto }] })).toBe('');
  const refusal = failureOf(await done(sandbox, 'DELETE', auto));
  expect(refusal).toContain(`is already being used by '${VMS}/vm'`);
  await done(sandbox, 'DELETE', `${VMS}/vm`);
  expect(failureOf(await done(sandbox, 'DELETE', auto))).toBe('');
});
