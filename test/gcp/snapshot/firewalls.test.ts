import { describe, expect, it } from 'vitest';
import type * as model from '../../../src/gcp/compute/model.js';
import { takeSnapshot } from '../../../src/gcp/snapshot.js';
import { cidr } from '../../../src/path/cidr.js';
import { exposure } from '../../../src/path/exposure.js';
import { trace } from '../../../src/path/trace.js';
import {
  FakeNetwork,
  firewallFixture,
  instanceFixture,
  policyFixture,
  policyRuleFixture,
  REMOTE,
} from './fake-network.js';

const TCP_6379 = [{ protocol: 'tcp', ports: [{ from: 6379, to: 6379 }] }];
const allow = { action: 'allow' } as const;

/** What a network with these firewalls does with connections to port 6379. */
async function judge(changes: Partial<FakeNetwork>) {
  const network = Object.assign(new FakeNetwork(), changes);
  const snapshot = await takeSnapshot(network.means, [REMOTE]);
  const sourceId = snapshot.sources[0]?.id ?? '';
  const ephemeral = { from: 32_768, to: 60_999 };
  const [piece] = trace(snapshot, { sourceId, remote: [REMOTE], port: 6379, ephemeral });
  const hop = piece?.cause?.hop;
  return { outcome: piece?.outcome, at: hop?.at, by: hop?.by, passedOver: hop?.passedOver, piece, snapshot };
}

describe('VPC firewall rules', () => {
  it('let a denial win a tie', async () => {
    const firewalls = [firewallFixture({ name: 'allow-out', ...allow }), firewallFixture()];
    expect(await judge({ firewalls })).toMatchObject({ outcome: 'blocked', by: 'deny-out (priority 1000)' });
  });

  it('ask the lower number first', async () => {
    const firewalls = [firewallFixture(), firewallFixture({ name: 'allow-out', priority: 999, ...allow })];
    expect(await judge({ firewalls })).toMatchObject({ outcome: 'passes' });
  });

  it.each<[string, Partial<model.Firewall>, string]>([
    ['is disabled', { disabled: true }, 'it is disabled'],
    ['is for a tag that nothing has', { targetTags: ['db'] }, 'nothing here has the network tag db'],
    [
      'is for an account that nothing runs as',
      { targetServiceAccounts: ['db@acme'] },
      'nothing here has the service account db@acme',
    ],
  ])('keep an allowance that %s, and say why', async (_, changes, why) => {
    const firewalls = [
      firewallFixture({ name: 'meant', priority: 1, ...allow, ...changes }),
      firewallFixture(),
    ];
    const { outcome, passedOver } = await judge({ firewalls });
    expect(outcome).toBe('blocked');
    expect(passedOver).toEqual([{ id: 'meant (priority 1)', why }]);
  });

  it('bind by tag and by service account', async () => {
    const instances = [instanceFixture({ tags: ['db'], serviceAccounts: ['db@acme'] })];
    for (const target of [{ targetTags: ['db'] }, { targetServiceAccounts: ['db@acme'] }]) {
      const firewalls = [
        firewallFixture({ name: 'meant', priority: 1, ...allow, ...target }),
        firewallFixture(),
      ];
      expect(await judge({ firewalls, instances })).toMatchObject({ outcome: 'passes' });
    }
  });

  it.each<[Partial<model.Firewall>, string]>([
    [{ layer4: TCP_6379 }, 'blocked'],
    [{ layer4: [{ protocol: '6', ports: [] }] }, 'blocked'],
    [{ layer4: [{ protocol: 'udp', ports: [] }] }, 'passes'],
    [{ layer4: [{ protocol: 'tcp', ports: [{ from: 80, to: 443 }] }] }, 'passes'],
    [{ destinationRanges: [cidr('172.16.0.0/12')] }, 'passes'],
    [{ sourceRanges: [cidr('10.9.0.0/16')] }, 'passes'],
    [{ direction: 'INGRESS' }, 'passes'],
  ])('match what they say: %o', async (changes, outcome) => {
    expect(await judge({ firewalls: [firewallFixture(changes)] })).toMatchObject({ outcome });
  });

  it('never let the machines of a peer in by tag', async () => {
    const inward = { direction: 'INGRESS', destinationRanges: [], ...allow } as const;
    const firewalls = [
      firewallFixture({ name: 'tagged', ...inward, sourceTags: ['web'] }),
      firewallFixture({
        name: 'both',
        ...inward,
        sourceTags: ['web'],
        sourceRanges: [cidr('172.16.0.0/12')],
      }),
    ];
    const { snapshot } = await judge({ firewalls });
    const pieces = exposure(snapshot, { sourceId: snapshot.sources[0]?.id ?? '' });
    expect(pieces.map(({ outcome }) => outcome)).toEqual(['blocked']);
    expect(pieces[0]?.cause?.hop.by).toBe('implied deny ingress (priority 65535)');
  });
});

