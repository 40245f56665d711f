import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Cidr } from '../../path/cidr.js';
import type { ReadContext } from '../../peering/once-per-round.js';
import type { Subnet } from '../arm/model.js';
import { resourceKey } from '../ids.js';
import { interfacesIn, isIn } from '../interfaces.js';
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
  const { nics } = await interfacesIn(vnet.subnets, reads, context, unlessRefused);
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

async function unlessRefused<T>(_what: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CloudRefusedError) return undefined;
    throw error;
  }
}
