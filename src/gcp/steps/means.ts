import type { FlowContext } from '../../peering/acceptor.js';
import type { Compute } from '../compute/compute.js';
import type { Settings } from '../options.js';
import type { PeeringFinder } from '../peering-finder.js';
import type { Reads } from '../reads.js';

/** What the steps, the checks and the snapshot of one run work with. */
export interface StepMeans {
  readonly flow: FlowContext;
  readonly settings: Settings;
  readonly reads: Reads;
  readonly finder: PeeringFinder;
  /** Opened on first use. */
  readonly compute: () => Promise<Compute>;
}

/** The ids of the steps that others need. */
export const PEERING_STEP = 'gcp.peering';
export const ACTIVE_STEP = 'gcp.active';

/** Every write is an operation, and is waited for. */
export const WAITING = 'compute.globalOperations.get';

/** A change of a firewall rule is a change of its network, too. */
export const POLICY = 'compute.networks.updatePolicy';
