import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  call,
  DONE_MS,
  done,
  failureOf,
  networkSeen,
  newNetwork,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const PROJECT = 'customer-project';
const NETWORKS = `projects/${PROJECT}/global/networks`;
const LINK = `https://www.googleapis.com/compute/v1/${NETWORKS}`;
const insert = (body: object) => call(sandbox, 'POST', NETWORKS, { body });

test('a network without subnets has no such fields', async () => {
  const path = await newNetwork(sandbox, PROJECT, 'app');
  expect(await networkSeen(sandbox, path)).toEqual({
    kind: 'compute#network',
    id: expect.stringMatching(/^\d{19}$/),
    creationTimestamp: '2025-12-31T16:00:00.000-08:00',
    name: 'app',
    autoCreateSubnetworks: false,
    routingConfig: { routingMode: 'REGIONAL', bgpBestPathSelectionMode: 'LEGACY' },
    networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
    selfLink: `${LINK}/app`,
    selfLinkWithId: expect.stringMatching(/networks\/\d{19}$/),
  });
});

test('a network in auto mode has a subnet in each region', async () => {
  const path = await newNetwork(sandbox, PROJECT, 'auto', { autoCreateSubnetworks: true, mtu: 1500 });
  const { subnetworks, mtu } = await networkSeen(sandbox, path);
  expect(mtu).toBe(1500);
  expect(subnetworks).toHaveLength(42);
  expect(subnetworks).toContain(
    `https://www.googleapis.com/compute/v1/projects/${PROJECT}/regions/us-central1/subnetworks/auto`,
  );
});

test('a network can be switched to custom mode', async () => {
  const path = await newNetwork(sandbox, PROJECT, 'auto', { autoCreateSubnetworks: true });
  expect(failureOf(await done(sandbox, 'POST', `${path}/switchToCustomMode`))).toBe('');
  expect(await networkSeen(sandbox, path)).toMatchObject({ autoCreateSubnetworks: false });
  expect(refusalOf(await call(sandbox, 'POST', `${path}/switchToCustomMode`))).toMatch(/^400 invalid/);
});

test('a patch changes what it names', async () => {
  const path = await newNetwork(sandbox, PROJECT, 'app');
  const operation = await done(sandbox, 'PATCH', path, {
    body: {
      routingConfig: { routingMode: 'GLOBAL' },
      networkFirewallPolicyEnforcementOrder: 'BEFORE_CLASSIC_FIREWALL',
    },
  });
  expect(operation).toMatchObject({ operationType: 'compute.networks.patch', status: 'DONE' });
  expect(await networkSeen(sandbox, path)).toMatchObject({
    autoCreateSubnetworks: false,
    routingConfig: { routingMode: 'GLOBAL', bgpBestPathSelectionMode: 'LEGACY' },
    networkFirewallPolicyEnforcementOrder: 'BEFORE_CLASSIC_FIREWALL',
  });
});

test('while it is deleted nothing else can be done', async () => {
  const path = await newNetwork(sandbox, PROJECT, 'app');
  expect((await call(sandbox, 'DELETE', path)).body).toMatchObject({ operationType: 'delete' });
  expect((await networkSeen(sandbox, path)).name).toBe('app');
  const busy = `400 resourceNotReady: The resource '${path}' is not ready`;
  expect(refusalOf(await call(sandbox, 'DELETE', path))).toBe(busy);
  expect(refusalOf(await call(sandbox, 'PATCH', path, { body: {} }))).toBe(busy);
  await sandbox.clock.advance(DONE_MS);
  expect((await call(sandbox, 'GET', path)).status).toBe(404);
  expect(sandbox.world().gcp.routes).toEqual([]);
});

