import { formatAddress, parseAddress } from '../../../path/address.js';
import { type Action, PAGED } from '../action.js';
import { all, created, meant, named, namedAll } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe } from '../describe.js';
import { isIdOf, KINDS } from '../state/kinds.js';
import type { NetworkInterface, Subnet } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidValue, malformedId, missingParameter, notFound } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { INTERFACE_FILTERS, interfaceView } from './network-interface-view.js';

const onInterface = named(KINDS.networkInterface, 'NetworkInterfaceId');

/** Network interfaces. */
export const NETWORK_INTERFACE_ACTIONS: readonly Action[] = [
  {
    name: 'CreateNetworkInterface',
    takes: [
      'SubnetId',
      'Description',
      'PrivateIpAddress',
      'SecurityGroupId',
      'InterfaceType',
      'TagSpecification',
      'ClientToken',
    ],
    needs: all(
      created(KINDS.networkInterface),
      named(KINDS.subnet, 'SubnetId'),
      namedAll(KINDS.securityGroup, 'SecurityGroupId'),
    ),
    run: createInterface,
  },
  {
    name: 'DescribeNetworkInterfaces',
    takes: ['NetworkInterfaceId', ...PAGED],
    run: (call) =>
      describe(call, call.world.networkInterfaces, 'NetworkInterfaceId', {
        set: 'networkInterfaceSet',
        filters: INTERFACE_FILTERS,
        view: interfaceView,
        tags: (eni) => eni.tags,
      }),
  },
  { name: 'DeleteNetworkInterface', takes: ['NetworkInterfaceId'], needs: onInterface, run: deleteInterface },
  {
    name: 'ModifyNetworkInterfaceAttribute',
    takes: ['NetworkInterfaceId', 'Description', 'SourceDestCheck', 'SecurityGroupId'],
    needs: all(onInterface, namedAll(KINDS.securityGroup, 'SecurityGroupId')),
    run: modifyInterface,
  },
  {
    name: 'AttachNetworkInterface',
    takes: ['NetworkInterfaceId', 'InstanceId', 'DeviceIndex'],
    needs: all(named(KINDS.instance, 'InstanceId'), onInterface),
    run: attachInterface,
  },
  {
    name: 'DetachNetworkInterface',
    takes: ['AttachmentId', 'Force'],
    needs: all(
      meant(KINDS.networkInterface, (call) => [attached(call)?.id]),
      meant(KINDS.instance, (call) => [attached(call)?.attachment?.instanceId]),
    ),
    run: detachInterface,
  },
];

/** What a new interface is made of. */
export interface InterfacePlan {
  readonly description: string;
  readonly interfaceType: string;
  readonly groupIds: readonly string[];
  readonly address?: string | undefined;
  /** The service that makes and manages it. @default the caller makes it */
  readonly service?: string;
  readonly tags?: Map<string, string>;
}

/** Makes an interface with the address that is asked for, or the first that is free. */
export function addInterface(
  { world, aws, principal }: Call,
  subnet: Subnet,
  plan: InterfacePlan,
): NetworkInterface {
  return world.networkInterfaces.add({
    id: aws.ids.fresh(KINDS.networkInterface),
    ownerId: subnet.ownerId,
    region: subnet.region,
    tags: plan.tags ?? new Map(),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    zone: subnet.zone,
    description: plan.description,
    privateAddresses: [plan.address ?? freeAddress(world, subnet)],
    macAddress: aws.ids.macAddress(),
    interfaceType: plan.interfaceType,
    requesterId: plan.service ?? principal.userId,
    requesterManaged: plan.service !== undefined,
    groupIds: plan.groupIds,
    sourceDestCheck: true,
    attachment: undefined,
  });
}

function interfaceParam(call: Call): NetworkInterface {
  return call.world.networkInterfaces.find(call, call.params.required('NetworkInterfaceId'));
}

function createInterface(call: Call): XmlObject {
  const { params, world, aws } = call;
  const subnet = world.subnets.find(call, params.required('SubnetId'));
  const given = params.texts('SecurityGroupId');
  const groupIds = given.length > 0 ? groupsParam(call, subnet.vpcId) : [defaultGroupId(call, subnet.vpcId)];
  const eni = addInterface(call, subnet, {
    description: params.text('Description') ?? '',
    interfaceType: params.text('InterfaceType') ?? 'interface',
    groupIds,
    address: addressParam(call, subnet),
    tags: tagsFor(params, KINDS.networkInterface.type),
  });
  aws.consistency.changed(eni.id, 'created', call.hiddenMs);
  return { networkInterface: { ...interfaceView(eni, call), status: 'pending' } };
}

