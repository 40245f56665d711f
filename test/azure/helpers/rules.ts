import type { SecurityRule } from '../../../src/azure/arm/model.js';

/** An outbound rule that allows everything; tests change what they are about. */
export function ruleFixture(changes: Partial<SecurityRule> = {}): SecurityRule {
  return {
    name: 'Rule',
    direction: 'Outbound',
    access: 'Allow',
    priority: 100,
    protocol: 'Tcp',
    sourcePorts: ['*'],
    destinationPorts: ['*'],
    sourcePrefixes: ['*'],
    destinationPrefixes: ['*'],
    sourceGroupIds: [],
    destinationGroupIds: [],
    ...changes,
  };
}

const everything = { protocol: '*' };

/** The rules that Azure gives every group. */
export const DEFAULT_RULES: readonly SecurityRule[] = (['Inbound', 'Outbound'] as const).flatMap(
  (direction) => {
    const end = direction === 'Inbound' ? 'InBound' : 'OutBound';
    const of = (name: string, priority: number, changes: Partial<SecurityRule>) =>
      ruleFixture({ ...everything, direction, name: `${name}${end}`, priority, ...changes });
    const vnet = { sourcePrefixes: ['VirtualNetwork'], destinationPrefixes: ['VirtualNetwork'] };
    return [
      of('AllowVnet', 65000, vnet),
      direction === 'Inbound'
        ? of('AllowAzureLoadBalancer', 65001, { sourcePrefixes: ['AzureLoadBalancer'] })
        : of('AllowInternet', 65001, { destinationPrefixes: ['Internet'] }),
      of('DenyAll', 65500, { access: 'Deny' }),
    ];
  },
);
