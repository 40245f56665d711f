import type { Verb } from '../../peering/permissions.js';
import type { Settings } from '../options.js';

/** A custom role as `az role definition create --role-definition @role.json` takes it. */
export interface RoleDocument {
  readonly Name: string;
  readonly IsCustom: true;
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions: readonly string[];
  readonly AssignableScopes: readonly string[];
}

/** The role that allows these actions and no more. Actions of Microsoft Graph are no part of roles. */
export function roleDocument(
  verb: Verb,
  actions: readonly string[],
  { subscriptionId }: Pick<Settings, 'subscriptionId'>,
): RoleDocument {
  return {
    Name: `dfcloud-${verb}`,
    IsCustom: true,
    Description: `What dfcloud ${verb} azure needs`,
    Actions: actions.filter((action) => action.includes('/')),
    NotActions: [],
    AssignableScopes: [`/subscriptions/${subscriptionId}`],
  };
}