/** The groups of a request; all must be of the interface's VPC, or associated with it. */
export function groupsParam(call: Call, vpcId: string, parameter = 'SecurityGroupId'): string[] {
  const ids = [...new Set(call.params.texts(parameter))];
  const most = call.aws.limits.of(call.accountId).groupsPerInterface;
  if (ids.length > most) {
    throw new Ec2Error(
      'SecurityGroupsPerInterfaceLimitExceeded',
      `The maximum number of security groups per interface has been reached (${most}).`,
    );
  }
  for (const id of ids) {
    const group = call.world.securityGroups.find(call, id);
    if (group.vpcId === vpcId || group.associatedVpcIds.includes(vpcId)) continue;
    throw new Ec2Error(
      'InvalidGroup.NotFound',
      `The security group '${id}' does not exist in VPC '${vpcId}'`,
    );
  }
  return ids;
}

/** The id of the VPC's default group. */
export function defaultGroupId({ world }: Call, vpcId: string): string {
  const group = world.securityGroups.all().find((one) => one.vpcId === vpcId && one.name === 'default');
  return group?.id ?? '';
}

function addressParam(call: Call, subnet: Subnet): string | undefined {
  const text = call.params.text('PrivateIpAddress');
  if (text === undefined) return undefined;
  const address = parseAddress(text);
  const { first, last } = subnet.cidr;
  if (address?.family !== 4 || address.value < first + 4n || address.value >= last) {
    throw invalidValue(`Address ${text} does not fall within the subnet's address range`);
  }
  if (usedAddresses(call.world, subnet).has(address.value)) {
    throw new Ec2Error('InvalidIPAddress.InUse', `Address ${text} is in use.`);
  }
  return text;
}

function freeAddress(world: Call['world'], subnet: Subnet): string {
  const used = usedAddresses(world, subnet);
  // The first four addresses and the last are AWS's.
  for (let value = subnet.cidr.first + 4n; value < subnet.cidr.last; value += 1n) {
    if (!used.has(value)) return formatAddress(4, value);
  }
  throw new Ec2Error(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of interfaces.`,
  );
}

function usedAddresses(world: Call['world'], subnet: Subnet): Set<bigint> {
  const addresses = world.networkInterfaces
    .all()
    .filter(({ subnetId }) => subnetId === subnet.id)
    .flatMap(({ privateAddresses }) => privateAddresses);
  return new Set(addresses.map((text) => parseAddress(text)?.value ?? 0n));
}

function deleteInterface(call: Call): undefined {
  const eni = interfaceParam(call);
  if (eni.attachment || eni.requesterManaged) {
    throw new Ec2Error('InvalidParameterValue', `Network interface '${eni.id}' is currently in use.`);
  }
  call.world.networkInterfaces.delete(eni.id);
}

function modifyInterface(call: Call): undefined {
  const eni = interfaceParam(call);
  const { params } = call;
  const sourceDestCheck = params.member('SourceDestCheck').flag('Value');
  if (params.has('SecurityGroupId')) eni.groupIds = groupsParam(call, eni.vpcId);
  if (sourceDestCheck !== undefined) eni.sourceDestCheck = sourceDestCheck;
  eni.description = params.member('Description').text('Value') ?? eni.description;
}

function attachInterface(call: Call): XmlObject {
  const eni = interfaceParam(call);
  const instanceId = call.params.required('InstanceId');
  const deviceIndex = call.params.integer('DeviceIndex');
  if (!isIdOf(KINDS.instance, instanceId)) throw malformedId(KINDS.instance, instanceId);
  if (deviceIndex === undefined) throw missingParameter('DeviceIndex');
  if (eni.attachment) {
    throw new Ec2Error('InvalidNetworkInterface.InUse', `Interface: [${eni.id}] in use.`);
  }
  const id = call.aws.ids.fresh(KINDS.networkInterfaceAttachment);
  eni.attachment = { id, instanceId, deviceIndex };
  return { attachmentId: id, networkCardIndex: 0 };
}

function detachInterface(call: Call): undefined {
  const id = call.params.required('AttachmentId');
  const eni = attached(call);
  if (!eni) throw notFound(KINDS.networkInterfaceAttachment, id);
  eni.attachment = undefined;
}

function attached(call: Call): NetworkInterface | undefined {
  const id = call.params.text('AttachmentId');
  return call.world.networkInterfaces.list(call).find(({ attachment }) => attachment?.id === id);
}
