import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, done, failureOf, fieldsOf, newNetwork, refusalOf, startGcp } from './helpers/gcp.js';

const RULES = 'projects/customer-project/global/firewalls';
const TCP = [{ IPProtocol: 'tcp', ports: ['6379'] }];

let sandbox: Sandbox;
let network: string;
beforeEach(async () => {
  sandbox = await startGcp();
  network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
});
afterEach(() => sandbox.close());

const rule = (more: object) => ({ name: 'in', network, allowed: TCP, ...more });
const insert = async (more: object) => failureOf(await done(sandbox, 'POST', RULES, { body: rule(more) }));
const refused = async (more: object) => refusalOf(await call(sandbox, 'POST', RULES, { body: rule(more) }));
const read = async (name = 'in') => (await call(sandbox, 'GET', `${RULES}/${name}`)).body;

describe('firewalls.insert', () => {
  test('fills in what Compute fills in', async () => {
    expect(await insert({})).toBe('');
    const { id, creationTimestamp, selfLink, network: link, ...rest } = await read();
    expect(rest).toEqual({
      ...{ kind: 'compute#firewall', name: 'in', description: '', direction: 'INGRESS', priority: 1000 },
      ...{ disabled: false, enableLogging: false, logConfig: { enable: false } },
      ...{ allowed: TCP, sourceRanges: ['0.0.0.0/0'] },
    });
    expect(link).toBe(`https://www.googleapis.com/compute/v1/${network}`);
    expect([id, creationTimestamp, selfLink].every((value) => typeof value === 'string')).toBe(true);
  });

  test('has destinations for egress, and none where tags are', async () => {
    await insert({ name: 'out', direction: 'EGRESS' });
    await insert({ name: 'tag', sourceTags: ['web'] });
    expect(await read('out')).toMatchObject({ destinationRanges: ['0.0.0.0/0'] });
    expect(await read('tag')).not.toHaveProperty('sourceRanges');
  });

  test('takes the network in each of its forms', async () => {
    const origin = sandbox.endpoints.compute;
    const forms = ['global/networks/app-vpc', network, `${origin}/compute/v1/${network}`];
    for (const [index, form] of forms.entries()) {
      expect(await insert({ name: `n${index}`, network: form })).toBe('');
      expect(await read(`n${index}`)).toMatchObject({
        network: `https://www.googleapis.com/compute/v1/${network}`,
      });
    }
  });

  test.each([
    [{ allowed: [] }, 'Either allowed or denied'],
    [{ denied: TCP }, 'Only one of allowed and denied'],
    [{ allowed: [{ IPProtocol: 'tpc' }] }, "field 'resource.allowed[0].IPProtocol': 'tpc'"],
    [{ allowed: [{ IPProtocol: 'icmp', ports: ['1'] }] }, 'Ports cannot be specified for protocol icmp'],
    [{ allowed: [{ IPProtocol: 'tcp', ports: ['70000'] }] }, "'resource.allowed[0].ports[0]': '70000'"],
    [{ allowed: [{ IPProtocol: 'tcp', ports: ['9-1'] }] }, 'ports[0]'],
    [{ allowed: [{ ipProtocol: 'tcp' }] }, 'Unknown name "ipProtocol"'],
    [{ priority: -1 }, 'Must be between 0 and 65535'],
    [{ direction: 'INWARDS' }, "field 'resource.direction': 'INWARDS'"],
    [{ sourceRanges: ['10.0.0.1/8'] }, "field 'resource.sourceRanges[0]': '10.0.0.1/8'"],
    [{ sourceRanges: ['10.0.0.0/8', 'fd00::/8'] }, 'IPv4 and IPv6 ranges cannot be mixed'],
    [{ direction: 'EGRESS', sourceTags: ['web'] }, 'EGRESS'],
    [{ targetTags: ['web'], sourceServiceAccounts: ['a@b.c'] }, 'Tags and service accounts'],
    [{ targetTags: ['Web!'] }, "field 'resource.targetTags[0]': 'Web!'"],
    [
      { network: 'global/networks/none' },
      "404 notFound: The resource 'projects/customer-project/global/networks/none'",
    ],
    [{ network: 'projects/other-project/global/networks/x' }, 'Cross project referencing is not allowed'],
    [{ name: 'BAD_name' }, 'Must be a match of regex'],
  ])('refuses %o', async (more, says) => {
    expect(await refused(more)).toContain(says);
  });

  test('refuses a name that is taken', async () => {
    await insert({});
    expect(await refused({})).toBe(`409 alreadyExists: The resource '${RULES}/in' already exists`);
  });

  test('stops at the quota', async () => {
    sandbox.gcp.limits('customer-project', { firewalls: 1 });
    await insert({});
    expect(await refused({ name: 'more' })).toContain("403 quotaExceeded: Quota 'FIREWALLS' exceeded");
  });

  test('needs two permissions', async () => {
    const both = ['compute.firewalls.create', 'compute.networks.updatePolicy'];
    for (const missing of both) {
      sandbox.gcp.permissions(
        'customer-project',
        both.filter((one) => one !== missing),
      );
      expect(await refused({})).toContain(`403 forbidden: Required '${missing}' permission for`);
    }
    sandbox.gcp.permissions('customer-project', both);
    expect((await call(sandbox, 'POST', RULES, { body: rule({}) })).status).toBe(200);
  });
});

