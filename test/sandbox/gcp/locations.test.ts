import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, fieldsOf, type GcpAnswer, newNetwork, startGcp } from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';

let sandbox: Sandbox;
let network: string;
beforeEach(async () => {
  sandbox = await startGcp();
  network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
});
afterEach(() => sandbox.close());

const ask = (method: string, path: string, body?: object) => call(sandbox, method, `/${path}`, { body });
/** `404 NOT_FOUND`; these APIs have no list of errors. */
const refusal = ({ status, body }: GcpAnswer) => {
  const error = fieldsOf(body.error);
  expect(error).not.toHaveProperty('errors');
  return `${status} ${error.status}`;
};

describe('policy-based routes', () => {
  const list = `v1/${PROJECT}/locations/global/policyBasedRoutes`;
  const route = (more: object) => ({ network, filter: { destRange: '10.0.0.0/8' }, ...more });

  test('are made, read, listed and deleted', async () => {
    expect((await ask('GET', list)).body).toEqual({});
    const made = await ask(
      'POST',
      `${list}?policyBasedRouteId=skip`,
      route({ nextHopOtherRoutes: 'DEFAULT_ROUTING' }),
    );
    expect(made.body).toMatchObject({ done: true, response: { name: `${list.slice(3)}/skip` } });
    const shown = {
      kind: 'networkconnectivity#policyBasedRoute',
      network: expect.stringContaining(network),
      filter: { protocolVersion: 'IPV4', ipProtocol: 'ALL', srcRange: '0.0.0.0/0', destRange: '10.0.0.0/8' },
      priority: 100,
    };
    expect((await ask('GET', `${list}/skip`)).body).toMatchObject(shown);
    expect((await ask('GET', list)).body).toMatchObject({ policyBasedRoutes: [shown] });
    await ask('DELETE', `${list}/skip`);
    expect(refusal(await ask('GET', `${list}/skip`))).toBe('404 NOT_FOUND');
  });

  test('have exactly one next hop, and no other location', async () => {
    expect(refusal(await ask('POST', `${list}?policyBasedRouteId=none`, route({})))).toBe(
      '400 INVALID_ARGUMENT',
    );
    expect(refusal(await ask('GET', list.replace('global', 'us-central1')))).toBe('404 NOT_FOUND');
  });
});

describe('connectors', () => {
  const list = `v1/${PROJECT}/locations/us-central1/connectors`;

  test('have a range of their own, or a subnet', async () => {
    const own = { network: 'app-vpc', ipCidrRange: '10.8.0.0/28' };
    await ask('POST', `${list}?connectorId=own`, own);
    await ask('POST', `${list}?connectorId=shared`, { subnet: { name: 'app', projectId: 'host-project' } });
    expect((await ask('GET', list)).body).toMatchObject({
      connectors: [
        { name: `${list.slice(3)}/own`, ...own, state: 'READY' },
        { subnet: { name: 'app', projectId: 'host-project' } },
      ],
    });
    expect(
      refusal(await ask('POST', `${list}?connectorId=wide`, { ...own, ipCidrRange: '10.8.0.0/24' })),
    ).toBe('400 INVALID_ARGUMENT');
    expect(refusal(await ask('POST', `${list}?connectorId=own`, own))).toBe('409 ALREADY_EXISTS');
  });

  test('are listed by region, of which there is a list', async () => {
    const { locations } = (await ask('GET', `v1/${PROJECT}/locations`)).body;
    expect(locations).toContainEqual({ name: `${PROJECT}/locations/us-central1`, locationId: 'us-central1' });
    expect(refusal(await ask('GET', list.replace('us-central1', '-')))).toBe('404 NOT_FOUND');
  });

  test('come in pages', async () => {
    for (const id of ['a', 'b', 'c']) {
      await ask('POST', `${list}?connectorId=${id}`, { subnet: { name: id } });
    }
    const { body } = await ask('GET', `${list}?pageSize=2`);
    expect(body.connectors).toHaveLength(2);
    const rest = await ask('GET', `${list}?pageSize=2&pageToken=${body.nextPageToken}`);
    expect(rest.body).toEqual({ connectors: [expect.objectContaining({ subnet: { name: 'c' } })] });
  });
});

describe('Cloud Run', () => {
  const list = `v2/${PROJECT}/locations/us-central1/services`;
  const vpcAccess = { egress: 'ALL_TRAFFIC', networkInterfaces: [{ network: 'app-vpc', tags: ['run'] }] };

  test('shows the way of services and jobs into a network', async () => {
    await ask('POST', `${list}?serviceId=api`, { template: { vpcAccess } });
    const jobs = list.replace('services', 'jobs');
    await ask('POST', `${jobs}?jobId=nightly`, { template: { template: { vpcAccess } } });
    expect((await ask('GET', list)).body).toMatchObject({ services: [{ template: { vpcAccess } }] });
    expect((await ask('GET', jobs)).body).toMatchObject({ jobs: [{ name: `${jobs.slice(3)}/nightly` }] });
  });

  test('takes no wildcard for a region', async () => {
    expect(refusal(await ask('GET', list.replace('us-central1', '-')))).toBe('400 INVALID_ARGUMENT');
  });

  test('says which permission is missing', async () => {
    sandbox.gcp.permissions('customer-project', []);
    const denied = await ask('GET', list);
    expect(refusal(denied)).toBe('403 PERMISSION_DENIED');
    expect(fieldsOf(denied.body.error)).toMatchObject({
      message: expect.stringContaining(
        "Permission 'run.services.list' denied on resource '//run.googleapis.com/",
      ),
      details: [{ reason: 'IAM_PERMISSION_DENIED', metadata: { permission: 'run.services.list' } }],
    });
  });

  test('can be switched off by itself', async () => {
    sandbox.gcp.service('customer-project', 'run.googleapis.com', false);
    expect((await ask('GET', list)).status).toBe(403);
    expect((await ask('GET', `v1/${PROJECT}/locations/us-central1/connectors`)).status).toBe(200);
  });
});
