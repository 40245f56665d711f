import type { Action, FilterLayer, Rule } from '../../path/filter.js';
import type { Match } from '../../path/match.js';
import { isSameNetwork } from '../compute/links.js';
import type { FirewallDirection, FirewallPolicy, NetworkRef, PolicyRule } from '../compute/model.js';
import { byPriority, matchesOf } from './rule-match.js';
import { APPLIES, type Binding, bindServiceAccounts, type Workload } from './workload.js';

/** What a policy is asked about. */
export interface PolicyQuestion {
  readonly network: NetworkRef;
  readonly direction: FirewallDirection;
  readonly workload: Workload;
}

/** The name of a policy's layer says what kind it is, and for a regional one which region. */
export function policyLayerId({ title, type }: FirewallPolicy, region: string): string {
  switch (type) {
    case 'HIERARCHY':
      return `hierarchical firewall policy ${title}`;
    case 'NETWORK':
      return `network firewall policy ${title}`;
    case 'NETWORK_REGIONAL':
      return `regional network firewall policy ${title} in ${region}`;
    default:
      return `firewall policy ${title} of type ${type}`;
  }
}

/** One firewall policy, as it is for one workload. What none of its rules matches goes to the next layer. */
export function policyLayer(id: string, policy: FirewallPolicy, question: PolicyQuestion): FilterLayer {
  const own = byPriority(policy.rules.filter(({ direction }) => direction === question.direction));
  return {
    id,
    attachedTo: question.network.name,
    stateful: true,
    rules: own.flatMap((rule) => rulesOf(rule, question)),
    fallback: 'continue',
  };
}

const ACTIONS: Readonly<Record<string, Action>> = { allow: 'accept', deny: 'drop', goto_next: 'continue' };

/** A rule as often as needed for what Google joins by "or": protocols, and kinds of far ends. */
function rulesOf(rule: PolicyRule, question: PolicyQuestion): Rule[] {
  const id = `${rule.name === '' ? '' : `${rule.name} `}(priority ${rule.priority})`;
  const binding = bindingOf(rule, question);
  const ends = farEndsOf(rule);
  const matches = matchesOf({ ...rule, local: localOf(rule) }).flatMap((match) =>
    ends.map((end): Match => join(match, end)),
  );
  const action = ACTIONS[rule.action];
  if (action) return matches.map((match) => ({ id, action, match, ...binding }));
  const unresolved = [`what ${rule.action} of rule ${id} does with the packets`];
  return matches.flatMap((match) => [
    { id, action: 'accept', match: join(match, { unresolved }), ...binding },
    { id, action: 'drop', match: join(match, { unresolved }), ...binding },
  ]);
}

function join(one: Match, other: Match): Match {
  const unresolved = [...(one.unresolved ?? []), ...(other.unresolved ?? [])];
  return { ...one, ...other, ...(unresolved.length > 0 && { unresolved }) };
}

/** Conditions that narrow a rule, whatever else it names; the others each widen it by a further kind of far end. */
const NARROWING = /(NetworkType|NetworkContext|Networks)$/;

/** In words, for what is not visible in the configuration. */
const CONDITIONS: Readonly<Record<string, string>> = {
  SecureTags: 'secure tag',
  Fqdns: 'name',
  RegionCodes: 'country',
  AddressGroups: 'address group',
  ThreatIntelligences: 'threat list',
};

/**
 * The far ends of a rule. Ranges, names, countries, groups and lists of one rule are alternatives; the kind of network
 * holds for all of them.
 */
function farEndsOf(rule: PolicyRule): Match[] {
  const far = rule.direction === 'EGRESS' ? 'dest' : 'src';
  const ranges = rule.direction === 'EGRESS' ? rule.destinationRanges : rule.sourceRanges;
  const entries = Object.entries(rule.conditions);
  const narrowing = entries.filter(([name]) => NARROWING.test(name) || !name.startsWith(far));
  const widening = entries.filter(([name]) => !NARROWING.test(name) && name.startsWith(far));
  const unresolved = narrowing.flatMap(([name, values]) => narrowingWords(name, values));
  const alternatives: Match[] = [
    ...(ranges.length > 0 ? [{ remote: ranges }] : []),
    ...widening.map(([name, values]) => ({ unresolved: [wordsOf(name, values)] })),
  ];
  const ends: Match[] = alternatives.length > 0 ? alternatives : [{}];
  return unresolved.length === 0 ? ends : ends.map((end) => join(end, { unresolved }));
}

/** A peer's addresses are not the internet, and traffic between networks is what `NON_INTERNET` means. */
function narrowingWords(name: string, values: readonly string[]): string[] {
  const open = values.filter((value) => value !== 'NON_INTERNET' && value !== 'UNSPECIFIED');
  return open.length === 0 ? [] : [wordsOf(name, open)];
}

function wordsOf(name: string, values: readonly string[]): string {
  const kind = Object.entries(CONDITIONS).find(([ending]) => name.endsWith(ending))?.[1] ?? name;
  return `who is behind ${kind} ${values.join(', ')}`;
}

function localOf({ direction, sourceRanges, destinationRanges }: PolicyRule) {
  return direction === 'EGRESS' ? sourceRanges : destinationRanges;
}

function bindingOf(rule: PolicyRule, { network, workload }: PolicyQuestion): Binding {
  if (rule.disabled) return { applies: 'no', why: 'it is disabled' };
  const { targetResources, targetSecureTags, unknownTargets, conditions } = rule;
  if (targetResources.length > 0 && !targetResources.some((target) => isSameNetwork(target, network))) {
    const names = targetResources.map(({ projectId, name }) => `${projectId}/${name}`).join(', ');
    return { applies: 'no', why: `it is for other networks: ${names}` };
  }
  if (isForTheInternet(rule.direction, conditions)) {
    return { applies: 'no', why: 'it is for the internet, not for a peered network' };
  }
  const byAccount = bindServiceAccounts(rule.targetServiceAccounts, workload);
  if (byAccount.applies === 'no') return byAccount;
  const bySecureTag = bindSecureTags(targetSecureTags);
  if (bySecureTag.applies !== 'yes') return bySecureTag;
  if (unknownTargets.length > 0) return { applies: 'maybe', why: `what ${unknownTargets.join(', ')} is for` };
  return byAccount;
}

function isForTheInternet(direction: FirewallDirection, conditions: PolicyRule['conditions']): boolean {
  const far = direction === 'EGRESS' ? 'dest' : 'src';
  const kinds = [`${far}NetworkType`, `${far}NetworkContext`].flatMap((name) => conditions[name] ?? []);
  return kinds.includes('INTERNET');
}

/** Which machines carry a secure tag is not to be read beside the rules. A tag that is not in effect binds nothing. */
function bindSecureTags(tags: PolicyRule['targetSecureTags']): Binding {
  if (tags.length === 0) return APPLIES;
  const names = (some: typeof tags) => some.map(({ name }) => name).join(', ');
  const effective = tags.filter(({ state }) => state !== 'INEFFECTIVE');
  if (effective.length === 0) return { applies: 'no', why: `secure tag ${names(tags)} is not in effect` };
  return { applies: 'maybe', why: `who carries secure tag ${names(effective)}` };
}
