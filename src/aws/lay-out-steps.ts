import type { Cidr } from '../path/cidr.js';
import type { Step } from '../peering/step.js';
import type { RouteTable } from './ec2/model.js';
import { type TableView, viewRouting } from './routing.js';
import { acceptStep } from './steps/accept-step.js';
import { activeStep } from './steps/active-step.js';
import { dnsStep } from './steps/dns-step.js';
import { groupRuleStep, type WantedRule } from './steps/group-rule-step.js';
import type { StepMeans } from './steps/means.js';
import { routeStep } from './steps/route-step.js';
import { tagStep } from './steps/tag-step.js';

/**
 * The steps at the customer's side: accept, compare, tag, routes, rules, DNS. What an earlier run with other options
 * has left is among them, so that `destroy` finds it.
 */
export async function layOutSteps(means: StepMeans, remote: readonly Cidr[]): Promise<Step[]> {
  const [routes, rules] = await Promise.all([routeSteps(means, remote), wantedRules(means, remote)]);
  return [
    acceptStep(means),
    activeStep(means),
    tagStep(means),
    ...routes,
    ...rules.map((rule) => groupRuleStep(means, rule)),
    ...(means.settings.dnsResolution ? [dnsStep(means)] : []),
  ];
}

async function routeSteps(means: StepMeans, remote: readonly Cidr[]): Promise<Step[]> {
  const { reads, settings, flow, finder } = means;
  const question = { choice: settings.routeTables, remote, finder };
  const { chosen, all, peeringId } = await viewRouting(reads, flow, question);
  const written = chosen.filter(
    ({ table, bypasses }) => bypasses.length === 0 || settings.include.includes(table.id),
  );
  const writtenIds = new Set(written.map(({ table }) => table.id));
  return remote.flatMap((destination) => [
    ...written.map(({ table, bypasses }) =>
      routeStep(means, { tableId: table.id, destination, note: bypassNote(bypasses) }),
    ),
    ...all
      .filter((table) => !writtenIds.has(table.id) && leadsTo(table, destination, peeringId))
      .map(({ id }) => routeStep(means, { tableId: id, destination, note: 'from an earlier run' })),
  ]);
}

function bypassNote(bypasses: TableView['bypasses']): string | undefined {
  if (bypasses.length === 0) return undefined;
  return `bypasses ${bypasses.flatMap(({ targets }) => targets.map(({ id }) => id)).join(', ')}, as include says`;
}

function leadsTo({ routes }: RouteTable, destination: Cidr, peeringId: string | undefined): boolean {
  return (
    peeringId !== undefined &&
    routes.some((row) => row.target.id === peeringId && String(row.destination) === String(destination))
  );
}

async function wantedRules(
  { reads, settings, flow }: StepMeans,
  remote: readonly Cidr[],
): Promise<WantedRule[]> {
  const directions = settings.ingress ? [true, false] : [true];
  const named = settings.securityGroupIds.flatMap((groupId) =>
    directions.flatMap((egress) => remote.map((cidr) => ({ groupId, egress, cidr, named: true }))),
  );
  const earlier = await earlierRules(reads.rulesOfNetwork(flow.network.id, flow));
  const isNamed = (rule: WantedRule) => named.some((other) => keyOf(other) === keyOf(rule));
  const left = new Map(earlier.filter((rule) => !isNamed(rule)).map((rule) => [keyOf(rule), rule]));
  return [...named, ...left.values()];
}

async function earlierRules(found: ReturnType<StepMeans['reads']['rulesOfNetwork']>): Promise<WantedRule[]> {
  return (await found).flatMap(({ groupId, egress, cidr }) =>
    cidr ? [{ groupId, egress, cidr, named: false }] : [],
  );
}

function keyOf({ groupId, egress, cidr }: WantedRule): string {
  return `${groupId} ${egress} ${cidr}`;
}
