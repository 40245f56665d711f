import type { ArmContext } from '../arm-context.js';
import type { NetworkSecurityGroup, SecurityRule } from '../state/records.js';
import type { Body, JsonObject } from '../wire/body.js';
import { networkError } from '../wire/errors.js';
import { subscriptionOf } from '../wire/resource-id.js';
import { canonicalProtocol, checkRule } from './rule-checks.js';

/**
 * A rule as a body asks for it. Its answer always has the plural lists, empty where the singular is used, and the
 * singular only where it is (recorded).
 * @throws {ArmError}
 */
export function ruleIn(groupId: string, name: string, body: Body): SecurityRule {
  const id = `${groupId}/securityRules/${name}`;
  const properties = body.child('properties');
  checkRule(id, properties);
  const direction = /^in/i.test(properties.text('direction') ?? '') ? 'Inbound' : 'Outbound';
  return {
    id,
    name,
    properties: {
      ...optional('description', properties.text('description')),
      protocol: canonicalProtocol(properties.text('protocol') ?? '*'),
      ...optional('sourcePortRange', properties.text('sourcePortRange')),
      ...optional('destinationPortRange', properties.text('destinationPortRange')),
      ...optional('sourceAddressPrefix', properties.text('sourceAddressPrefix')),
      ...optional('destinationAddressPrefix', properties.text('destinationAddressPrefix')),
      access: /^allow$/i.test(properties.text('access') ?? '') ? 'Allow' : 'Deny',
      priority: properties.number('priority') ?? 0,
      direction,
      sourcePortRanges: properties.texts('sourcePortRanges') ?? [],
      destinationPortRanges: properties.texts('destinationPortRanges') ?? [],
      sourceAddressPrefixes: properties.texts('sourceAddressPrefixes') ?? [],
      destinationAddressPrefixes: properties.texts('destinationAddressPrefixes') ?? [],
      ...groups('sourceApplicationSecurityGroups', properties),
      ...groups('destinationApplicationSecurityGroups', properties),
    },
  };
}

/**
 * Rules of one direction must differ in priority, and a group holds only so many.
 * @throws {ArmError} SecurityRuleConflict
 */
export function checkTogether(arm: ArmContext, groupId: string, rules: readonly SecurityRule[]): void {
  for (const [index, rule] of rules.entries()) {
    const { priority, direction } = rule.properties;
    const other = rules
      .slice(0, index)
      .find(({ properties }) => properties.priority === priority && properties.direction === direction);
    if (!other) continue;
    throw networkError(
      400,
      'SecurityRuleConflict',
      `Security rule ${other.name} conflicts with rule ${rule.name}. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.`,
    );
  }
  const { rulesPerSecurityGroup } = arm.rules.limitsOf(subscriptionOf(groupId) ?? '');
  if (rules.length <= rulesPerSecurityGroup) return;
  throw networkError(
    400,
    'NetworkSecurityGroupRuleCountLimitReached',
    `Network security group ${groupId} cannot have more than ${rulesPerSecurityGroup} security rules.`,
  );
}

/** A rule as it is answered. */
export function ruleView(
  group: NetworkSecurityGroup,
  rule: SecurityRule,
  provisioningState: string,
): JsonObject {
  return {
    name: rule.name,
    id: rule.id,
    etag: group.etag,
    type: 'Microsoft.Network/networkSecurityGroups/securityRules',
    properties: { provisioningState, ...rule.properties },
  };
}

/** An empty text that was sent comes back as one (recorded). */
function optional(name: string, value: string | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

function groups(name: string, properties: Body): JsonObject {
  const ids = properties.references(name);
  return ids && ids.length > 0 ? { [name]: ids.map((id) => ({ id })) } : {};
}
