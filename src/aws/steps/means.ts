import type { FlowContext } from '../../peering/acceptor.js';
import type { Ec2 } from '../ec2/ec2.js';
import type { Settings } from '../options.js';
import type { PeeringFinder } from '../peering-finder.js';
import type { Reads } from '../reads.js';

/** What the steps of one run work with. */
export interface StepMeans {
  readonly flow: FlowContext;
  readonly settings: Settings;
  readonly reads: Reads;
  readonly finder: PeeringFinder;
  /** Opened on first use. */
  readonly ec2: () => Promise<Ec2>;
}

/** The ids of the steps that others need. */
export const ACCEPT_STEP = 'aws.accept';
export const ACTIVE_STEP = 'aws.active';
