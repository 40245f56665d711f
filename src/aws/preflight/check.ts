import type { Cidr } from '../../path/cidr.js';
import type { FlowContext } from '../../peering/acceptor.js';
import type { Finding } from '../../peering/finding.js';
import type { Settings } from '../options.js';
import type { PeeringFinder } from '../peering-finder.js';
import type { Reads } from '../reads.js';

/** What a check looks at. */
export interface CheckMeans {
  readonly flow: FlowContext;
  readonly settings: Settings;
  readonly reads: Reads;
  readonly finder: PeeringFinder;
  /** The network's blocks. */
  readonly remote: readonly Cidr[];
}

/** One look for something that would make a run fail. Writes nothing; a refused read is thrown as it is. */
export type Check = (means: CheckMeans) => Promise<Finding[]>;
