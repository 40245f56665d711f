import type { ArmCall, ArmContext, ArmResult, ArmRoute } from '../arm-context.js';
import type { NetworkSecurityGroup, SecurityRule } from '../state/records.js';
import { topLevelRoutes } from '../tracked/top-level.js';
import { checkVersion, deleting, newTracked, touch, trackedView, writing } from '../tracked/tracked.js';
import type { JsonObject } from '../wire/body.js';
import { networkError } from '../wire/errors.js';
import { sameId } from '../wire/resource-id.js';
import { DEFAULT_RULES } from './default-rules.js';
import { checkTogether, ruleIn, ruleView } from './rules.js';

/** Network security groups. */
export const SECURITY_GROUP_ROUTES: readonly ArmRoute[] = topLevelRoutes<NetworkSecurityGroup>({
  type: 'Microsoft.Network/networkSecurityGroups',
  table: ({ networkSecurityGroups }) => networkSecurityGroups,
  view: groupView,
  put,
  remove,
});

/** What uses a group: subnets and interfaces. */
export function usersOf({ world }: ArmContext, groupId: string): { subnets: string[]; interfaces: string[] } {
  const isIt = (id: string | undefined) => id !== undefined && sameId(id, groupId);
  const subnets = world.virtualNetworks
    .all()
    .flatMap((vnet) => [...vnet.subnets.values()].filter((subnet) => isIt(subnet.networkSecurityGroupId)));
  const interfaces = world.networkInterfaces.all().filter((nic) => isIt(nic.networkSecurityGroupId));
  return { subnets: subnets.map(({ id }) => id), interfaces: interfaces.map(({ id }) => id) };
}

/** A PUT of the whole group replaces its rules, those of others too: what it does not list is gone. */
function put(call: ArmCall, before: NetworkSecurityGroup | undefined): ArmResult {
  const { arm, path, body } = call;
  checkVersion(call, before?.etag);
  if (before) arm.operations.assertIdle(before.id);
  const group: NetworkSecurityGroup = before ?? {
    ...newTracked(call),
    rules: new Map<string, SecurityRule>(),
  };
  const given = body.child('properties').children('securityRules') ?? [];
  const rules = given.map((rule) => ruleIn(path, rule.text('name') ?? '', rule));
  checkTogether(arm, group.id, rules);
  group.rules.clear();
  for (const rule of rules) group.rules.set(rule.name.toLowerCase(), rule);
  group.tags = body.map('tags') ?? group.tags;
  group.provisioningState = 'Updating';
  touch(arm, group);
  arm.world.networkSecurityGroups.add(group);
  const finish = () => {
    group.provisioningState = 'Succeeded';
    touch(arm, group);
    return undefined;
  };
  const doing = 'PutNetworkSecurityGroupOperation';
  return writing(call, !before, groupView(group, call), { on: group, doing, finish });
}

function remove(call: ArmCall, group: NetworkSecurityGroup): ArmResult {
  const { arm } = call;
  checkVersion(call, group.etag);
  arm.operations.assertIdle(group.id);
  const { subnets, interfaces } = usersOf(arm, group.id);
  const users = [...subnets, ...interfaces];
  if (users.length > 0) {
    throw networkError(
      400,
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${group.id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    );
  }
  group.provisioningState = 'Deleting';
  const finish = () => {
    arm.world.networkSecurityGroups.delete(group.id);
    return undefined;
  };
  return deleting(call, { on: group, doing: 'DeleteNetworkSecurityGroupOperation', finish });
}

function groupView(group: NetworkSecurityGroup, { arm }: Pick<ArmCall, 'arm'>): JsonObject {
  const { id, etag, rules, provisioningState } = group;
  const { subnets, interfaces } = usersOf(arm, id);
  const references = (ids: readonly string[]) => ids.map((each) => ({ id: each }));
  return trackedView(group, {
    securityRules: [...rules.values()].map((rule) => ruleView(group, rule, provisioningState)),
    defaultSecurityRules: DEFAULT_RULES.map(({ name, properties }) => ({
      name,
      id: `${id}/defaultSecurityRules/${name}`,
      etag,
      type: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
      properties: { provisioningState, ...properties },
    })),
    ...(interfaces.length > 0 ? { networkInterfaces: references(interfaces) } : {}),
    ...(subnets.length > 0 ? { subnets: references(subnets) } : {}),
  });
}
