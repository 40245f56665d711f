import { Fields } from '../fields.js';
import { lastPart, networkRef } from '../links.js';
import type {
  EffectiveFirewalls,
  Firewall,
  FirewallDirection,
  FirewallPolicy,
  Layer4,
  PolicyRule,
} from '../model.js';
import { blocksOf, portsOf } from './addresses.js';

/** A VPC firewall rule. */
export function readFirewall(fields: Fields, projectId: string): Firewall {
  const denies = fields.has('denied');
  return {
    name: fields.text('name') ?? '',
    network: networkRef(fields.text('network') ?? '', projectId),
    direction: directionOf(fields),
    priority: fields.number('priority') ?? 1000,
    disabled: fields.flag('disabled'),
    action: denies ? 'deny' : 'allow',
    layer4: fields.records(denies ? 'denied' : 'allowed').map((entry) => readLayer4(entry, 'IPProtocol')),
    sourceRanges: blocksOf(fields.texts('sourceRanges')),
    sourceTags: fields.texts('sourceTags'),
    sourceServiceAccounts: fields.texts('sourceServiceAccounts'),
    destinationRanges: blocksOf(fields.texts('destinationRanges')),
    targetTags: fields.texts('targetTags'),
    targetServiceAccounts: fields.texts('targetServiceAccounts'),
    description: fields.text('description') ?? '',
  };
}

/** What is in effect. The list of policies is spelled like this; a network without any has neither list. */
export function readEffectiveFirewalls(answer: unknown, projectId: string): EffectiveFirewalls {
  const fields = new Fields(answer);
  return {
    firewalls: fields.records('firewalls').map((firewall) => readFirewall(firewall, projectId)),
    policies: fields.records('firewallPolicys').map((policy) => readPolicy(policy, projectId)),
  };
}

function readPolicy(fields: Fields, projectId: string): FirewallPolicy {
  const name = fields.text('name') ?? '';
  const rules = fields.records('rules').map((rule) => readPolicyRule(rule, projectId));
  return {
    name,
    title: fields.text('shortName') ?? fields.text('displayName') ?? lastPart(name),
    type: fields.text('type') ?? '',
    // Equal numbers cannot occur in a policy; should they, a deny is asked first, as among VPC rules.
    rules: rules.sort(
      (a, b) => a.priority - b.priority || Number(b.action === 'deny') - Number(a.action === 'deny'),
    ),
  };
}

const CONDITIONS = ['AddressGroups', 'Fqdns', 'RegionCodes', 'ThreatIntelligences'];
const CONDITION_TEXTS = ['NetworkType', 'NetworkContext'];

function readPolicyRule(fields: Fields, projectId: string): PolicyRule {
  const match = fields.at('match');
  return {
    name: fields.text('ruleName') ?? '',
    priority: fields.number('priority') ?? 2_147_483_647,
    action: fields.text('action') ?? '',
    direction: directionOf(fields),
    disabled: fields.flag('disabled'),
    sourceRanges: blocksOf(match.texts('srcIpRanges')),
    destinationRanges: blocksOf(match.texts('destIpRanges')),
    layer4: match.records('layer4Configs').map((entry) => readLayer4(entry, 'ipProtocol')),
    conditions: conditionsOf(match),
    targetServiceAccounts: fields.texts('targetServiceAccounts'),
    targetSecureTags: fields.records('targetSecureTags').map(readSecureTag),
    targetResources: fields.texts('targetResources').map((link) => networkRef(link, projectId)),
    unknownTargets: fields.has('targetForwardingRules') ? ['targetForwardingRules'] : [],
  };
}

function conditionsOf(match: Fields): PolicyRule['conditions'] {
  const sides = ['src', 'dest'];
  const lists = sides.flatMap((side) =>
    CONDITIONS.map((name) => [side + name, match.texts(side + name)] as const),
  );
  const single = sides.flatMap((side) =>
    CONDITION_TEXTS.map((name) => [side + name, [match.text(side + name) ?? []].flat()] as const),
  );
  const tags = match.records('srcSecureTags').map((tag) => readSecureTag(tag).name);
  const all = [
    ...lists,
    ...single,
    ['srcNetworks', match.texts('srcNetworks')],
    ['srcSecureTags', tags],
  ] as const;
  return Object.fromEntries(all.filter(([, values]) => values.length > 0));
}

function readSecureTag(fields: Fields): PolicyRule['targetSecureTags'][number] {
  return { name: fields.text('name') ?? '', state: fields.text('state') ?? '' };
}

function readLayer4(fields: Fields, protocol: 'IPProtocol' | 'ipProtocol'): Layer4 {
  return {
    protocol: (fields.text(protocol) ?? 'all').toLowerCase(),
    ports: fields.texts('ports').flatMap((text) => portsOf(text) ?? []),
  };
}

function directionOf(fields: Fields): FirewallDirection {
  return fields.text('direction') === 'EGRESS' ? 'EGRESS' : 'INGRESS';
}
