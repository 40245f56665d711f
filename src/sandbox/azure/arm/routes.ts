import type { ArmRoute } from './arm-context.js';
import { ACCESS_ROUTES } from './authorization/access.js';
import { ROLE_ASSIGNMENT_ROUTES } from './authorization/role-assignments.js';
import { ROLE_DEFINITION_ROUTES } from './authorization/role-definitions.js';
import { OPERATION_ROUTES } from './operation-routes.js';
import { RESOURCE_GROUP_ROUTES } from './resources/resource-groups.js';
import { SUBSCRIPTION_ROUTES } from './resources/subscriptions.js';
import { PEERING_ROUTES } from './vnet/peerings.js';
import { SUBNET_ROUTES } from './vnet/subnets.js';
import { VIRTUAL_NETWORK_ROUTES } from './vnet/virtual-networks.js';

/** Every route of ARM; the first that fits a request wins. */
export const ARM_ROUTES: readonly ArmRoute[] = [
  ...OPERATION_ROUTES,
  ...ROLE_ASSIGNMENT_ROUTES,
  ...ROLE_DEFINITION_ROUTES,
  ...ACCESS_ROUTES,
  ...PEERING_ROUTES,
  ...SUBNET_ROUTES,
  ...VIRTUAL_NETWORK_ROUTES,
  ...RESOURCE_GROUP_ROUTES,
  ...SUBSCRIPTION_ROUTES,
];
