import type { Cidr } from '../../path/cidr.js';
import type { RouteStage } from '../../path/route.js';
import type { Peering } from '../../path/snapshot.js';
import { customRoutes } from './custom-routes.js';
import type { NetworkFacts } from './facts.js';
import { EVERYWHERE, policyBasedRoutes } from './policy-based-routes.js';
import { subnetRoutes } from './subnet-routes.js';
import type { Workload } from './workload.js';

/** What the routes of a network are translated with. */
export interface RoutingSurroundings {
  readonly facts: NetworkFacts;
  /** The network's name. */
  readonly network: string;
  readonly peering: Peering;
  /** The far blocks. */
  readonly remote: readonly Cidr[];
}

/**
 * The routes of a workload in the order in which Google asks them (documentation of VPC, "Routing order"): policy-based
 * routes; the ranges of subnets, own and peered, where a match ends the search; static, dynamic and imported routes.
 */
export function routingOf(workload: Workload, around: RoutingSurroundings): RouteStage[] {
  return [
    ...brokenStage(workload),
    ...policyBasedRoutes(workload, around),
    ...subnetRoutes(workload, around),
    ...customRoutes(workload, around),
  ];
}

/** A connector that does not run takes no packets to begin with. */
function brokenStage({ id, broken }: Workload): RouteStage[] {
  if (broken === undefined) return [];
  const route = { id, rank: 0, targets: [{ kind: 'drop', id }], usable: 'no', ifUnusable: 'drop' } as const;
  const routes = EVERYWHERE.map((destination) => ({
    ...route,
    destination,
    origin: 'connector',
    note: broken,
  }));
  return [{ name: id, order: 'listed', routes }];
}
