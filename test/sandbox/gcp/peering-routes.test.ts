import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  call,
  done,
  failureOf,
  fieldsOf,
  newNetwork,
  newSubnetwork,
  peeringBody,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

let sandbox: Sandbox;
let app: string;
let store: string;
beforeEach(async () => {
  sandbox = await startGcp();
  app = await newNetwork(sandbox, 'customer-project', 'app');
  store = await newNetwork(sandbox, 'other-project', 'store');
  await newSubnetwork(sandbox, app, '10.1.0.0/16', { secondary: '10.2.0.0/16' });
  await newSubnetwork(sandbox, store, '10.20.0.0/16');
});
afterEach(() => sandbox.close());

async function connected(ours: object = {}, theirs: object = {}): Promise<void> {
  await done(sandbox, 'POST', `${app}/addPeering`, { body: peeringBody('df', store, ours) });
  await done(sandbox, 'POST', `${store}/addPeering`, { body: peeringBody('back', app, theirs) });
}

async function routes(direction: string, region = 'us-central1'): Promise<unknown> {
  const query = `peeringName=df&direction=${direction}&region=${region}&maxResults=500`;
  const { body } = await call(sandbox, 'GET', `${app}/listPeeringRoutes?${query}`);
  expect(body.kind).toBe('compute#exchangedPeeringRoutesList');
  return body.items;
}

const subnet = (destRange: string, imported = true) => {
  return { destRange, type: 'SUBNET_PEERING_ROUTE', priority: 0, imported };
};

/** A static route whose next hop is an address of the network. */
async function staticRoute(network: string, destRange: string, more: object = {}): Promise<void> {
  const [, project] = network.split('/');
  const body = {
    name: `r${destRange.replace(/\D/g, '-')}x`,
    network,
    destRange,
    priority: 900,
    nextHopIp: '10.20.0.9',
    ...more,
  };
  const operation = await done(sandbox, 'POST', `projects/${project}/global/routes`, { body });
  expect(failureOf(operation)).toBe('');
}

test('subnet routes go both ways while connected', async () => {
  await done(sandbox, 'POST', `${app}/addPeering`, { body: peeringBody('df', store) });
  expect(await routes('INCOMING')).toBeUndefined();
  await done(sandbox, 'POST', `${store}/addPeering`, { body: peeringBody('back', app) });
  expect(await routes('INCOMING')).toEqual([subnet('10.20.0.0/16')]);
  expect(await routes('OUTGOING')).toEqual([subnet('10.1.0.0/16'), subnet('10.2.0.0/16')]);
});

test.each([
  [{}, {}, undefined],
  [{ importCustomRoutes: true }, {}, undefined],
  [{}, { exportCustomRoutes: true }, false],
  [{ importCustomRoutes: true }, { exportCustomRoutes: true }, true],
])('custom routes: %j, peer %j: imported %s', async (ours, theirs, imported) => {
  await staticRoute(store, '10.99.0.0/16');
  await connected(ours, theirs);
  const own = { destRange: '10.99.0.0/16', type: 'STATIC_PEERING_ROUTE', priority: 900, imported };
  expect(await routes('INCOMING')).toEqual([
    subnet('10.20.0.0/16'),
    ...(imported === undefined ? [] : [own]),
  ]);
});

test('routes with tags or to the internet are not exchanged', async () => {
  await staticRoute(store, '10.99.0.0/16', { tags: ['web'] });
  await connected({ importCustomRoutes: true }, { exportCustomRoutes: true });
  expect(await routes('INCOMING')).toEqual([subnet('10.20.0.0/16')]);
});

test('a learned route shows in its region', async () => {
  sandbox.gcp.learnRoute({ network: store, region: 'us-central1', destRange: '10.98.0.0/16', priority: 100 });
  await connected({ importCustomRoutes: true }, { exportCustomRoutes: true });
  expect(await routes('INCOMING')).toContainEqual({
    destRange: '10.98.0.0/16',
    type: 'DYNAMIC_PEERING_ROUTE',
    priority: 100,
    nextHopRegion: 'us-central1',
    imported: true,
  });
  expect(await routes('INCOMING', 'us-east1')).toEqual([subnet('10.20.0.0/16')]);
  await done(sandbox, 'PATCH', store, { body: { routingConfig: { routingMode: 'GLOBAL' } } });
  expect(await routes('INCOMING', 'us-east1')).toHaveLength(2);
});

test.each([
  [{}, {}, false],
  [{ importSubnetRoutesWithPublicIp: true }, {}, true],
  [{ importSubnetRoutesWithPublicIp: true }, { exportSubnetRoutesWithPublicIp: false }, undefined],
])('public ranges: %j, peer %j: imported %s', async (ours, theirs, imported) => {
  await newSubnetwork(sandbox, store, '100.0.0.0/16', { name: 'public' });
  await connected(ours, theirs);
  const own = imported === undefined ? [] : [subnet('100.0.0.0/16', imported)];
  expect(await routes('INCOMING')).toEqual([subnet('10.20.0.0/16'), ...own]);
});

test('the list comes in pages', async () => {
  await connected();
  const url = `${app}/listPeeringRoutes?peeringName=df&direction=OUTGOING&maxResults=1`;
  const first = (await call(sandbox, 'GET', url)).body;
  expect(first.items).toEqual([subnet('10.1.0.0/16')]);
  const second = (await call(sandbox, 'GET', `${url}&pageToken=${String(first.nextPageToken)}`)).body;
  expect(second.items).toEqual([subnet('10.2.0.0/16')]);
  expect(fieldsOf(second)).not.toHaveProperty('nextPageToken');
});

test.each([
  ['peeringName=x&direction=INCOMING', /^404/],
  ['peeringName=df&direction=SIDEWAYS', /^400 invalid: .*direction/],
  ['direction=INCOMING', /^400 required: .*peeringName/],
])('?%s is refused', async (query, message) => {
  await connected();
  expect(refusalOf(await call(sandbox, 'GET', `${app}/listPeeringRoutes?${query}`))).toMatch(message);
});
