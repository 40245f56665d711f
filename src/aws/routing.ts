import type { Cidr } from '../path/cidr.js';
import type { Route, RouteStage } from '../path/route.js';
import type { ReadContext } from '../peering/once-per-round.js';
import type { RouteTable } from './ec2/model.js';
import type { RouteTableChoice } from './options.js';
import type { PeeringFinder } from './peering-finder.js';
import type { Reads } from './reads.js';
import { bypassedBy, chooseTables } from './route-tables.js';
import { type PrefixLists, prefixListsOf, tableStages } from './table-stage.js';

/** One route table as a run looks at it. */
export interface TableView {
  readonly table: RouteTable;
  /** The same for the path model. */
  readonly stages: readonly RouteStage[];
  /** The routes that a route to the peering would bypass; none where the table may be written. */
  readonly bypasses: readonly Route[];
}

/** The chosen tables with what they do now. */
export interface RoutingView {
  readonly chosen: readonly TableView[];
  /** The peering's id, where it is known. */
  readonly peeringId: string | undefined;
  /** All tables of the VPC. */
  readonly all: readonly RouteTable[];
  /** Ids that were named in vain. */
  readonly unusable: readonly { readonly id: string; readonly why: string }[];
}

/** What is looked for. */
export interface RoutingQuestion {
  readonly choice: RouteTableChoice;
  /** The far blocks. */
  readonly remote: readonly Cidr[];
  /** The peering. */
  readonly finder: PeeringFinder;
}

/** Reads the chosen route tables, prefix lists expanded. */
export async function viewRouting(
  reads: Reads,
  context: ReadContext,
  { choice, remote, finder }: RoutingQuestion,
): Promise<RoutingView> {
  const [vpc, all, subnets, peeringId] = await Promise.all([
    reads.vpc(context),
    reads.routeTables(context),
    reads.subnets(context),
    finder.id(context),
  ]);
  const { tables, unusable } = chooseTables(choice, all, subnets);
  const prefixLists = await readPrefixLists(reads, context, prefixListsOf(tables));
  const chosen = tables.map((table) => {
    const stages = tableStages(table, { local: vpc.cidrs, prefixLists });
    return { table, stages, bypasses: bypassedBy(stages, remote, peeringId) };
  });
  return { chosen, peeringId, all, unusable };
}

/** Reads prefix lists. */
export async function readPrefixLists(
  reads: Reads,
  context: ReadContext,
  ids: readonly string[],
): Promise<PrefixLists> {
  const read = async (id: string) => [id, await reads.prefixList(id, context)] as const;
  return new Map(await Promise.all(ids.map(read)));
}
