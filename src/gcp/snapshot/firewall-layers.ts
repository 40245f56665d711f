import type { FilterLayer } from '../../path/filter.js';
import { unreadableLayer } from '../../path/unreadable.js';
import type { EffectiveFirewalls, FirewallDirection, FirewallPolicy, Network } from '../compute/model.js';
import type { NetworkFacts } from './facts.js';
import { policyLayer, policyLayerId } from './policy-layer.js';
import { impliedLayer, vpcRulesLayer } from './vpc-rules.js';
import type { Workload } from './workload.js';

/**
 * The firewalls that packets of a workload run through, in the order in which Google asks them: policies of the
 * organization and its folders, Google's own, VPC rules, the network's policies, its regional ones, the implied rules.
 * The network may ask its VPC rules after its policies. (Documentation of Cloud NGFW, "Policy and rule evaluation order".)
 */
export function firewallLayers(
  facts: NetworkFacts,
  direction: FirewallDirection,
  workload: Workload,
): FilterLayer[] {
  const { network, firewalls } = facts;
  if (!network || !firewalls) return [unreadFirewalls(workload)];
  const regional = facts.regions.get(workload.region)?.firewalls;
  const layersOf = (...kinds: readonly Kind[]): FilterLayer[] =>
    policiesOf(firewalls, regional)
      .filter((policy) => kinds.includes(kindOf(policy)))
      .flatMap((policy) => layerOf(policy, { network, direction, workload }));
  const classic = [vpcRulesLayer(network.name, firewalls.firewalls, direction, workload)];
  const policies = [
    ...layersOf('network'),
    ...(regional ? layersOf('regional') : [unreadPolicies(network.name, workload)]),
  ];
  return [
    ...layersOf('unknown'),
    ...layersOf('hierarchy'),
    ...layersOf('system'),
    ...inOrder(network, classic, policies),
    impliedLayer(network.name, direction),
  ];
}

type Kind = 'hierarchy' | 'system' | 'network' | 'regional' | 'unknown';

const KINDS: Readonly<Record<string, Kind>> = {
  HIERARCHY: 'hierarchy',
  SYSTEM: 'system',
  SYSTEM_GLOBAL: 'system',
  SYSTEM_REGIONAL: 'system',
  NETWORK: 'network',
  NETWORK_REGIONAL: 'regional',
};

function kindOf({ type }: FirewallPolicy): Kind {
  return KINDS[type] ?? 'unknown';
}

/** Those of the network, and those that only the region's answer lists. */
function policiesOf(
  { policies }: EffectiveFirewalls,
  regional: EffectiveFirewalls | undefined,
): FirewallPolicy[] {
  const known = new Set(policies.map(keyOf));
  return [...policies, ...(regional?.policies ?? []).filter((policy) => !known.has(keyOf(policy)))];
}

/** Both answers list the policies that are not regional; only the region's tells Google's own ones apart. */
function keyOf({ name, type }: FirewallPolicy): string {
  return `${type.replace(/_GLOBAL$/, '')} ${name}`;
}

function inOrder(
  { enforcementOrder }: Network,
  classic: FilterLayer[],
  policies: FilterLayer[],
): FilterLayer[] {
  return enforcementOrder === 'BEFORE_CLASSIC_FIREWALL'
    ? [...policies, ...classic]
    : [...classic, ...policies];
}

interface Surroundings {
  readonly network: Network;
  readonly direction: FirewallDirection;
  readonly workload: Workload;
}

/** A policy without a rule for this direction has no say. One of an unknown kind may do anything, at any point. */
function layerOf(policy: FirewallPolicy, around: Surroundings): FilterLayer[] {
  if (policy.rules.every(({ direction }) => direction !== around.direction)) return [];
  const id = policyLayerId(policy, around.workload.region);
  if (kindOf(policy) !== 'unknown') return [policyLayer(id, policy, around)];
  const why = `when ${id} is asked is not known`;
  return [unread(id, around.network.name, why)];
}

function unreadFirewalls({ region }: Workload): FilterLayer {
  const why = 'the firewalls that are in effect could not be read';
  return unread(`firewalls in ${region}`, 'network', why);
}

function unreadPolicies(network: string, { region }: Workload): FilterLayer {
  const id = `regional network firewall policies in ${region}`;
  return unread(id, network, `${id} could not be read`);
}

function unread(id: string, attachedTo: string, why: string): FilterLayer {
  return unreadableLayer({ id, attachedTo, stateful: true, actions: ['continue', 'accept', 'drop'], why });
}
