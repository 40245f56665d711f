import { type Cidr, parseCidr } from '../../path/cidr.js';
import type { FlowContext } from '../../peering/acceptor.js';
import type { Finding } from '../../peering/finding.js';
import type { StepMeans } from '../steps/means.js';

/** One look for something that would make a run fail. Writes nothing; a refused read is thrown as it is. */
export type Check = (means: StepMeans) => Promise<Finding[]>;

/** The network's blocks. */
export function networkBlocks({ network }: Pick<FlowContext, 'network'>): Cidr[] {
  const parsed = parseCidr(network.cidrBlock);
  return parsed.ok ? [parsed.cidr] : [];
}

/** The blocks that share an address with the others. */
export function overlapping(blocks: readonly Cidr[], others: readonly Cidr[]): Cidr[] {
  return blocks.filter((block) => others.some((other) => other.overlaps(block)));
}
