import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, done, fieldsOf, newNetwork, startGcp } from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';
const ROUTERS = `${PROJECT}/regions/us-central1/routers`;

let sandbox: Sandbox;
let network: string;
beforeEach(async () => {
  sandbox = await startGcp();
  network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
  await done(sandbox, 'POST', ROUTERS, { body: { name: 'vpn', network, bgp: { asn: 64_512 } } });
});
afterEach(() => sandbox.close());

test('routers are listed by region and over all', async () => {
  const router = { name: 'vpn', network: expect.stringMatching(/app-vpc$/), bgp: { asn: 64_512 } };
  expect((await call(sandbox, 'GET', ROUTERS)).body.items).toMatchObject([router]);
  const { body } = await call(sandbox, 'GET', `${PROJECT}/aggregated/routers`);
  expect(fieldsOf(body.items)['regions/us-central1']).toMatchObject({ routers: [router] });
});

test('the status shows what the network has learned', async () => {
  sandbox.gcp.learnRoute({ network, region: 'us-central1', destRange: '172.16.0.0/16', priority: 100 });
  sandbox.gcp.learnRoute({ network, region: 'us-east1', destRange: '172.17.0.0/16', priority: 100 });
  const { result } = (await call(sandbox, 'GET', `${ROUTERS}/vpn/getRouterStatus`)).body;
  expect(result).toMatchObject({
    bestRoutes: [{ destRange: '172.16.0.0/16', routeType: 'BGP' }, { destRange: '172.17.0.0/16' }],
    bestRoutesForRouter: [{ destRange: '172.16.0.0/16', priority: 100 }],
  });
});

test('learned routes are not among the routes', async () => {
  sandbox.gcp.learnRoute({ network, region: 'us-central1', destRange: '172.16.0.0/16', priority: 100 });
  const { items } = (await call(sandbox, 'GET', `${PROJECT}/global/routes`)).body;
  expect(items).toMatchObject([{ destRange: '0.0.0.0/0' }]);
});
