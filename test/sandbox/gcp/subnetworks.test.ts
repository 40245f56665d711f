import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  call,
  done,
  failureOf,
  fieldsOf,
  newNetwork,
  peeringBody,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';
const SUBNETS = `${PROJECT}/regions/us-central1/subnetworks`;

let sandbox: Sandbox;
let network: string;
beforeEach(async () => {
  sandbox = await startGcp();
  network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
});
afterEach(() => sandbox.close());

const insert = (name: string, ipCidrRange: string, more: object = {}) =>
  done(sandbox, 'POST', SUBNETS, { body: { name, network, ipCidrRange, ...more } });
const read = async (name: string) => (await call(sandbox, 'GET', `${SUBNETS}/${name}`)).body;
const refused = async (more: object) =>
  refusalOf(await call(sandbox, 'POST', SUBNETS, { body: { name: 'x', network, ...more } }));

describe('subnetworks.insert', () => {
  test('fills in what Compute fills in', async () => {
    const operation = await insert('app', '10.1.0.0/16');
    expect(operation).toMatchObject({
      operationType: 'insert',
      region: expect.stringMatching(/us-central1$/),
    });
    expect(await read('app')).toMatchObject({
      kind: 'compute#subnetwork',
      network: expect.stringMatching(/^https:.*global\/networks\/app-vpc$/),
      gatewayAddress: '10.1.0.1',
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
      privateIpGoogleAccess: false,
      allowSubnetCidrRoutesOverlap: false,
      fingerprint: expect.stringMatching(/=$/),
    });
  });

  test.each([
    { ipCidrRange: '10.1.0.7/16', says: 'resource.ipCidrRange' },
    { ipCidrRange: '10.1.0.0/30', says: 'from /4 to /29' },
    { ipCidrRange: '169.254.0.0/24', says: 'resource.ipCidrRange' },
    { ipCidrRange: 'fd00::/64', says: 'resource.ipCidrRange' },
    { says: "Required field 'resource.ipCidrRange'" },
    { ipCidrRange: '10.1.0.0/24', name: 'BAD_name', says: 'Must be a match of regex' },
    { ipCidrRange: '10.1.0.0/24', network: 'global/networks/none', says: '404 notFound' },
    {
      ipCidrRange: '10.1.0.0/24',
      network: 'projects/other-project/global/networks/x',
      says: 'Cross project',
    },
    { ipCidrRange: '10.1.0.0/24', colour: 'red', says: 'Unknown name "colour"' },
    {
      ipCidrRange: '10.1.0.0/24',
      secondaryIpRanges: [
        { rangeName: 'a', ipCidrRange: '10.2.0.0/24' },
        { rangeName: 'a', ipCidrRange: '10.3.0.0/24' },
      ],
      says: 'unique',
    },
  ])('refuses at once: $says', async ({ says, ...body }) => {
    expect(await refused(body)).toContain(says);
  });

  test('refuses an unknown region', async () => {
    const path = `${PROJECT}/regions/mars-1/subnetworks`;
    const answer = await call(sandbox, 'POST', path, {
      body: { name: 'x', network, ipCidrRange: '10.1.0.0/24' },
    });
    expect(refusalOf(answer)).toBe(
      "400 invalid: Invalid value for field 'region': 'mars-1'. Unknown region.",
    );
  });

  test.each([
    ['inside another range', '10.1.2.0/24', {}],
    ['around another range', '10.0.0.0/8', {}],
    ['on a secondary range', '10.64.3.0/24', {}],
    ['with a secondary range on another', '10.9.0.0/24', { rangeName: 's', ipCidrRange: '10.1.9.0/24' }],
  ])('fails in the operation %s', async (_, ipCidrRange, second) => {
    await insert('app', '10.1.0.0/16', {
      secondaryIpRanges: [{ rangeName: 'pods', ipCidrRange: '10.64.0.0/14' }],
    });
    const secondaryIpRanges = Object.keys(second).length > 0 ? [second] : [];
    const operation = await insert('clash', ipCidrRange, { secondaryIpRanges });
    expect(failureOf(operation)).toMatch(
      /^INVALID_USAGE: Invalid IPCidrRange: .* conflicts with existing subnetwork 'app' in region 'us-central1'\.$/,
    );
    expect((await call(sandbox, 'GET', `${SUBNETS}/clash`)).status).toBe(404);
  });

  test('fails on the range of an active peer', async () => {
    const other = await newNetwork(sandbox, 'other-project', 'other');
    const subnet = { name: 'far', network: other, ipCidrRange: '10.5.0.0/16' };
    await done(sandbox, 'POST', 'projects/other-project/regions/us-east1/subnetworks', { body: subnet });
    await done(sandbox, 'POST', `${network}/addPeering`, { body: peeringBody('a', other) });
    await done(sandbox, 'POST', `${other}/addPeering`, { body: peeringBody('b', network) });
    expect(failureOf(await insert('near', '10.5.7.0/24'))).toContain(
      'in the peer network (10.5.0.0/16) overlaps',
    );
    expect(failureOf(await insert('free', '10.6.0.0/24'))).toBe('');
  });

  test('fails where a static route would hide it', async () => {
    await insert('app', '10.1.0.0/24');
    const body = { name: 'r', network, destRange: '10.7.1.0/24', nextHopIp: '10.1.0.9' };
    await done(sandbox, 'POST', `${PROJECT}/global/routes`, { body });
    expect(failureOf(await insert('late', '10.7.0.0/16'))).toContain("conflicts with existing route 'r'");
  });
});