describe('changes of a rule', () => {
  beforeEach(() => insert({ sourceTags: ['web'], sourceRanges: ['10.0.0.0/8'], description: 'first' }));
  const change = async (method: string, body: object) =>
    failureOf(await done(sandbox, method, `${RULES}/in`, { body }));

  test('PATCH keeps what it does not name', async () => {
    expect(await change('PATCH', { disabled: true, sourceTags: [] })).toBe('');
    expect(await read()).toMatchObject({
      disabled: true,
      description: 'first',
      sourceRanges: ['10.0.0.0/8'],
    });
    expect(await read()).not.toHaveProperty('sourceTags');
  });

  test('PUT begins anew', async () => {
    expect(await change('PUT', rule({ priority: 5 }))).toBe('');
    expect(await read()).toMatchObject({ priority: 5, description: '', sourceRanges: ['0.0.0.0/0'] });
  });

  test('POST to the rule is no method', async () => {
    expect((await call(sandbox, 'POST', `${RULES}/in`, { body: {} })).status).toBe(404);
  });

  test.each([
    [{ direction: 'EGRESS', sourceTags: [] }, 'direction'],
    [{ allowed: [], denied: TCP }, 'action'],
    [{ network: 'global/networks/other' }, 'network'],
    [{ name: 'other' }, "'resource.name': 'other'"],
  ])('refuses %o', async (body, says) => {
    const answer = await call(sandbox, 'PATCH', `${RULES}/in`, { body });
    expect(refusalOf(answer)).toMatch(/^400 invalid/);
    expect(refusalOf(answer)).toContain(says);
  });

  test('DELETE leaves nothing', async () => {
    expect(failureOf(await done(sandbox, 'DELETE', `${RULES}/in`))).toBe('');
    expect(refusalOf(await call(sandbox, 'GET', `${RULES}/in`))).toBe(
      `404 notFound: The resource '${RULES}/in' was not found`,
    );
  });
});

test('firewalls.list filters as gcloud asks', async () => {
  await insert({});
  await insert({ name: 'out', direction: 'EGRESS' });
  const names = async (filter: string) => {
    const { items } = (await call(sandbox, 'GET', `${RULES}?filter=${encodeURIComponent(filter)}`)).body;
    return Array.isArray(items) ? items.map((item) => fieldsOf(item).name) : [];
  };
  expect(await names('(network eq ".*\\bapp\\-vpc\\b.*")(direction eq EGRESS)')).toEqual(['out']);
  expect(await names('network eq ".*\\bapp\\-vpc\\b.*"')).toEqual(['in', 'out']);
  expect(await names('network eq ".*\\bother\\b.*"')).toEqual([]);
});
