import type { Action } from '../action.js';
import { ACCOUNT_ACTIONS } from './account.js';
import { GATEWAY_ACTIONS } from './gateways.js';
import { NAT_GATEWAY_ACTIONS } from './nat-gateways.js';
import { NETWORK_ACL_ENTRY_ACTIONS } from './network-acl-entries.js';
import { NETWORK_ACL_ACTIONS } from './network-acls.js';
import { NETWORK_INTERFACE_ACTIONS } from './network-interfaces.js';
import { PEERING_ACTIONS } from './peerings.js';
import { PREFIX_LIST_ACTIONS } from './prefix-lists.js';
import { ROUTE_TABLE_ACTIONS } from './route-tables.js';
import { ROUTE_ACTIONS } from './routes.js';
import { SECURITY_GROUP_DETAIL_ACTIONS } from './security-group-details.js';
import { SECURITY_GROUP_RULE_ACTIONS } from './security-group-rules.js';
import { SECURITY_GROUP_ACTIONS } from './security-groups.js';
import { SUBNET_ACTIONS } from './subnets.js';
import { TAG_ACTIONS } from './tags.js';
import { TRANSIT_GATEWAY_ACTIONS } from './transit-gateways.js';
import { VPC_CIDR_ACTIONS } from './vpc-cidrs.js';
import { VPC_ENDPOINT_ACTIONS } from './vpc-endpoints.js';
import { VPC_SURROUNDINGS_ACTIONS } from './vpc-surroundings.js';
import { VPC_ACTIONS } from './vpcs.js';
import { VPN_GATEWAY_ACTIONS } from './vpn-gateways.js';

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
  ...GATEWAY_ACTIONS,
  ...NAT_GATEWAY_ACTIONS,
  ...NETWORK_ACL_ENTRY_ACTIONS,
  ...NETWORK_ACL_ACTIONS,
  ...NETWORK_INTERFACE_ACTIONS,
  ...PREFIX_LIST_ACTIONS,
  ...SECURITY_GROUP_DETAIL_ACTIONS,
  ...TRANSIT_GATEWAY_ACTIONS,
  ...VPC_ENDPOINT_ACTIONS,
  ...VPC_SURROUNDINGS_ACTIONS,
  ...VPN_GATEWAY_ACTIONS,
];