describe('networks of automatic subnets', () => {
  beforeEach(async () => {
    await newNetwork(sandbox, 'customer-project', 'auto', { autoCreateSubnetworks: true });
  });

  test('have a block of 10.128.0.0/9 in each region', async () => {
    expect(await read('auto')).toMatchObject({ ipCidrRange: '10.128.0.0/20', gatewayAddress: '10.128.0.1' });
    const { body } = await call(sandbox, 'GET', `${PROJECT}/regions/europe-west1/subnetworks`);
    expect(body.items).toMatchObject([{ name: 'auto', ipCidrRange: '10.132.0.0/20' }]);
  });

  test('take further subnets outside of it only', async () => {
    const auto = { network: `${PROJECT}/global/networks/auto` };
    expect(await refused({ ...auto, ipCidrRange: '10.200.0.0/16' })).toBe(
      "400 invalid: Invalid value for field 'resource.ipCidrRange': '10.200.0.0/16'. Extended subnetworks in auto subnet mode networks cannot overlap with 10.128.0.0/9.",
    );
    expect(failureOf(await insert('more', '10.9.0.0/16', auto))).toBe('');
  });

  test('do not let go of theirs', async () => {
    expect(refusalOf(await call(sandbox, 'DELETE', `${SUBNETS}/auto`))).toContain('auto subnetwork');
  });
});

