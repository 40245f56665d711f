import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Gaps } from '../../path/gaps.js';
import type {
  AdminRule,
  EffectiveNsg,
  EffectiveRoute,
  Nic,
  Nsg,
  RouteTable,
  Vnet,
  VnetPeering,
} from '../arm/model.js';
import { nameOf, resourceKey, sameResource } from '../ids.js';
import { interfacesIn } from '../interfaces.js';
import { remoteVnetId } from '../remote.js';
import type { StepMeans } from '../steps/means.js';

/** What was read of a virtual network; undefined is what may not be read. */
export interface VnetFacts {
  readonly vnet: Vnet;
  /** The half of the peering with the Dragonfly network; undefined where there is none. */
  readonly peering: VnetPeering | undefined;
  /** By `resourceKey`; a table that is missing here may not be read. */
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  /** By `resourceKey`; a group that is missing here may not be read. */
  readonly nsgs: ReadonlyMap<string, Nsg>;
  readonly nics: readonly Nic[] | undefined;
  readonly adminRules: readonly AdminRule[] | undefined;
  /** What running interfaces have in effect, by the interface's `resourceKey`. */
  readonly effective: ReadonlyMap<string, Effective>;
}

/** What holds for one running interface, gateways and service tags included. */
export interface Effective {
  readonly routes: readonly EffectiveRoute[] | undefined;
  readonly groups: readonly EffectiveNsg[] | undefined;
}

/** Each of these costs two long-running operations. */
const EFFECTIVE_AT_MOST = 8;

/** Reads all that the path model needs; undefined when not even the virtual network may be read. */
export async function readFacts(means: StepMeans, gaps: Gaps): Promise<VnetFacts | undefined> {
  const { flow, reads } = means;
  const vnet = await gaps.read('the virtual network', reads.vnet(flow));
  if (!vnet) return undefined;
  const [routeTables, interfaces, adminRules] = await Promise.all([
    readEach(
      vnet.subnets.map(({ routeTableId }) => routeTableId),
      (id) => gaps.read(`the route table ${nameOf(id)}`, reads.routeTable(id, flow)),
    ),
    interfacesIn(vnet.subnets, reads, flow, (what, reading) => gaps.read(what, reading)),
    gaps.read('the security admin rules of network managers', reads.adminRules(flow)),
  ]);
  const nics = interfaces.complete ? interfaces.nics : undefined;
  const groupIds = [...vnet.subnets, ...(nics ?? [])].map(({ nsgId }) => nsgId);
  const [nsgs, effective] = await Promise.all([
    readEach(groupIds, (id) => gaps.read(`the network security group ${nameOf(id)}`, reads.nsg(id, flow))),
    readEffective(means, nics ?? []),
  ]);
  const remote = remoteVnetId(flow.network);
  const peering = vnet.peerings.find(({ remoteVnetId: id }) => sameResource(id, remote));
  return { vnet, peering, routeTables, nsgs, nics, adminRules, effective };
}

async function readEach<T>(
  ids: readonly (string | undefined)[],
  read: (id: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const different = new Map(ids.flatMap((id) => (id === undefined ? [] : [[resourceKey(id), id] as const])));
  const found = await Promise.all([...different].map(async ([key, id]) => [key, await read(id)] as const));
  return new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

/** One interface for each subnet and group; only those of a machine can have anything in effect. */
async function readEffective(
  { clients, flow }: StepMeans,
  nics: readonly Nic[],
): Promise<Map<string, Effective>> {
  const kinds = new Map<string, Nic>();
  for (const nic of nics) {
    if (nic.vmId === undefined) continue;
    const key = [nic.ipConfigurations[0]?.subnetId, nic.nsgId].map((id) => resourceKey(id ?? '')).join(' ');
    if (!kinds.has(key)) kinds.set(key, nic);
  }
  const context = { signal: flow.signal, clock: flow.clock };
  const chosen = [...kinds.values()].slice(0, EFFECTIVE_AT_MOST);
  const read = chosen.map(async ({ id }) => {
    const [routes, groups] = await Promise.all([
      unlessRefused(clients.arm.effectiveRoutes(id, context)),
      unlessRefused(clients.arm.effectiveNsgs(id, context)),
    ]);
    return [resourceKey(id), { routes, groups }] as const;
  });
  return new Map(await Promise.all(read));
}

/** A machine that is stopped has nothing in effect; then the configuration has to do. */
async function unlessRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CloudRefusedError) return undefined;
    throw error;
  }
}
