import type { Action } from '../action.js';
import { CLOUD_RUN_ACTIONS } from './cloud-run.js';
import { CONNECTOR_ACTIONS } from './connectors.js';
import { EFFECTIVE_FIREWALL_ACTIONS } from './effective-firewalls.js';
import { FIREWALL_POLICY_ACTIONS } from './firewall-policies.js';
import { FIREWALL_ACTIONS } from './firewalls.js';
import { INSTANCE_ACTIONS } from './instances.js';
import { NETWORK_ACTIONS } from './networks.js';
import { OPERATION_ACTIONS } from './operations.js';
import { PEERING_ROUTE_ACTIONS } from './peering-routes.js';
import { PEERING_ACTIONS } from './peerings.js';
import { POLICY_BASED_ROUTE_ACTIONS } from './policy-based-routes.js';
import { PROJECT_ACTIONS } from './projects.js';
import { ROUTER_ACTIONS } from './routers.js';
import { ROUTE_ACTIONS } from './routes.js';
import { SUBNETWORK_ACTIONS } from './subnetworks.js';

/** All methods of the double. A family of methods joins with a row. */
export const ACTIONS: readonly Action[] = [
  ...NETWORK_ACTIONS,
  ...PEERING_ACTIONS,
  ...PEERING_ROUTE_ACTIONS,
  ...OPERATION_ACTIONS,
  ...PROJECT_ACTIONS,
  ...SUBNETWORK_ACTIONS,
  ...ROUTE_ACTIONS,
  ...ROUTER_ACTIONS,
  ...FIREWALL_ACTIONS,
  // Before the policies, whose names would match.
  ...EFFECTIVE_FIREWALL_ACTIONS,
  ...FIREWALL_POLICY_ACTIONS,
  ...INSTANCE_ACTIONS,
  ...POLICY_BASED_ROUTE_ACTIONS,
  ...CONNECTOR_ACTIONS,
  ...CLOUD_RUN_ACTIONS,
];
