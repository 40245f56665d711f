import type { Action } from '../action.js';
import { NETWORK_ACTIONS } from './networks.js';
import { OPERATION_ACTIONS } from './operations.js';
import { PEERING_ROUTE_ACTIONS } from './peering-routes.js';
import { PEERING_ACTIONS } from './peerings.js';
import { PROJECT_ACTIONS } from './projects.js';

/** All methods of the double. A family of methods joins with a row. */
export const ACTIONS: readonly Action[] = [
  ...NETWORK_ACTIONS,
  ...PEERING_ACTIONS,
  ...PEERING_ROUTE_ACTIONS,
  ...OPERATION_ACTIONS,
  ...PROJECT_ACTIONS,
];
