import { parseCidr } from '../../../path/cidr.js';
import type { PolicyRule } from '../state/firewall-policy-record.js';
import type { Body } from '../wire/body.js';
import { invalidValue } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { textsOf } from '../wire/lists.js';

/** The greatest priority that there is. */
export const LAST_PRIORITY = 2_147_483_647;

const NAMES = [
  ...[
    'kind',
    'ruleName',
    'description',
    'priority',
    'match',
    'action',
    'direction',
    'disabled',
    'enableLogging',
  ],
  ...['targetResources', 'targetServiceAccounts', 'targetSecureTags', 'targetType', 'targetForwardingRules'],
  ...['securityProfileGroup', 'tlsInspect', 'ruleTupleCount', 'firewallPolicy'],
];
const MATCH_LISTS = [
  ...['srcIpRanges', 'destIpRanges', 'srcAddressGroups', 'destAddressGroups', 'srcFqdns', 'destFqdns'],
  ...[
    'srcRegionCodes',
    'destRegionCodes',
    'srcThreatIntelligences',
    'destThreatIntelligences',
    'srcNetworks',
  ],
];
const MATCH_TEXTS = ['srcNetworkType', 'destNetworkType', 'srcNetworkContext', 'destNetworkContext'];
const ACTIONS = ['allow', 'deny', 'goto_next', 'apply_security_profile_group', 'mirror', 'do_not_mirror'];

/**
 * A rule as it is kept; `priority` is that of the query where the body has none.
 * @throws {GcpError} what is wrong with the request
 */
export function policyRule(body: Body, priority?: number): PolicyRule {
  body.only(NAMES);
  const rule = {
    kind: 'compute#firewallPolicyRule',
    priority: body.integer('priority', 0, LAST_PRIORITY) ?? priority,
    action: body.required('action') && body.word('action', ACTIONS),
    direction: body.required('direction') && body.word('direction', ['INGRESS', 'EGRESS']),
    ruleName: body.text('ruleName'),
    description: body.text('description'),
    disabled: body.flag('disabled'),
    enableLogging: body.flag('enableLogging') ?? false,
    match: matcher(body),
    targetResources: textsOf(body, 'targetResources'),
    targetServiceAccounts: textsOf(body, 'targetServiceAccounts'),
    targetSecureTags: secureTags(body, 'targetSecureTags'),
    targetForwardingRules: textsOf(body, 'targetForwardingRules'),
    targetType: body.text('targetType') ?? 'INSTANCES',
    securityProfileGroup: body.text('securityProfileGroup'),
    tlsInspect: body.flag('tlsInspect'),
  };
  if (rule.priority === undefined) throw invalidValue('resource.priority', '');
  return { ...defined({ ...rule, ruleTupleCount: tuples(rule.match) }), priority: rule.priority };
}

function matcher(body: Body): Fields {
  const match = body.object('match');
  const layer4 = match?.objects('layer4Configs');
  if (!match || !layer4 || layer4.length === 0) {
    throw invalidValue('resource.match.layer4Configs', '', 'Must specify at least one protocol.');
  }
  match.only([...MATCH_LISTS, ...MATCH_TEXTS, 'layer4Configs', 'srcSecureTags']);
  checkRanges(match, 'srcIpRanges');
  checkRanges(match, 'destIpRanges');
  return defined({
    ...Object.fromEntries(MATCH_LISTS.map((name) => [name, textsOf(match, name)])),
    ...Object.fromEntries(MATCH_TEXTS.map((name) => [name, match.text(name)])),
    srcSecureTags: secureTags(match, 'srcSecureTags'),
    layer4Configs: layer4.map((config) => {
      config.only(['ipProtocol', 'ports']);
      return defined({ ipProtocol: config.required('ipProtocol'), ports: textsOf(config, 'ports') });
    }),
  });
}

function checkRanges(match: Body, name: string): void {
  textsOf(match, name)?.forEach((text, index) => {
    if (!parseCidr(text).ok)
      throw invalidValue(`resource.match.${name}[${index}]`, text, 'Must be a valid CIDR range.');
  });
}

/** A tag that was just bound is effective. */
function secureTags(body: Body, name: string): readonly Fields[] | undefined {
  const list = body.objects(name)?.map((tag) => ({ name: tag.required('name'), state: 'EFFECTIVE' }));
  return list?.length === 0 ? undefined : list;
}

/** What Google counts against a quota: blocks, and one for each protocol (recorded). */
function tuples(match: Fields): number {
  const count = (name: string) => {
    const list = match[name];
    return Array.isArray(list) ? list.length : 0;
  };
  return count('srcIpRanges') + count('destIpRanges') + count('layer4Configs');
}

/** The four rules that every network firewall policy ends with (recorded): they ask what comes next. */
export const CLOSING_RULES: readonly PolicyRule[] = [
  closingRule(LAST_PRIORITY - 3, 'EGRESS', '::/0'),
  closingRule(LAST_PRIORITY - 2, 'INGRESS', '::/0'),
  closingRule(LAST_PRIORITY - 1, 'EGRESS', '0.0.0.0/0'),
  closingRule(LAST_PRIORITY, 'INGRESS', '0.0.0.0/0'),
];

function closingRule(priority: number, direction: 'INGRESS' | 'EGRESS', block: string): PolicyRule {
  return {
    kind: 'compute#firewallPolicyRule',
    description: `default ${direction.toLowerCase()} rule`,
    priority,
    action: 'goto_next',
    direction,
    enableLogging: false,
    match: {
      [direction === 'INGRESS' ? 'srcIpRanges' : 'destIpRanges']: [block],
      layer4Configs: [{ ipProtocol: 'all' }],
    },
    ruleTupleCount: 2,
    targetType: 'INSTANCES',
  };
}