describe('changes of a subnet', () => {
  beforeEach(() => insert('app', '10.1.0.0/24'));
  const patch = (body: object) => call(sandbox, 'PATCH', `${SUBNETS}/app`, { body });

  test('need the present fingerprint', async () => {
    const { fingerprint } = await read('app');
    const change = { enableFlowLogs: true };
    expect(refusalOf(await patch(change))).toContain("Required field 'resource.fingerprint'");
    expect(await patch({ ...change, fingerprint: 'AAAAAAAAAAA=' })).toMatchObject({ status: 412 });
    expect(
      (await done(sandbox, 'PATCH', `${SUBNETS}/app`, { body: { ...change, fingerprint } })).error,
    ).toBeUndefined();
    expect(await read('app')).toMatchObject({ enableFlowLogs: true });
    expect(refusalOf(await patch({ ...change, fingerprint }))).toBe(
      '412 conditionNotMet: Invalid fingerprint.',
    );
  });

  test('keep name and primary range', async () => {
    const { fingerprint } = await read('app');
    expect(refusalOf(await patch({ fingerprint, ipCidrRange: '10.2.0.0/24' }))).toContain(
      'cannot be changed',
    );
  });

  test('name the secondary range that is taken', async () => {
    const { fingerprint } = await read('app');
    const secondaryIpRanges = [{ rangeName: 'pods', ipCidrRange: '10.1.0.0/25' }];
    expect(refusalOf(await patch({ fingerprint, secondaryIpRanges }))).toBe(
      "400 invalid: Invalid value for field 'resource.secondaryIpRanges[0].ipCidrRange': '10.1.0.0/25'. Invalid IPCidrRange: 10.1.0.0/25 conflicts with existing subnetwork 'app' in region 'us-central1'.",
    );
  });

  test('let the primary range grow, not shrink', async () => {
    const expand = (ipCidrRange: string) =>
      call(sandbox, 'POST', `${SUBNETS}/app/expandIpCidrRange`, { body: { ipCidrRange } });
    expect(refusalOf(await expand('10.1.0.0/25'))).toContain('must contain 10.1.0.0/24');
    expect(refusalOf(await expand('10.2.0.0/16'))).toContain('must contain 10.1.0.0/24');
    await done(sandbox, 'POST', `${SUBNETS}/app/expandIpCidrRange`, { body: { ipCidrRange: '10.1.0.0/20' } });
    expect(await read('app')).toMatchObject({ ipCidrRange: '10.1.0.0/20' });
  });

  test('wait for each other', async () => {
    await call(sandbox, 'DELETE', `${SUBNETS}/app`);
    expect(refusalOf(await call(sandbox, 'DELETE', `${SUBNETS}/app`))).toContain('resourceNotReady');
  });

  test('end with a delete, unless a VM is there', async () => {
    const vm = {
      name: 'vm',
      networkInterfaces: [{ subnetwork: `${SUBNETS.replace(`${PROJECT}/`, '')}/app` }],
    };
    const instances = `${PROJECT}/zones/us-central1-a/instances`;
    expect(failureOf(await done(sandbox, 'POST', instances, { body: vm }))).toBe('');
    expect(failureOf(await done(sandbox, 'DELETE', `${SUBNETS}/app`))).toContain(
      'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE',
    );
    await done(sandbox, 'DELETE', `${instances}/vm`);
    expect(failureOf(await done(sandbox, 'DELETE', `${SUBNETS}/app`))).toBe('');
  });
});

describe('subnetworks.aggregatedList', () => {
  test('names every scope, and warns of empty ones', async () => {
    await insert('app', '10.1.0.0/24');
    const { body } = await call(sandbox, 'GET', `${PROJECT}/aggregated/subnetworks`);
    const items = fieldsOf(body.items);
    expect(items['regions/us-central1']).toMatchObject({ subnetworks: [{ name: 'app' }] });
    expect(items.global).toEqual({
      warning: {
        code: 'NO_RESULTS_ON_PAGE',
        message: "No results for the scope 'global'.",
        data: [{ key: 'scope', value: 'global' }],
      },
    });
  });

  test('pages by items and can be filtered', async () => {
    for (const octet of [1, 2, 3]) await insert(`s${octet}`, `10.${octet}.0.0/24`);
    const names = async (query: string) => {
      const { body } = await call(sandbox, 'GET', `${PROJECT}/aggregated/subnetworks?${query}`);
      const { subnetworks } = fieldsOf(fieldsOf(body.items)['regions/us-central1']);
      const list = Array.isArray(subnetworks) ? subnetworks.map(({ name }) => name) : [];
      return { list, next: body.nextPageToken };
    };
    const first = await names('maxResults=2');
    expect(first.list).toEqual(['s1', 's2']);
    expect(await names(`maxResults=2&pageToken=${first.next}`)).toEqual({ list: ['s3'], next: undefined });
    expect((await names('filter=name+%3D+s2')).list).toEqual(['s2']);
  });
});
