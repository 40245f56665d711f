import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import type { Settings } from './options.js';

/** What a run needs in Azure and in Entra ID, one by one and as a custom role. */
export function permissionsFor(verb: Verb, _settings: Settings, _plan: PeeringPlan | undefined): Permissions {
  return { provider: 'azure', verb, permissions: [], document: {} };
}
