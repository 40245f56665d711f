import type { JsonObject } from '../wire/body.js';

/** A default rule: every group has them, and none can be removed. */
export interface DefaultRule {
  readonly name: string;
  readonly properties: JsonObject;
}

/** What every group ends with, in Azure's order and words (recorded). */
export const DEFAULT_RULES: readonly DefaultRule[] = [
  rule(
    'AllowVnetInBound',
    'Allow inbound traffic from all VMs in VNET',
    'VirtualNetwork',
    'VirtualNetwork',
    'Allow',
    65_000,
    'Inbound',
  ),
  rule(
    'AllowAzureLoadBalancerInBound',
    'Allow inbound traffic from azure load balancer',
    'AzureLoadBalancer',
    '*',
    'Allow',
    65_001,
    'Inbound',
  ),
  rule('DenyAllInBound', 'Deny all inbound traffic', '*', '*', 'Deny', 65_500, 'Inbound'),
  rule(
    'AllowVnetOutBound',
    'Allow outbound traffic from all VMs to all VMs in VNET',
    'VirtualNetwork',
    'VirtualNetwork',
    'Allow',
    65_000,
    'Outbound',
  ),
  rule(
    'AllowInternetOutBound',
    'Allow outbound traffic from all VMs to Internet',
    '*',
    'Internet',
    'Allow',
    65_001,
    'Outbound',
  ),
  rule('DenyAllOutBound', 'Deny all outbound traffic', '*', '*', 'Deny', 65_500, 'Outbound'),
];

function rule(
  name: string,
  description: string,
  sourceAddressPrefix: string,
  destinationAddressPrefix: string,
  access: 'Allow' | 'Deny',
  priority: number,
  direction: 'Inbound' | 'Outbound',
): DefaultRule {
  const any = { protocol: '*', sourcePortRange: '*', destinationPortRange: '*' };
  const between = { sourceAddressPrefix, destinationAddressPrefix };
  const none = {
    sourcePortRanges: [],
    destinationPortRanges: [],
    sourceAddressPrefixes: [],
    destinationAddressPrefixes: [],
  };
  return { name, properties: { description, ...any, ...between, access, priority, direction, ...none } };
}
