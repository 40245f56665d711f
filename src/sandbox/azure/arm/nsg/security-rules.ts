import type { ArmRoute } from '../arm-context.js';
import type { NetworkSecurityGroup, SecurityRule } from '../state/records.js';
import { childRoutes } from '../tracked/child.js';
import { checkTogether, ruleIn, ruleView } from './rules.js';

/** Rules of a group, one by one. */
export const SECURITY_RULE_ROUTES: readonly ArmRoute[] = childRoutes<NetworkSecurityGroup, SecurityRule>({
  name: 'securityRules',
  parentType: 'Microsoft.Network/networkSecurityGroups',
  table: ({ networkSecurityGroups }) => networkSecurityGroups,
  children: ({ rules }) => rules,
  read: ({ arm }, group, name, body) => {
    const rule = ruleIn(group.id, name, body);
    const others = [...group.rules.values()].filter(
      (other) => other.name.toLowerCase() !== name.toLowerCase(),
    );
    checkTogether(arm, group.id, [...others, rule]);
    return rule;
  },
  view: ruleView,
  doing: 'SecurityRule',
});
