import type { Scheduler } from '../clock.js';
import type { Accounts, Principal } from './auth/accounts.js';
import type { Policies } from './auth/policies.js';
import type { AwsIds } from './aws-ids.js';
import type { Consistency } from './consistency.js';
import type { Limits } from './limits.js';
import type { PeeringLife } from './peering-life.js';
import type { AwsWorld } from './state/aws-world.js';
import type { Scope } from './state/table.js';
import type { Params } from './wire/params.js';

/** What all actions of the double work on. */
export interface AwsContext {
  readonly world: AwsWorld;
  readonly clock: Scheduler;
  readonly ids: AwsIds;
  readonly accounts: Accounts;
  readonly policies: Policies;
  readonly limits: Limits;
  readonly consistency: Consistency;
  readonly peerings: PeeringLife;
}

/** One request, authenticated. */
export interface Call extends Scope {
  readonly aws: AwsContext;
  readonly world: AwsWorld;
  readonly action: string;
  readonly params: Params;
  readonly principal: Principal;
  /** How long a fault hides what this request creates. */
  readonly hiddenMs: number;
}
