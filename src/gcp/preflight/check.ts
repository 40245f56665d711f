import type { Cidr } from '../../path/cidr.js';
import type { Finding } from '../../peering/finding.js';
import type { StepMeans } from '../steps/means.js';

/** What a check looks at. */
export interface CheckMeans extends StepMeans {
  /** The network's blocks. */
  readonly remote: readonly Cidr[];
}

/** One look for something that would make a run fail. Writes nothing; a refused read is thrown as it is. */
export type Check = (means: CheckMeans) => Promise<Finding[]>;
