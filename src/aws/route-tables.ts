import type { Cidr } from '../path/cidr.js';
import { coverage } from '../path/coverage.js';
import type { Route, RouteStage } from '../path/route.js';
import type { RouteTable, Subnet } from './ec2/model.js';
import type { RouteTableChoice } from './options.js';

/** The table that routes for a subnet: the one that names it, else the VPC's main table, which EC2 does not list for it. */
export function tableOfSubnet(tables: readonly RouteTable[], subnetId: string): RouteTable | undefined {
  return tables.find(({ subnetIds }) => subnetIds.includes(subnetId)) ?? mainTable(tables);
}

/** True for a table that only routes what comes in through a gateway: it serves no subnet, and takes no peering route. */
export function isEdge({ main, subnetIds, gatewayIds }: RouteTable): boolean {
  return !main && subnetIds.length === 0 && gatewayIds.length > 0;
}

/** The tables of a choice, and what it names in vain. */
export interface ChosenTables {
  readonly tables: readonly RouteTable[];
  /** Ids that the VPC does not have, or edge tables, each with why. */
  readonly unusable: readonly { readonly id: string; readonly why: string }[];
}

/** Resolves a choice of route tables. */
export function chooseTables(
  choice: RouteTableChoice,
  tables: readonly RouteTable[],
  subnets: readonly Subnet[],
): ChosenTables {
  const main = mainTable(tables);
  if (choice === 'main') return { tables: main ? [main] : [], unusable: [] };
  if (choice === 'all') {
    const used = subnets.flatMap(({ id }) => tableOfSubnet(tables, id) ?? []);
    return { tables: unique(used.length > 0 || !main ? used : [main]), unusable: [] };
  }
  if ('subnetIds' in choice) {
    const known = new Set(subnets.map(({ id }) => id));
    const strangers = choice.subnetIds.filter((id) => !known.has(id));
    return {
      tables: unique(
        choice.subnetIds.filter((id) => known.has(id)).flatMap((id) => tableOfSubnet(tables, id) ?? []),
      ),
      unusable: strangers.map((id) => ({ id, why: 'it is no subnet of the VPC' })),
    };
  }
  const found = choice.ids.map((id) => ({ id, table: tables.find((table) => table.id === id) }));
  return {
    tables: unique(found.flatMap(({ table }) => (table && !isEdge(table) ? [table] : []))),
    unusable: found.flatMap(({ id, table }) => {
      if (!table) return [{ id, why: 'it is no route table of the VPC' }];
      return isEdge(table) ? [{ id, why: 'it serves gateways and no subnet (an edge table)' }] : [];
    }),
  };
}

/**
 * The routes that now send some of the network's addresses through a firewall endpoint, a transit gateway or an
 * appliance: a route to the peering would bypass them.
 */
export function bypassedBy(
  routing: readonly RouteStage[],
  remote: readonly Cidr[],
  peeringId: string | undefined,
): Route[] {
  const parts = coverage({ routing, peeringId: peeringId ?? '', remote });
  const deciding = parts.filter(({ goes }) => goes !== 'peering').flatMap(({ routes }) => routes);
  return [...new Set(deciding.filter(inspects))];
}

function inspects({ targets, usable }: Route): boolean {
  return usable !== 'no' && targets.some(({ kind, id }) => kind === 'appliance' || id.startsWith('tgw-'));
}

function mainTable(tables: readonly RouteTable[]): RouteTable | undefined {
  return tables.find(({ main }) => main);
}

function unique(tables: readonly RouteTable[]): RouteTable[] {
  return [...new Map(tables.map((table) => [table.id, table])).values()];
}
