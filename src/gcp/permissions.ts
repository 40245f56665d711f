import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import { customRole } from './permissions/custom-role.js';
import { permissionsOf } from './permissions/list.js';

/** What a run needs on Google Cloud, one by one and as a custom role. */
export function permissionsFor(verb: Verb, plan: PeeringPlan | undefined): Permissions {
  const permissions = permissionsOf(verb, plan);
  const actions = permissions.map(({ action }) => action);
  return { provider: 'gcp', verb, permissions, document: customRole(verb, actions) };
}
