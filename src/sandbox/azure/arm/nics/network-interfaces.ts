import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { IpConfiguration, NetworkInterface } from '../state/records.js';
import { topLevelRoutes } from '../tracked/top-level.js';
import { checkVersion, deleting, found, list, newTracked, touch, writing } from '../tracked/tracked.js';
import { networkError, resourceNotFound } from '../wire/errors.js';
import { isWithin, subscriptionOf } from '../wire/resource-id.js';
import { addressIn } from './addresses.js';
import { effectiveRoutes } from './effective-routes.js';
import { effectiveRules } from './effective-rules.js';
import { nicView } from './nic-view.js';

const TYPE = 'Microsoft.Network/networkInterfaces';
const NIC = `/subscriptions/{subscription}/resourceGroups/{group}/providers/${TYPE}/{name}`;
const SCALE_SET =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachineScaleSets/{set}';
const SCALED_READ = 'Microsoft.Compute/virtualMachineScaleSets';

/** Network interfaces: those of the customer's own, and those that scale sets made. */
export const NETWORK_INTERFACE_ROUTES: readonly ArmRoute[] = [
  view('effectiveRouteTable', 'EffectiveRoutes', effectiveRoutes),
  view('effectiveNetworkSecurityGroups', 'EffectiveSecurityGroups', effectiveRules),
  {
    name: 'scaleSetNetworkInterfaces.get',
    method: 'GET',
    pattern: `${SCALE_SET}/virtualMachines/{machine}/networkInterfaces/{name}`,
    action: `${SCALED_READ}/virtualMachines/networkInterfaces/read`,
    run: ({ arm, path }) => {
      const nic = arm.world.networkInterfaces.get(path);
      if (!nic) throw resourceNotFound(path);
      return found(nicView(nic));
    },
  },
  {
    name: 'scaleSetNetworkInterfaces.list',
    method: 'GET',
    pattern: `${SCALE_SET}/networkInterfaces`,
    action: `${SCALED_READ}/networkInterfaces/read`,
    run: ({ arm, path }) => {
      const set = path.replace(/\/[^/]*$/, '');
      return list(
        arm.world.networkInterfaces
          .all()
          .filter(({ id }) => isWithin(set, id))
          .map(nicView),
      );
    },
  },
  ...topLevelRoutes<NetworkInterface>({
    type: TYPE,
    table: ({ networkInterfaces }) => networkInterfaces,
    view: nicView,
    linked: ({ body }) => {
      const group = body.child('properties').reference('networkSecurityGroup');
      const subnets = (body.child('properties').children('ipConfigurations') ?? []).flatMap(
        (each) => each.child('properties').reference('subnet') ?? [],
      );
      return [
        ...subnets.map((on) => ({ action: 'Microsoft.Network/virtualNetworks/subnets/join/action', on })),
        ...(group ? [{ action: 'Microsoft.Network/networkSecurityGroups/join/action', on: group }] : []),
      ];
    },
    put,
    remove,
  }),
];

/** What holds for an interface. Only `Location` is told; the answer waits there (recorded). */
function view(
  name: string,
  what: string,
  compute: (arm: ArmCall['arm'], nic: NetworkInterface) => readonly unknown[],
): ArmRoute {
  const run = (call: ArmCall): ArmResult => {
    const { arm, path } = call;
    const nic = arm.world.networkInterfaces.get(path.replace(/\/[^/]*$/, ''));
    if (!nic) throw resourceNotFound(path.replace(/\/[^/]*$/, ''));
    if (!nic.running) {
      const words = what === 'EffectiveRoutes' ? 'effective routes' : 'effective security groups';
      throw networkError(
        400,
        `NicMustBeAttachedToRunningVmToGet${what}`,
        `A network interface must be attached to a running virtual machine to get ${words}. The network interface ${nic.id} is not attached to a running virtual machine.`,
      );
    }
    const operation = arm.operations.start({
      subscriptionId: subscriptionOf(path) ?? '',
      location: nic.location,
      doing: `Get${what}Operation`,
      kind: 'action',
      on: nic.id,
      finish: () => undefined,
      result: () => ({ value: compute(arm, nic) }),
    });
    return { status: 202, operation: { of: operation, tell: ['location'] } };
  };
  return {
    name: `networkInterfaces.${name}`,
    method: 'POST',
    pattern: `${NIC}/${name}`,
    action: `${TYPE}/${name}/action`,
    run,
  };
}

function put(call: ArmCall, before: NetworkInterface | undefined): ArmResult {
  const { arm, path, body } = call;
  checkVersion(call, before?.etag);
  if (before) arm.operations.assertIdle(before.id);
  const properties = body.child('properties');
  const fresh = { ipConfigurations: [], virtualMachineId: undefined, running: false };
  const nic: NetworkInterface = before ?? {
    ...newTracked(call),
    ...fresh,
    networkSecurityGroupId: undefined,
    enableIpForwarding: false,
  };
  nic.ipConfigurations = (properties.children('ipConfigurations') ?? []).map(
    (each, index): IpConfiguration => {
      const name = each.text('name') ?? `ipconfig${index + 1}`;
      const old = nic.ipConfigurations.find((known) => known.name === name);
      const own = each.child('properties');
      const subnetId = own.reference('subnet') ?? '';
      const wanted =
        own.text('privateIPAddress') ?? (old?.subnetId === subnetId ? old.privateIpAddress : undefined);
      return {
        name,
        subnetId,
        privateIpAddress: addressIn(arm, subnetId, wanted, path),
        primary: index === 0,
      };
    },
  );
  nic.networkSecurityGroupId = properties.reference('networkSecurityGroup');
  nic.enableIpForwarding = properties.flag('enableIPForwarding') ?? false;
  nic.tags = body.map('tags') ?? nic.tags;
  nic.provisioningState = 'Updating';
  touch(arm, nic);
  arm.world.networkInterfaces.add(nic);
  const finish = () => {
    nic.provisioningState = 'Succeeded';
    touch(arm, nic);
    return undefined;
  };
  return writing(call, !before, nicView(nic), { on: nic, doing: 'PutNicOperation', finish });
}

function remove(call: ArmCall, nic: NetworkInterface): ArmResult {
  const { arm } = call;
  checkVersion(call, nic.etag);
  arm.operations.assertIdle(nic.id);
  if (nic.virtualMachineId !== undefined) {
    throw networkError(
      400,
      'NicInUse',
      `Network Interface ${nic.id} is used by existing resource ${nic.virtualMachineId}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
    );
  }
  nic.provisioningState = 'Deleting';
  const finish = () => {
    arm.world.networkInterfaces.delete(nic.id);
    return undefined;
  };
  return deleting(call, { on: nic, doing: 'DeleteNicOperation', finish });
}
