import type { ReadContext } from '../peering/once-per-round.js';
import type { Nic, Subnet } from './arm/model.js';
import { resourceKey, sameResource } from './ids.js';
import type { Reads } from './reads.js';

/** Gives what was read, or undefined when it may not be. */
export type Readable = <T>(what: string, reading: Promise<T>) => Promise<T | undefined>;

/**
 * The interfaces in some subnets: single ones, and of each scale set (the nodes of AKS) one, since all of its machines have
 * equal ones. `complete` is false when some may not be read.
 */
export async function interfacesIn(
  subnets: readonly Subnet[],
  reads: Pick<Reads, 'nics' | 'nic'>,
  context: ReadContext,
  readable: Readable,
): Promise<{ readonly nics: readonly Nic[]; readonly complete: boolean }> {
  const ids = subnets.flatMap(({ ipConfigurationIds }) => ipConfigurationIds.flatMap(nicIdOf));
  const oneOfEach = new Map(ids.filter(isScaled).map((id) => [modelOf(id), id]));
  const single = ids.every(isScaled) ? [] : readable('the network interfaces', reads.nics(context));
  const scaled = [...oneOfEach.values()].map((id) =>
    readable(`the network interface ${id}`, reads.nic(id, context)),
  );
  const read = [await single, ...(await Promise.all(scaled))];
  const known = read.flat().flatMap((nic) => nic ?? []);
  const nics = known.filter((nic) => subnets.some((one) => isIn(nic, one)));
  return { nics, complete: !read.includes(undefined) };
}

/** True when an interface has an address in a subnet. */
export function isIn({ ipConfigurations }: Nic, subnet: Subnet): boolean {
  return ipConfigurations.some(({ subnetId }) => sameResource(subnetId, subnet.id));
}

function isScaled(nicId: string): boolean {
  return /\/virtualMachineScaleSets\//i.test(nicId);
}

/** The interface of an IP configuration; other things in a subnet (gateways, load balancers) have none. */
function nicIdOf(ipConfigurationId: string): string[] {
  const nicId = /^(.*\/networkInterfaces\/[^/]+)\/ipConfigurations\//i.exec(ipConfigurationId)?.[1];
  return nicId === undefined ? [] : [nicId];
}

/** Equal for the interfaces that all machines of a scale set have. */
function modelOf(nicId: string): string {
  return resourceKey(nicId).replace(/\/virtualmachines\/[^/]+\//, '/');
}
