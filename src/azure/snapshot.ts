import { type Cidr, parseCidr } from '../path/cidr.js';
import { Gaps } from '../path/gaps.js';
import type { PathSnapshot, Peering, RemoteSide, Source } from '../path/snapshot.js';
import type { VnetPeering } from './arm/model.js';
import { resourceKey } from './ids.js';
import { remoteVnetId } from './remote.js';
import { isNotAllowed } from './rest/refusal.js';
import { readFacts, type VnetFacts } from './snapshot/facts.js';
import type { Direction, RuleSubject } from './snapshot/filter-rules.js';
import { layersOf } from './snapshot/layers.js';
import { routingOf } from './snapshot/routing.js';
import { carries, virtualNetworkTag } from './snapshot/virtual-network-tag.js';
import { type Workload, workloadsOf } from './snapshot/workloads.js';
import type { StepMeans } from './steps/means.js';

/** Reads the customer's side as the path model wants it. Writes nothing; what may not be read becomes a gap. */
export async function takeSnapshot(means: StepMeans): Promise<PathSnapshot> {
  const { flow, names } = means;
  const gaps = new Gaps((error) => (isNotAllowed(error) ? error.call.operation : undefined));
  const facts = await readFacts(means, gaps);
  const local = facts ? localBlocks(facts) : [];
  const block = parseCidr(flow.network.cidrBlock);
  const remote = {
    id: remoteVnetId(flow.network) ?? flow.network.id,
    cidrs: block.ok ? [block.cidr] : [],
  };
  return {
    provider: 'azure',
    local: { id: names.vnetId, cidrs: local },
    peering: facts ? peeringOf(facts.peering) : { id: 'none', state: 'unknown', up: 'maybe' },
    sources: facts ? workloadsOf(facts).map((workload) => sourceOf(workload, facts)) : [],
    remote: { ...remote, back: wayBack(facts, local) },
    gaps: gaps.all,
  };
}

function peeringOf(peering: VnetPeering | undefined): Peering {
  if (!peering) return { id: 'none', state: 'not there', up: 'no' };
  const { name, state, syncLevel, allowVirtualNetworkAccess: access } = peering;
  const words = [
    state,
    ...(syncLevel === undefined || syncLevel === 'FullyInSync' ? [] : [syncLevel]),
    ...(access ? [] : ['access to the remote virtual network is not allowed']),
  ];
  return { id: name, state: words.join(', '), up: carries(peering) ? 'yes' : 'no' };
}

/** What the peering carries of this side: all of it, or the subnets that it was made for. */
function localBlocks({ vnet, peering }: VnetFacts): Cidr[] {
  const some = peering && !peering.completeVnets ? peering.localSubnetNames : [];
  if (some.length === 0) return [...vnet.prefixes];
  const wanted = some.map((name) => name.toLowerCase());
  return vnet.subnets
    .filter(({ name }) => wanted.includes(name.toLowerCase()))
    .flatMap(({ prefixes }) => prefixes);
}

/** The platform gives each side the routes to the other one, as far as both know the other's address space. */
function wayBack(facts: VnetFacts | undefined, local: Cidr[]): RemoteSide['back'] {
  const level = facts?.peering?.syncLevel ?? 'FullyInSync';
  // What the far side knows of ours is not shown; it is behind while it is said not to be in sync.
  const known = facts?.peering && !['RemoteNotInSync', 'LocalAndRemoteNotInSync'].includes(level);
  return known ? { kind: 'exchanged', cidrs: local } : { kind: 'unknown' };
}

function sourceOf(workload: Workload, facts: VnetFacts): Source {
  const { id, subnet, cidrs, groupIds } = workload;
  const table = facts.routeTables.get(resourceKey(subnet.routeTableId ?? ''));
  const tag = virtualNetworkTag(facts.vnet, table);
  const layers = (direction: Direction) => {
    const subject: RuleSubject = { direction, tag, groupIds };
    return layersOf(workload, facts, subject);
  };
  return {
    id,
    subnetId: subnet.id,
    cidrs,
    routing: routingOf(workload, facts),
    out: layers('out'),
    in: layers('in'),
  };
}
