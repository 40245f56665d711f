import type {
  Connector,
  DirectEgress,
  EffectiveFirewalls,
  Instance,
  Network,
  NetworkPeering,
  PeeringRoute,
  PolicyBasedRoute,
  Route,
  RouteDirection,
  Subnetwork,
} from '../compute/model.js';
import type { StepMeans } from '../steps/means.js';
import type { GcpGaps } from './gaps.js';

/** What was read of a network; undefined is what may not be read. */
export interface NetworkFacts {
  readonly network: Network | undefined;
  /** This side's half of the peering; undefined when there is none, or the network may not be read. */
  readonly peering: NetworkPeering | undefined;
  readonly subnets: readonly Subnetwork[] | undefined;
  readonly routes: readonly Route[] | undefined;
  readonly policyRoutes: readonly PolicyBasedRoute[] | undefined;
  readonly instances: readonly Instance[] | undefined;
  /** Without regional policies. */
  readonly firewalls: EffectiveFirewalls | undefined;
  readonly regions: ReadonlyMap<string, RegionFacts>;
}

/** What belongs to one region. */
export interface RegionFacts {
  readonly firewalls: EffectiveFirewalls | undefined;
  /** What the peering brings; empty where there is none. */
  readonly incoming: readonly PeeringRoute[] | undefined;
  /** What the other side takes of this one. */
  readonly outgoing: readonly PeeringRoute[] | undefined;
  readonly connectors: readonly Connector[];
  readonly services: readonly DirectEgress[];
}

/** Reads everything around the peering, side by side: the network first, then each region that has a subnet. */
export async function readFacts(means: StepMeans, gaps: GcpGaps): Promise<NetworkFacts> {
  const { reads, flow, settings, finder } = means;
  const of = `of ${settings.network}`;
  const compute = await means.compute();
  const subnets = gaps.read(`the subnets ${of}`, reads.subnetworks(flow));
  const network = gaps.read(settings.network, reads.network(flow));
  const peering = network.then(async (readable) => {
    const found = readable && (await finder.find(flow));
    return found?.kind === 'found' ? found.peering : undefined;
  });
  const [routes, policyRoutes, instances, firewalls, regions] = await Promise.all([
    gaps.read(`the routes ${of}`, reads.routes(flow)),
    gaps.list(`the policy-based routes ${of}`, compute.policyBasedRoutes(settings.network, flow.signal)),
    gaps.read(`the VMs ${of}`, compute.instances(settings.network, flow.signal)),
    gaps.read(`the effective firewalls ${of}`, reads.effectiveFirewalls(flow)),
    Promise.all([subnets, network, peering]).then(([some = [], found, half]) => {
      const known = found !== undefined;
      return Promise.all(regionsOf(some).map((region) => readRegion(means, gaps, { region, known, half })));
    }),
  ]);
  const read = { network: await network, peering: await peering, subnets: await subnets };
  return { ...read, routes, policyRoutes, instances, firewalls, regions: new Map(regions) };
}

function regionsOf(subnets: readonly Subnetwork[]): string[] {
  return [...new Set(subnets.map(({ region }) => region))].sort();
}

interface Place {
  readonly region: string;
  /** Whether it is known if there is a peering. */
  readonly known: boolean;
  readonly half: NetworkPeering | undefined;
}

async function readRegion(
  means: StepMeans,
  gaps: GcpGaps,
  { region, known, half }: Place,
): Promise<[string, RegionFacts]> {
  const { reads, flow, settings } = means;
  const { network } = settings;
  const compute = await means.compute();
  const exchanged = (direction: RouteDirection) => {
    if (!half) return known ? [] : undefined;
    const what = `the ${direction.toLowerCase()} routes of peering ${half.name}`;
    return gaps.read(what, reads.peeringRoutes({ peering: half.name, direction, region }, flow));
  };
  const [firewalls, incoming, outgoing, connectors, services] = await Promise.all([
    gaps.read(
      `the firewall policies of ${region}`,
      compute.regionalEffectiveFirewalls({ network, region }, flow.signal),
    ),
    exchanged('INCOMING'),
    exchanged('OUTGOING'),
    gaps.list('the serverless connectors', compute.connectors(region, flow.signal)),
    gaps.list('the Cloud Run services with direct VPC egress', compute.directEgress(region, flow.signal)),
  ]);
  const serverless = { connectors: connectors ?? [], services: services ?? [] };
  return [region, { firewalls, incoming, outgoing, ...serverless }];
}
