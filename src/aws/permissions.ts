import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import type { Settings } from './options.js';
import { permissionsOf } from './permissions/list.js';
import { policyDocument } from './permissions/policy.js';

/** What a run needs on AWS, one by one and as an IAM policy document. */
export function permissionsFor(verb: Verb, settings: Settings, plan: PeeringPlan | undefined): Permissions {
  const permissions = permissionsOf(verb, settings, plan);
  const actions = permissions.map(({ action }) => action);
  return { provider: 'aws', verb, permissions, document: policyDocument(actions, settings, plan) };
}