test('networks are listed by name, in pages', async () => {
  for (const name of ['bravo', 'alpha', 'charlie']) await newNetwork(sandbox, PROJECT, name);
  await newNetwork(sandbox, 'other-project', 'alpha');
  const names: unknown[] = [];
  for (let token = ''; ; ) {
    const { body } = await call(sandbox, 'GET', `${NETWORKS}?alt=json&maxResults=2&pageToken=${token}`);
    expect(body).toMatchObject({ kind: 'compute#networkList', id: NETWORKS, selfLink: LINK });
    names.push(...(Array.isArray(body.items) ? body.items.map((item) => item.name) : []));
    token = String(body.nextPageToken ?? '');
    if (token === '') break;
  }
  expect(names).toEqual(['alpha', 'bravo', 'charlie']);
  const newest = encodeURIComponent('creationTimestamp desc');
  const { body } = await call(sandbox, 'GET', `${NETWORKS}?orderBy=${newest}&maxResults=1`);
  expect(body.items).toMatchObject([{ name: 'charlie' }]);
});

test('an empty list has no items', async () => {
  expect((await call(sandbox, 'GET', NETWORKS)).body).toEqual({
    kind: 'compute#networkList',
    id: NETWORKS,
    selfLink: LINK,
  });
});

test.each([
  ['maxResults=501', /^400 invalid: .*maxResults/],
  ['pageToken=x', /^400 invalid: .*pageToken/],
  ['orderBy=size', /^400 invalid: .*orderBy/],
  ['filter=((', /^400 invalid: .*filter/],
  ['maxresults=1', /^400 badRequest: .*Unknown name "maxresults"/],
])('a list with %s is refused', async (query, message) => {
  expect(refusalOf(await call(sandbox, 'GET', `${NETWORKS}?${query}`))).toMatch(message);
});

test.each([
  [{ autoCreateSubnetworks: false }, /^400 required: .*resource\.name/],
  [
    { name: 'App', autoCreateSubnetworks: false },
    /^400 invalid: Invalid value for field 'resource\.name': 'App'/,
  ],
  [{ name: 'app' }, /^400 invalid: .*Legacy networks can no longer be created/],
  [{ name: 'app', autoCreateSubnetworks: false, mtu: 9000 }, /^400 invalid: .*resource\.mtu.*1300 and 8896/],
  [{ name: 'app', autoCreateSubnetworks: 'no' }, /^400 invalid: .*autoCreateSubnetworks/],
  [
    { name: 'app', autoCreateSubnetworks: false, routingConfig: { routingMode: 'LOCAL' } },
    /^400 invalid: .*routingMode/,
  ],
  [
    { name: 'app', autoCreateSubnetworks: false, cidr: '10.0.0.0/8' },
    /^400 badRequest: .*Unknown name "cidr"/,
  ],
])('insert of %j is refused', async (body, message) => {
  expect(refusalOf(await insert(body))).toMatch(message);
  expect(sandbox.world().gcp.networks).toEqual([]);
});

test('there is a quota of networks', async () => {
  sandbox.gcp.limits(PROJECT, { networks: 1 });
  await newNetwork(sandbox, PROJECT, 'app');
  expect(refusalOf(await insert({ name: 'second', autoCreateSubnetworks: false }))).toBe(
    "403 quotaExceeded: Quota 'NETWORKS' exceeded.  Limit: 1.0",
  );
});

test('a project is found by its number as well', async () => {
  await newNetwork(sandbox, PROJECT, 'app');
  const { body } = await call(sandbox, 'GET', `/v1/projects/${PROJECT}`);
  const path = `projects/${String(body.projectNumber)}/global/networks/app`;
  expect((await call(sandbox, 'GET', path, { as: PROJECT })).body).toMatchObject({ selfLink: `${LINK}/app` });
});

test('equal worlds print equally', async () => {
  await newNetwork(sandbox, PROJECT, 'app');
  await newNetwork(sandbox, PROJECT, 'second');
  const other = await startGcp({ seed: 1 });
  await other.clock.advance(5_000);
  await newNetwork(other, PROJECT, 'second');
  await newNetwork(other, PROJECT, 'app');
  expect(JSON.stringify(other.world().gcp)).toBe(JSON.stringify(sandbox.world().gcp));
  await other.close();
});
