import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import type { Settings } from './options.js';
import { permissionsOf } from './permissions/list.js';
import { roleDocument } from './permissions/role-document.js';

/** What a run needs in Azure and in Microsoft Graph, one by one, and the part of Azure as a custom role. */
export function permissionsFor(verb: Verb, settings: Settings, plan: PeeringPlan | undefined): Permissions {
  const permissions = permissionsOf(verb, settings, plan);
  const actions = permissions.map(({ action }) => action);
  return { provider: 'azure', verb, permissions, document: roleDocument(verb, actions, settings) };
}
