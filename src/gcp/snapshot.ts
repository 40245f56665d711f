import type { Cidr } from '../path/cidr.js';
import { merge } from '../path/cidr-set.js';
import type { FilterLayer } from '../path/filter.js';
import type { PathSnapshot, Peering, Source } from '../path/snapshot.js';
import type { FirewallDirection } from './compute/model.js';
import { type NetworkFacts, readFacts } from './snapshot/facts.js';
import { firewallLayers } from './snapshot/firewall-layers.js';
import { GcpGaps } from './snapshot/gaps.js';
import { type RoutingSurroundings, routingOf } from './snapshot/routing.js';
import { SUBNET_ROUTE } from './snapshot/subnet-routes.js';
import { wayBackOf } from './snapshot/way-back.js';
import type { Workload } from './snapshot/workload.js';
import { rangesOf, workloadsOf } from './snapshot/workloads.js';
import type { StepMeans } from './steps/means.js';

/** Reads the customer's side as the path model wants it. Writes nothing; what may not be read becomes a gap. */
export async function takeSnapshot(means: StepMeans, remote: readonly Cidr[]): Promise<PathSnapshot> {
  const { flow, settings, finder } = means;
  const gaps = new GcpGaps();
  const facts = await readFacts(means, gaps);
  const peering = peeringOf(facts, finder.name);
  const workloads = workloadsOf(facts, settings.firewall);
  const subnets = (facts.subnets ?? []).flatMap(rangesOf);
  const local = merge([...subnets, ...workloads.flatMap(({ cidrs }) => cidrs)]);
  const around = { facts, network: settings.network, peering, remote };
  return {
    provider: 'gcp',
    local: { id: `projects/${settings.projectId}/global/networks/${settings.network}`, cidrs: local },
    peering,
    sources: sourcesOf(workloads, around),
    remote: {
      id: flow.network.vpc?.resourceId ?? flow.network.id,
      cidrs: farBlocks(facts, remote),
      back: wayBackOf(facts, local),
    },
    gaps: gaps.all,
  };
}

/** Only an active peering carries packets. Nothing is known of a state that is new, or of a network that may not be read. */
function peeringOf({ network, peering }: NetworkFacts, wanted: string): Peering {
  if (!network) return { id: wanted, state: 'unknown', up: 'maybe' };
  if (!peering) return { id: wanted, state: 'not there', up: 'no' };
  const { name, state, stateDetails } = peering;
  const up = state === 'ACTIVE' ? 'yes' : state === 'INACTIVE' ? 'no' : 'maybe';
  const details = stateDetails.replace(/\.$/, '');
  return { id: name, state: up === 'yes' || details === '' ? state : `${state} (${details})`, up };
}

/** The network's own block, and the other subnets that the peering brings. */
function farBlocks({ regions }: NetworkFacts, remote: readonly Cidr[]): Cidr[] {
  const brought = [...regions.values()].flatMap(({ incoming = [] }) => incoming);
  const subnets = brought.filter(({ type, imported }) => imported && type === SUBNET_ROUTE);
  return merge([...remote, ...subnets.map(({ destination }) => destination)]);
}

/** Everything of a source but who it is. */
type Surroundings = Pick<Source, 'routing' | 'out' | 'in'>;

/** Workloads that no rule and no route can tell apart share what is around them; most of a network's subnets do. */
function sourcesOf(workloads: readonly Workload[], around: RoutingSurroundings): Source[] {
  const known = new Map<string, Surroundings>();
  return workloads.map((workload) => {
    const { id, subnetId, cidrs, region, tags, serviceAccounts, outboundOnly, broken } = workload;
    const key = JSON.stringify([region, tags ?? null, serviceAccounts ?? null, outboundOnly, broken && id]);
    const surroundings = known.get(key) ?? surroundingsOf(workload, around);
    known.set(key, surroundings);
    return { id, ...(subnetId !== undefined && { subnetId }), cidrs, ...surroundings };
  });
}

function surroundingsOf(workload: Workload, around: RoutingSurroundings): Surroundings {
  const layers = (direction: FirewallDirection) => firewallLayers(around.facts, direction, workload);
  const inward = workload.outboundOnly ? [CLOSED] : layers('INGRESS');
  return { routing: routingOf(workload, around), out: layers('EGRESS'), in: inward };
}

/** In the place of firewalls where nobody listens; replies pass. */
const CLOSED: FilterLayer = {
  id: 'serverless clients',
  attachedTo: 'network',
  stateful: true,
  rules: [],
  fallback: 'drop',
};
