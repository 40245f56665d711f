import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { PlainResource } from '../state/records.js';
import { topLevelRoutes } from '../tracked/top-level.js';
import { checkVersion, deleting, newTracked, touch, trackedView, writing } from '../tracked/tracked.js';
import { without } from '../vnet/subnet-rules.js';

/** Kinds of which the double keeps what it is sent, and nothing more. */
const TYPES = [
  'Microsoft.Network/virtualNetworkGateways',
  'Microsoft.Network/publicIPAddresses',
  'Microsoft.Network/applicationSecurityGroups',
];

/** Resources that others refer to. */
export const PLAIN_RESOURCE_ROUTES: readonly ArmRoute[] = TYPES.flatMap((type) =>
  topLevelRoutes<PlainResource>({
    type,
    table: ({ plainResources }) => plainResources,
    view: (resource) => trackedView(resource, resource.properties),
    put,
    remove,
  }),
);

function put(call: ArmCall, before: PlainResource | undefined): ArmResult {
  const { arm, body } = call;
  checkVersion(call, before?.etag);
  const resource: PlainResource = before ?? { ...newTracked(call), properties: {} };
  resource.properties = without(body.child('properties').raw, ['provisioningState', 'resourceGuid']);
  resource.tags = body.map('tags') ?? resource.tags;
  resource.provisioningState = 'Updating';
  touch(arm, resource);
  arm.world.plainResources.add(resource);
  const finish = () => {
    resource.provisioningState = 'Succeeded';
    touch(arm, resource);
    return undefined;
  };
  const view = trackedView(resource, resource.properties);
  return writing(call, !before, view, { on: resource, doing: 'PutResourceOperation', finish });
}

function remove(call: ArmCall, resource: PlainResource): ArmResult {
  const { arm } = call;
  checkVersion(call, resource.etag);
  const finish = () => {
    arm.world.plainResources.delete(resource.id);
    return undefined;
  };
  return deleting(call, { on: resource, doing: 'DeleteResourceOperation', finish });
}
