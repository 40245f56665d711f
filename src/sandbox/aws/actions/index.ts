import type { Action } from '../action.js';
import { ACCOUNT_ACTIONS } from './account.js';
import { PEERING_ACTIONS } from './peerings.js';
import { ROUTE_TABLE_ACTIONS } from './route-tables.js';
import { ROUTE_ACTIONS } from './routes.js';
import { SECURITY_GROUP_RULE_ACTIONS } from './security-group-rules.js';
import { SECURITY_GROUP_ACTIONS } from './security-groups.js';
import { SUBNET_ACTIONS } from './subnets.js';
import { TAG_ACTIONS } from './tags.js';
import { VPC_CIDR_ACTIONS } from './vpc-cidrs.js';
import { VPC_ACTIONS } from './vpcs.js';

/** Every action of the double. */
export const ACTIONS: readonly Action[] = [
  ...VPC_ACTIONS,
  ...VPC_CIDR_ACTIONS,
  ...SUBNET_ACTIONS,
  ...ROUTE_TABLE_ACTIONS,
  ...ROUTE_ACTIONS,
  ...SECURITY_GROUP_ACTIONS,
  ...SECURITY_GROUP_RULE_ACTIONS,
  ...PEERING_ACTIONS,
  ...TAG_ACTIONS,
  ...ACCOUNT_ACTIONS,
];
