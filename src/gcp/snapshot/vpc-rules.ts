import type { FilterLayer, Rule } from '../../path/filter.js';
import type { Firewall, FirewallDirection } from '../compute/model.js';
import { byPriority, matchesOf } from './rule-match.js';
import { type Binding, bindServiceAccounts, bindTags, type Workload } from './workload.js';

/** The VPC firewall rules of a network, as they are for one workload. What none matches goes to the next layer. */
export function vpcRulesLayer(
  network: string,
  firewalls: readonly Firewall[],
  direction: FirewallDirection,
  workload: Workload,
): FilterLayer {
  const own = byPriority(firewalls.filter((rule) => rule.direction === direction));
  return {
    id: `VPC firewall rules of ${network}`,
    attachedTo: network,
    stateful: true,
    rules: own.flatMap((rule) => rulesOf(rule, workload)),
    fallback: 'continue',
  };
}

/** What holds where nothing else decides: everything may leave, nothing may enter. Google lists these rules nowhere. */
export function impliedLayer(network: string, direction: FirewallDirection): FilterLayer {
  const out = direction === 'EGRESS';
  const rule: Rule = {
    id: out ? 'implied allow egress (priority 65535)' : 'implied deny ingress (priority 65535)',
    action: out ? 'accept' : 'drop',
    match: {},
    applies: 'yes',
  };
  return {
    id: `implied firewall rules of ${network}`,
    attachedTo: network,
    stateful: true,
    rules: [rule],
    fallback: rule.action,
  };
}

function rulesOf(firewall: Firewall, workload: Workload): Rule[] {
  const { name, priority, direction, layer4, sourceRanges, destinationRanges } = firewall;
  const [remote, local] =
    direction === 'EGRESS' ? [destinationRanges, sourceRanges] : [sourceRanges, destinationRanges];
  const base = {
    id: `${name} (priority ${priority})`,
    action: firewall.action === 'allow' ? 'accept' : 'drop',
    ...bindingOf(firewall, workload),
  } as const;
  return matchesOf({ direction, layer4, local }).map((match) => ({
    ...base,
    match: { ...match, ...(remote.length > 0 && { remote }) },
  }));
}

function bindingOf(firewall: Firewall, workload: Workload): Binding {
  const { disabled, sourceTags, sourceServiceAccounts, sourceRanges } = firewall;
  if (disabled) return { applies: 'no', why: 'it is disabled' };
  const within = [...sourceTags, ...sourceServiceAccounts];
  if (within.length > 0 && sourceRanges.length === 0) {
    const why = `it is for machines of your own network with ${within.join(' or ')}, never for those of a peer`;
    return { applies: 'no', why };
  }
  const byTags = bindTags(firewall.targetTags, workload);
  return byTags.applies === 'yes' ? bindServiceAccounts(firewall.targetServiceAccounts, workload) : byTags;
}
