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

/** The groups around a virtual network. */
export interface GuardedGroups {
  readonly groups: readonly GuardedGroup[];
  /** False when some interfaces may not be read, and with them their groups. */
  readonly complete: boolean;
}

/**
 * The groups of the virtual network's subnets and of the interfaces in them. Interfaces that may not be read are left
 * out; of a scale set, whose interfaces are alike, one is read.
 */
export async function guardedGroups(
  reads: Pick<Reads, 'vnet' | 'nics' | 'nic'>,
  context: ReadContext,
): Promise<GuardedGroups> {
  const vnet = await reads.vnet(context);
  const { nics, complete } = await interfacesIn(vnet.subnets, reads, context, unlessRefused);
  const guarded = vnet.subnets.flatMap((subnet) => [
    ...(subnet.nsgId === undefined ? [] : [{ nsgId: subnet.nsgId, subnet }]),
    ...nics
      .filter((nic) => isIn(nic, subnet))
      .flatMap(({ nsgId }) => (nsgId === undefined ? [] : [{ nsgId, subnet }])),
  ]);
  const byId = new Map<string, { nsgId: string; subnets: Set<Subnet> }>();
  for (const { nsgId, subnet } of guarded) {
    const group = byId.get(resourceKey(nsgId)) ?? { nsgId, subnets: new Set() };
    group.subnets.add(subnet);
    byId.set(resourceKey(nsgId), group);
  }
  const groups = [...byId.values()].flatMap(({ nsgId, subnets }) => {
    // Networks of Dragonfly have IPv4 addresses only.
    const prefixes = [...subnets].flatMap((subnet) => subnet.prefixes.filter(({ family }) => family === 4));
    return prefixes.length === 0 ? [] : { nsgId, prefixes };
  });
  return { groups, complete };
}

async function unlessRefused<T>(_what: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CloudRefusedError) return undefined;
    throw error;
  }
}
