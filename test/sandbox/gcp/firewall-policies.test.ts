import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, done, failureOf, newNetwork, refusalOf, startGcp } from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';
const GLOBAL = `${PROJECT}/global/firewallPolicies`;
const REGIONAL = `${PROJECT}/regions/us-central1/firewallPolicies`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const change = (method: string, path: string, body?: object) => done(sandbox, method, path, { body });
const refused = async (method: string, path: string, body?: object) =>
  refusalOf(await call(sandbox, method, path, { body }));
const read = async (path: string) => (await call(sandbox, 'GET', path)).body;
const RULE = {
  ...{ priority: 1000, action: 'deny', direction: 'INGRESS' },
  match: {
    srcIpRanges: ['10.0.0.0/8', '172.16.0.0/12'],
    layer4Configs: [{ ipProtocol: 'tcp', ports: ['6379'] }],
  },
};

describe.each([
  ['global', GLOBAL, 'compute.networkFirewallPolicy'],
  ['regional', REGIONAL, 'compute.regionNetworkFirewallPolicy'],
])('%s network firewall policies', (_, list, operation) => {
  const policy = `${list}/policy`;
  beforeEach(async () => {
    const made = await change('POST', list, { name: 'policy', description: 'A policy' });
    expect(made).toMatchObject({ operationType: `${operation}.insert`, progress: 100 });
  });

  test('begin with four rules that ask what comes next', async () => {
    const { rules, ...rest } = await read(policy);
    expect(rest).toMatchObject({ kind: 'compute#firewallPolicy', name: 'policy', ruleTupleCount: 8 });
    expect(rules).toMatchObject(
      [2_147_483_644, 2_147_483_645, 2_147_483_646, 2_147_483_647].map((priority) => {
        return { action: 'goto_next', priority };
      }),
    );
    expect((await read(list)).items).toMatchObject([{ name: 'policy' }]);
  });

  test('add, change, read and remove a rule', async () => {
    await change('POST', `${policy}/addRule`, RULE);
    expect(await read(`${policy}/getRule?priority=1000`)).toMatchObject({ ...RULE, ruleTupleCount: 3 });
    expect(await read(policy)).toMatchObject({ ruleTupleCount: 11 });
    await change('POST', `${policy}/addRule`, { ...RULE, priority: 10 });
    expect((await read(policy)).rules).toMatchObject([{ priority: 10 }, { priority: 1000 }, {}, {}, {}, {}]);
    await change('POST', `${policy}/patchRule?priority=1000`, { disabled: true });
    expect(await read(`${policy}/getRule?priority=1000`)).toMatchObject({ ...RULE, disabled: true });
    await change('POST', `${policy}/removeRule?priority=1000`);
    expect(await refused('GET', `${policy}/getRule?priority=1000`)).toBe(
      "400 invalid: Invalid value for field 'priority': '1000'. The firewall policy does not contain a rule at priority 1000.",
    );
  });

  test.each([
    [{ action: 'permit' }, "field 'resource.action': 'permit'"],
    [{ direction: 'IN' }, "field 'resource.direction': 'IN'"],
    [{ match: { srcIpRanges: ['10.0.0.0/8'] } }, 'at least one protocol'],
    [
      { match: { ...RULE.match, srcIpRanges: ['10.0.0.1/8'] } },
      "'resource.match.srcIpRanges[0]': '10.0.0.1/8'",
    ],
    [{ match: { layer4Configs: [{ IPProtocol: 'tcp' }] } }, 'Unknown name "IPProtocol"'],
    [{ priority: 2_147_483_647 }, 'Rule priorities must be unique'],
  ])('refuse the rule %o', async (more, says) => {
    expect(await refused('POST', `${policy}/addRule`, { ...RULE, ...more })).toContain(says);
  });

  test('belong to one network at a time and kind', async () => {
    const network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
    await change('POST', list, { name: 'second' });
    const attach = { name: 'here', attachmentTarget: network };
    await change('POST', `${policy}/addAssociation`, attach);
    expect(await read(`${policy}/getAssociation?name=here`)).toMatchObject({
      attachmentTarget: `https://www.googleapis.com/compute/v1/${network}`,
    });
    expect(await refused('POST', `${list}/second/addAssociation`, attach)).toContain(
      'another firewall policy',
    );
    expect(failureOf(await change('DELETE', policy))).toContain('RESOURCE_IN_USE_BY_ANOTHER_RESOURCE');
    await change('POST', `${list}/second/addAssociation?replaceExistingAssociation=true`, attach);
    expect(await refused('GET', `${policy}/getAssociation?name=here`)).toContain('400 invalid');
    await change('POST', `${list}/second/removeAssociation?name=here`);
    expect(failureOf(await change('DELETE', `${list}/second`))).toBe('');
  });

  test('are patched under their fingerprint', async () => {
    const { fingerprint } = await read(policy);
    const body = { description: 'Other', fingerprint };
    await change('PATCH', policy, body);
    expect(await read(policy)).toMatchObject({ description: 'Other' });
    expect(await refused('PATCH', policy, body)).toContain('412 conditionNotMet');
  });

  test('let go of a network that is deleted', async () => {
    const network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
    await change('POST', `${policy}/addAssociation`, { name: 'here', attachmentTarget: network });
    expect(failureOf(await change('DELETE', network))).toBe('');
    expect(await read(policy)).not.toHaveProperty('associations');
  });
});
