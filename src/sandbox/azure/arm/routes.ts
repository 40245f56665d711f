import type { ArmRoute } from './arm-context.js';
import { ACCESS_ROUTES } from './authorization/access.js';
import { ROLE_ASSIGNMENT_ROUTES } from './authorization/role-assignments.js';
import { ROLE_DEFINITION_ROUTES } from './authorization/role-definitions.js';
import { NETWORK_INTERFACE_ROUTES } from './nics/network-interfaces.js';
import { SECURITY_GROUP_ROUTES } from './nsg/security-groups.js';
import { SECURITY_RULE_ROUTES } from './nsg/security-rules.js';
import { OPERATION_ROUTES } from './operation-routes.js';
import { PLAIN_RESOURCE_ROUTES } from './resources/plain-resources.js';
import { RESOURCE_GROUP_ROUTES } from './resources/resource-groups.js';
import { SUBSCRIPTION_ROUTES } from './resources/subscriptions.js';
import { ROUTE_TABLE_ROUTES } from './routes/route-tables.js';
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
  ...SECURITY_RULE_ROUTES,
  ...SECURITY_GROUP_ROUTES,
  ...ROUTE_TABLE_ROUTES,
  ...NETWORK_INTERFACE_ROUTES,
  ...PLAIN_RESOURCE_ROUTES,
  ...RESOURCE_GROUP_ROUTES,
  ...SUBSCRIPTION_ROUTES,
];
