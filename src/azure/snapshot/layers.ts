import type { FilterLayer } from '../../path/filter.js';
import { unreadableLayer } from '../../path/unreadable.js';
import type { SecurityRule } from '../arm/model.js';
import { nameOf, resourceKey, sameResource } from '../ids.js';
import type { VnetFacts } from './facts.js';
import { adminRules, groupRules, type RuleSubject } from './filter-rules.js';
import type { Workload } from './workloads.js';

/**
 * The filters of a source in Azure's order: security admin rules, then on the way out the group of the interface and that
 * of the subnet, on the way in the other way round. All of them follow connections.
 */
export function layersOf(workload: Workload, facts: VnetFacts, subject: RuleSubject): FilterLayer[] {
  const { subnet, nicGroup } = workload;
  const layer = (nsgId: string | undefined, attachedTo: string) =>
    nsgId === undefined ? [] : [groupLayer(nsgId, attachedTo, rulesOf(nsgId, workload, facts), subject)];
  const onInterface = layer(nicGroup, 'network interface');
  const onSubnet = layer(subnet.nsgId, subnet.name);
  const groups = subject.direction === 'out' ? [...onInterface, ...onSubnet] : [...onSubnet, ...onInterface];
  return [...managerLayers(facts, subject), ...groups];
}

/** A group that stands for those that could not be read. */
export const UNKNOWN_GROUP = 'network security groups of the interfaces';

function managerLayers({ adminRules: rules, vnet }: VnetFacts, subject: RuleSubject): FilterLayer[] {
  const layer = { id: 'security admin rules', attachedTo: vnet.name, stateful: true };
  if (!rules) {
    const why = 'the security admin rules of network managers could not be read';
    return [unreadableLayer({ ...layer, actions: ['continue', 'accept', 'drop'], why })];
  }
  const own = adminRules(rules, subject);
  return own.length === 0 ? [] : [{ ...layer, rules: own, fallback: 'continue' }];
}

/** As a running interface has them, with the service tags resolved; else as the group has them. */
function rulesOf(nsgId: string, { effective }: Workload, { nsgs }: VnetFacts): SecurityRule[] | undefined {
  const shown = effective?.groups?.find((group) => sameResource(group.nsgId, nsgId));
  if (shown) return [...shown.rules];
  const nsg = nsgs.get(resourceKey(nsgId));
  return nsg && [...nsg.rules, ...nsg.defaultRules];
}

function groupLayer(
  nsgId: string,
  attachedTo: string,
  rules: readonly SecurityRule[] | undefined,
  subject: RuleSubject,
): FilterLayer {
  const layer = { id: nameOf(nsgId), attachedTo, stateful: true };
  if (rules) return { ...layer, rules: groupRules(rules, subject), fallback: 'drop' };
  const why = `the rules of ${layer.id} could not be read`;
  return unreadableLayer({ ...layer, actions: ['continue', 'drop'], why });
}
