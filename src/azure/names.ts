import { resourceKey, type ServicePrincipalId, type SubscriptionId, vnetResourceId } from './ids.js';
import type { Settings } from './options.js';
import { uuidV5 } from './uuid-v5.js';

/** The names of what is made for one network and one virtual network: the same on every run. */
export interface Names {
  /** The resource id of the customer's virtual network. */
  readonly vnetId: string;
  /** The key of the application in Graph: a hash of the network and the virtual network. */
  readonly uniqueName: string;
  /** What people read. */
  readonly appName: string;
}

/** The names for a network of Dragonfly and the virtual network of the settings. */
export function namesFor(settings: Settings, networkId: string): Names {
  const vnetId = vnetResourceId(settings);
  return {
    vnetId,
    uniqueName: `dfcloud-${uuidV5(`application|${networkId}|${resourceKey(vnetId)}`)}`,
    appName: settings.appName,
  };
}

/** The description of the role assignments that a run or its script makes. */
export const OUR_DESCRIPTION = 'made by dfcloud';

/** The GUID of a role assignment. Two of one role, principal and scope cannot exist, so it holds these and no more. */
export function assignmentGuid(scope: string, principalId: ServicePrincipalId, roleGuid: string): string {
  return uuidV5(`assignment|${resourceKey(scope)}|${principalId}|${roleGuid.toLowerCase()}`);
}

/** The GUID of a custom role: one of each name per subscription. */
export function roleGuid(subscriptionId: SubscriptionId, roleName: string): string {
  return uuidV5(`role|${subscriptionId}|${roleName.toLowerCase()}`);
}