describe('firewall policies', () => {
  const deny = (type: string, changes: Partial<model.PolicyRule> = {}) =>
    policyFixture(type, policyRuleFixture(changes));

  it('of the organization go before everything', async () => {
    const firewalls = [firewallFixture({ ...allow, priority: 0 })];
    expect(await judge({ policies: [deny('HIERARCHY')], firewalls })).toMatchObject({
      at: 'hierarchical firewall policy policy-HIERARCHY',
      by: '(priority 1000)',
    });
    const pass = deny('HIERARCHY', allow);
    expect(await judge({ policies: [pass, deny('NETWORK')] })).toMatchObject({ outcome: 'passes' });
  });

  it('hand on what a rule says to hand on', async () => {
    const onward = policyFixture(
      'HIERARCHY',
      policyRuleFixture({ action: 'goto_next', priority: 1 }),
      policyRuleFixture({ priority: 2 }),
    );
    expect(await judge({ policies: [onward] })).toMatchObject({ outcome: 'passes' });
    expect(await judge({ policies: [onward], firewalls: [firewallFixture()] })).toMatchObject({
      at: 'VPC firewall rules of app-vpc',
    });
  });

  it('of the network come after VPC rules, or before where it says so', async () => {
    const changes = { policies: [deny('NETWORK')], firewalls: [firewallFixture({ ...allow })] };
    expect(await judge(changes)).toMatchObject({ outcome: 'passes' });
    const swapped = { ...changes, enforcementOrder: 'BEFORE_CLASSIC_FIREWALL' };
    expect(await judge(swapped)).toMatchObject({ at: 'network firewall policy policy-NETWORK' });
  });

  it('of a region come after those of the network', async () => {
    const regionalPolicies = [deny('NETWORK_REGIONAL')];
    expect(await judge({ regionalPolicies })).toMatchObject({
      at: 'regional network firewall policy policy-NETWORK_REGIONAL in us-central1',
    });
    const policies = [deny('NETWORK', allow)];
    expect(await judge({ regionalPolicies, policies })).toMatchObject({ outcome: 'passes' });
  });

  it("of Google's own come after those of the organization", async () => {
    const { snapshot } = await judge({ policies: [deny('SYSTEM'), deny('HIERARCHY')] });
    expect(snapshot.sources[0]?.out.map(({ id }) => id)).toEqual([
      'hierarchical firewall policy policy-HIERARCHY',
      'firewall policy policy-SYSTEM of type SYSTEM',
      'VPC firewall rules of app-vpc',
      'implied firewall rules of app-vpc',
    ]);
  });

  it('of an unknown kind leave the outcome open', async () => {
    const { outcome, piece } = await judge({ policies: [deny('FUTURE')] });
    expect(outcome).toBe('unknown');
    expect(piece?.undecided?.join()).toContain('firewall policy policy-FUTURE of type FUTURE');
  });

  it.each<[string, Partial<model.PolicyRule>, string]>([
    [
      'secure tag',
      { targetSecureTags: [{ name: 'tagValues/1', state: 'EFFECTIVE' }] },
      'secure tag tagValues/1',
    ],
    ['name', { conditions: { destFqdns: ['cache.example'] }, destinationRanges: [] }, 'name cache.example'],
    ['country', { conditions: { destRegionCodes: ['US'] }, destinationRanges: [] }, 'country US'],
    [
      'address group',
      { conditions: { destAddressGroups: ['groups/partners'] }, destinationRanges: [] },
      'address group groups/partners',
    ],
    [
      'threat list',
      { conditions: { destThreatIntelligences: ['iplist-known-malicious-ips'] }, destinationRanges: [] },
      'threat list iplist-known-malicious-ips',
    ],
    ['inspection', { action: 'apply_security_profile_group' }, 'what apply_security_profile_group'],
    ['new kind of target', { unknownTargets: ['targetForwardingRules'] }, 'targetForwardingRules'],
  ])('leave the outcome open over a %s, by name', async (_, changes, words) => {
    const { outcome, piece } = await judge({ policies: [deny('NETWORK', changes)] });
    expect(outcome).toBe('unknown');
    expect(piece?.undecided?.join()).toContain(words);
  });

  it('count ranges and names of one rule as alternatives', async () => {
    const conditions = { destFqdns: ['cache.example'] };
    expect(await judge({ policies: [deny('NETWORK', { conditions })] })).toMatchObject({
      outcome: 'blocked',
    });
  });

  it.each<[string, Partial<model.PolicyRule>]>([
    ['is disabled', { disabled: true }],
    ['is for other networks', { targetResources: [{ projectId: 'acme', name: 'other' }] }],
    ['is for the internet', { conditions: { destNetworkType: ['INTERNET'] } }],
    ['has a tag that is not in effect', { targetSecureTags: [{ name: 't', state: 'INEFFECTIVE' }] }],
    ['is for an account that nothing runs as', { targetServiceAccounts: ['db@acme'] }],
    ['is for what comes in', { direction: 'INGRESS' }],
  ])('do nothing by a rule that %s', async (_, changes) => {
    expect(await judge({ policies: [deny('NETWORK', changes)] })).toMatchObject({ outcome: 'passes' });
  });

  it('hold for what is not the internet', async () => {
    const conditions = { destNetworkType: ['NON_INTERNET'] };
    expect(await judge({ policies: [deny('NETWORK', { conditions })] })).toMatchObject({
      outcome: 'blocked',
    });
  });
});
