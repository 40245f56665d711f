import type { Cidr } from '../../path/cidr.js';
import type { Finding } from '../../peering/finding.js';
import type { TableRoute } from '../ec2/model.js';
import { isLive } from '../peering-states.js';
import { type TableView, viewRouting } from '../routing.js';
import { isPropagated } from '../table-stage.js';
import type { Check, CheckMeans } from './check.js';

/** Routes per table: the default quota, and how far AWS raises it. */
const ROUTES_DEFAULT = 500;
const ROUTES_MOST = 1_000;

/** The tables that are to be written: they exist, have room, and nothing in them is in the way. */
export const checkRoutes: Check = async (means) => {
  const { flow, settings, reads, finder, remote } = means;
  const view = await viewRouting(reads, flow, { choice: settings.routeTables, remote, finder });
  const perTable = await Promise.all(
    view.chosen.map(async (table) => [
      ...bypass(table, means),
      ...(await taken(table, means, view.peeringId)),
      ...moreSpecific(table, means),
      ...quota(table, means),
    ]),
  );
  return [...view.unusable.map(unusable), ...perTable.flat()];
};

function unusable({ id, why }: { readonly id: string; readonly why: string }): Finding {
  return {
    code: 'route_table_unusable',
    severity: 'error',
    summary: `${id} was named in routeTables, but ${why}.`,
    evidence: id,
    fix: { text: 'Name route tables or subnets of the VPC.' },
  };
}

function bypass({ table, bypasses }: TableView, { settings, flow }: CheckMeans): Finding[] {
  if (bypasses.length === 0) return [];
  const through = [...new Set(bypasses.flatMap(({ targets }) => targets.map(({ id }) => id)))].join(', ');
  const included = settings.include.includes(table.id);
  const skipped = `${table.id} sends ${flow.network.cidrBlock} through ${through} now; it gets no route, because that would bypass it.`;
  const written = `${table.id} gets a route that bypasses ${through}, as you asked for.`;
  return [
    {
      code: included ? 'bypass_included' : 'bypass',
      severity: included ? 'info' : 'warning',
      summary: included ? written : skipped,
      evidence: bypasses
        .map(({ id, targets }) => `${id} -> ${targets.map((target) => target.id)}`)
        .join(', '),
      fix: {
        text: included
          ? 'Nothing has to be done.'
          : `Route the network behind it yourself, or pass include: ['${table.id}'] (--include ${table.id}) when a bypass is right.`,
      },
    },
  ];
}

/** A live route to exactly the network's block that leads elsewhere. */
async function taken(
  { table, bypasses }: TableView,
  { settings, reads, flow, remote }: CheckMeans,
  peeringId: string | undefined,
): Promise<Finding[]> {
  if (bypasses.length > 0 && !settings.include.includes(table.id)) return [];
  const rows = table.routes.filter((row) => isExactly(row, remote) && !isPropagated(row));
  const foreign = rows.filter(({ target }) => target.kind !== 'local' && target.id !== peeringId);
  const isDead = async ({ target, state }: TableRoute) => {
    if (state !== 'blackhole' || target.kind !== 'peering') return false;
    const peering = await reads.peering(target.id, flow);
    return !peering || !isLive(peering);
  };
  const findings = foreign.map(async (row): Promise<Finding[]> => {
    if (await isDead(row)) return [];
    const replace = settings.onConflict === 'replace';
    return [
      {
        code: 'route_taken',
        severity: replace ? 'warning' : 'error',
        summary: `${table.id} already routes ${row.destination} to ${row.target.id}${replace ? ', and that is replaced' : ''}.`,
        evidence: `${row.destination} -> ${row.target.id} (${row.state}, ${row.origin})`,
        fix: {
          text: "Remove the route, choose other route tables, or pass onConflict: 'replace' (--on-conflict replace).",
          command: `aws ec2 delete-route --region ${settings.region} --route-table-id ${table.id} --destination-cidr-block ${row.destination}`,
        },
      },
    ];
  });
  return (await Promise.all(findings)).flat();
}

/** Routes to parts of the network's block: they win over ours. */
function moreSpecific({ table, stages }: TableView, { remote, settings }: CheckMeans): Finding[] {
  const routes = stages.flatMap((stage) => stage.routes);
  const stealing = routes.filter(
    ({ destination, usable, ifUnusable }) =>
      (usable !== 'no' || ifUnusable === 'drop') &&
      remote.some((block) => block.contains(destination) && block.prefix < destination.prefix),
  );
  return stealing.map(({ destination, targets: [target] }) => ({
    code: 'more_specific_route',
    severity: 'warning',
    summary: `${table.id} routes ${destination}, a part of the network, to ${target?.id}: datastores there stay out of reach.`,
    evidence: `${destination} -> ${target?.id}`,
    fix: {
      text: 'Remove the route if it is not needed.',
      command: `aws ec2 delete-route --region ${settings.region} --route-table-id ${table.id} --destination-cidr-block ${destination}`,
    },
  }));
}

function quota({ table }: TableView, { remote }: CheckMeans): Finding[] {
  const own = table.routes.filter((row) => !isPropagated(row) && row.destination?.family !== 6);
  if (own.length < ROUTES_DEFAULT || own.some((row) => isExactly(row, remote))) return [];
  return [
    {
      code: 'routes_quota',
      severity: own.length >= ROUTES_MOST ? 'error' : 'warning',
      summary: `${table.id} has ${own.length} routes; AWS allows ${ROUTES_DEFAULT} in a table unless it was asked for up to ${ROUTES_MOST}.`,
      evidence: `${own.length} routes that are not propagated`,
      fix: {
        text: 'Remove routes that are not needed, or ask for a higher quota (VPC, routes per route table).',
      },
    },
  ];
}

function isExactly({ destination }: TableRoute, remote: readonly Cidr[]): boolean {
  return remote.some((block) => String(block) === String(destination));
}
