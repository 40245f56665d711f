import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Cidr } from '../../path/cidr.js';
import type { ReadContext } from '../../peering/once-per-round.js';
import type { Nic, Subnet, Vnet } from '../arm/model.js';
import { resourceKey, sameResource } from '../ids.js';
import type { Reads } from '../reads.js';

/** A network security group, and what of the virtual network lies behind it. */
export interface GuardedGroup {
  /** The id of the group. */
  readonly nsgId: string;
  /** The addresses of the subnets that it guards, wholly or by their interfaces. */
  readonly prefixes: readonly Cidr[];
}

/**
 * The groups of the virtual network's subnets and of the interfaces in them. Interfaces that may not be read are left
 * out; of a scale set, whose interfaces are alike, one is read.
 */
export async function guardedGroups(
  reads: Pick<Reads, 'vnet' | 'nics' | 'nic'>,
  context: ReadContext,
): Promise<GuardedGroup[]> {
  const vnet = await reads.vnet(context);
  const nics = await nicsOf(vnet, reads, context);
  const guarded = vnet.subnets.flatMap((subnet) => [
    ...(subnet.nsgId === undefined ? [] : [{ nsgId: subnet.nsgId, subnet }]),
    ...nics
      .filter((nic) => isIn(nic, subnet))
      .flatMap(({ nsgId }) => (nsgId === undefined ? [] : [{ nsgId, subnet }])),
  ]);
  const groups = new Map<string, { nsgId: string; subnets: Set<Subnet> }>();
  for (const { nsgId, subnet } of guarded) {
    const group = groups.get(resourceKey(nsgId)) ?? { nsgId, subnets: new Set() };
    group.subnets.add(subnet);
    groups.set(resourceKey(nsgId), group);
  }
  return [...groups.values()].flatMap(({ nsgId, subnets }) => {
    // Networks of Dragonfly have IPv4 addresses only.
    const prefixes = [...subnets].flatMap((subnet) => subnet.prefixes.filter(({ family }) => family === 4));
    return prefixes.length === 0 ? [] : { nsgId, prefixes };
  });
}

async function nicsOf(
  { subnets }: Vnet,
  reads: Pick<Reads, 'nics' | 'nic'>,
  context: ReadContext,
): Promise<Nic[]> {
  const ids = subnets.flatMap(({ ipConfigurationIds }) => ipConfigurationIds.flatMap(nicIdOf));
  if (ids.length === 0) return [];
  const single = ids.some((id) => !SCALE_SET.test(id)) ? readable(reads.nics(context), []) : [];
  const oneOfEach = new Map(ids.filter((id) => SCALE_SET.test(id)).map((id) => [modelOf(id), id]));
  const scaled = [...oneOfEach.values()].map((id) => readable(reads.nic(id, context), undefined));
  return [...(await single), ...(await Promise.all(scaled)).flatMap((nic) => nic ?? [])];
}

const SCALE_SET = /\/virtualMachineScaleSets\//i;

/** The interface of an IP configuration; other things in a subnet (gateways, load balancers) have none. */
function nicIdOf(ipConfigurationId: string): string[] {
  const nicId = /^(.*\/networkInterfaces\/[^/]+)\/ipConfigurations\//i.exec(ipConfigurationId)?.[1];
  return nicId === undefined ? [] : [nicId];
}

/** Equal for the interfaces that all machines of a scale set have. */
function modelOf(nicId: string): string {
  return resourceKey(nicId).replace(/\/virtualmachines\/[^/]+\//, '/');
}

function isIn({ ipConfigurations }: Nic, subnet: Subnet): boolean {
  return ipConfigurations.some(({ subnetId }) => sameResource(subnetId, subnet.id));
}

async function readable<T, U>(read: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof CloudRefusedError) return otherwise;
    throw error;
  }
}
