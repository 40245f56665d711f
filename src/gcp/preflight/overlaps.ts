import type { Cidr } from '../../path/cidr.js';
import { nextFreeBlock } from '../../path/free-block.js';
import { RFC1918 } from '../../path/ranges.js';
import type { Finding } from '../../peering/finding.js';
import type { NetworkPeering, PeeringRoute, Route } from '../compute/model.js';
import type { Check, CheckMeans } from './check.js';

/** A range that is in use around the network. */
interface Used {
  readonly block: Cidr;
  /** Where it is: `subnet default in us-east1`. */
  readonly by: string;
  /** Whether Google refuses the peering because of it. */
  readonly refused: boolean;
}

/**
 * Nothing around the network uses the Dragonfly network's addresses: no range of a subnet in any region, no static or
 * dynamic route within them, no other peering.
 */
export const checkOverlaps: Check = async (means) => {
  const used = (await Promise.all([subnets(means), routes(means), peerings(means)])).flat();
  const hits = used.filter(({ block }) => means.remote.some((other) => other.overlaps(block)));
  const refused = hits.filter((hit) => hit.refused);
  const free = refused.length > 0 ? freeBlock(means, used) : undefined;
  return [
    ...(refused.length > 0 ? [overlap(means, refused, free)] : []),
    ...hits.filter((hit) => !hit.refused).map((hit) => shadowed(means, hit)),
  ];
};

async function subnets({ reads, flow }: CheckMeans): Promise<Used[]> {
  const found = await reads.subnetworks(flow);
  return found.flatMap(({ name, region, cidrs, secondary }) => [
    ...cidrs.map((block) => ({ block, by: `subnet ${name} in ${region}`, refused: true })),
    ...secondary.map(({ name: range, cidr: block }) => ({
      block,
      by: `secondary range ${range} of subnet ${name} in ${region}`,
      refused: true,
    })),
  ]);
}

/** Only routes within the addresses count: broader ones lose against a subnet of the peering. */
async function routes({ reads, flow, remote }: CheckMeans): Promise<Used[]> {
  const found = await reads.routes(flow);
  return found
    .filter((route) => isCustom(route) && remote.some((block) => block.contains(route.destination)))
    .map(({ name, destination, type }) => ({
      block: destination,
      by: `route ${name}`,
      refused: type !== 'BGP',
    }));
}

function isCustom({ type, nextHop }: Route): boolean {
  if (type === 'STATIC' || type === 'BGP') return true;
  return type === '' && nextHop.kind !== 'network' && nextHop.kind !== 'peering';
}

async function peerings({ reads, flow, finder }: CheckMeans): Promise<Used[]> {
  const [{ peerings: all }, found] = await Promise.all([reads.network(flow), finder.find(flow)]);
  const own = found.kind === 'found' ? found.peering.name : undefined;
  const others = all.filter(({ name, state }) => name !== own && state === 'ACTIVE');
  const { region } = flow.network.location;
  const used = async ({ name }: NetworkPeering): Promise<Used[]> => {
    const brought = await reads.peeringRoutes({ peering: name, direction: 'INCOMING', region }, flow);
    return brought.map((route) => ofPeering(name, route));
  };
  return (await Promise.all(others.map(used))).flat();
}

function ofPeering(name: string, { destination, type }: PeeringRoute): Used {
  return { block: destination, by: `peering ${name}`, refused: type === 'SUBNET_PEERING_ROUTE' };
}

function overlap({ flow, settings }: CheckMeans, hits: readonly Used[], free: Cidr | undefined): Finding {
  const suggestion = free ? ` ${free} is free in your network, its routes and its peerings.` : '';
  return {
    code: 'cidr_overlap',
    severity: 'error',
    summary: `The network's CIDR ${flow.network.cidrBlock} overlaps ${hits.map(({ block }) => block).join(', ')} of ${settings.network}; Google refuses such a peering.`,
    evidence: hits.map(({ block, by }) => `${block}: ${by}`).join('; '),
    fix: {
      text: `Create a network with another CIDR; it cannot be changed.${suggestion}`,
      ...(free && { command: `dfcloud networks create --cidr ${free}` }),
    },
  };
}

function shadowed({ flow }: CheckMeans, { block, by }: Used): Finding {
  return {
    code: 'route_inside_cidr',
    severity: 'warning',
    summary: `${by} is for ${block}, which lies in the network's CIDR ${flow.network.cidrBlock}; it is ignored once the peering is active.`,
    evidence: `${block}: ${by}`,
    fix: { text: 'Whoever announces that range should stop, if the addresses are in use there.' },
  };
}

/** A block of the network's size that nothing around it uses. */
function freeBlock({ remote }: CheckMeans, used: readonly Used[]): Cidr | undefined {
  const avoid = [...used.map(({ block }) => block), ...remote];
  return nextFreeBlock({ prefix: remote[0]?.prefix ?? 24, pools: RFC1918, avoid });
}
