import type { Call } from '../aws-context.js';
import { type Filters, tagSet } from '../describe.js';
import type { NetworkInterface } from '../state/records.js';
import type { XmlObject } from '../wire/xml.js';

/** A network interface as DescribeNetworkInterfaces shows it. */
export function interfaceView(eni: NetworkInterface, call: Call): XmlObject {
  return {
    networkInterfaceId: eni.id,
    subnetId: eni.subnetId,
    vpcId: eni.vpcId,
    availabilityZone: eni.zone,
    description: eni.description,
    ownerId: eni.ownerId,
    requesterId: eni.requesterId,
    requesterManaged: eni.requesterManaged,
    status: statusOf(eni),
    macAddress: eni.macAddress,
    privateIpAddress: eni.privateAddresses[0],
    sourceDestCheck: eni.sourceDestCheck,
    groupSet: eni.groupIds.map((groupId) => {
      return { groupId, groupName: call.world.securityGroups.get(groupId)?.name };
    }),
    attachment: eni.attachment && {
      attachmentId: eni.attachment.id,
      instanceId: eni.attachment.instanceId,
      instanceOwnerId: eni.ownerId,
      deviceIndex: eni.attachment.deviceIndex,
      networkCardIndex: 0,
      status: 'attached',
      deleteOnTermination: false,
    },
    tagSet: tagSet(eni.tags),
    privateIpAddressesSet: eni.privateAddresses.map((privateIpAddress, index) => {
      return { privateIpAddress, primary: index === 0 };
    }),
    ipv6AddressesSet: [],
    interfaceType: eni.interfaceType,
    operator: { managed: false },
  };
}

/** An interface that a service holds is in use like one at an instance. */
function statusOf({ attachment, requesterManaged }: NetworkInterface): string {
  return attachment || requesterManaged ? 'in-use' : 'available';
}

/** The filters of DescribeNetworkInterfaces. */
export const INTERFACE_FILTERS: Filters<NetworkInterface> = {
  'network-interface-id': (eni) => eni.id,
  'subnet-id': (eni) => eni.subnetId,
  'vpc-id': (eni) => eni.vpcId,
  'owner-id': (eni) => eni.ownerId,
  'availability-zone': (eni) => eni.zone,
  description: (eni) => eni.description,
  'group-id': (eni) => eni.groupIds,
  'group-name': (eni, { world }) => eni.groupIds.map((id) => world.securityGroups.get(id)?.name),
  'interface-type': (eni) => eni.interfaceType,
  'mac-address': (eni) => eni.macAddress,
  'private-ip-address': (eni) => eni.privateAddresses[0],
  'addresses.private-ip-address': (eni) => eni.privateAddresses,
  'addresses.primary': (eni) => eni.privateAddresses.map((_, index) => String(index === 0)),
  'requester-id': (eni) => eni.requesterId,
  'requester-managed': (eni) => String(eni.requesterManaged),
  'source-dest-check': (eni) => String(eni.sourceDestCheck),
  status: statusOf,
  'attachment.attachment-id': (eni) => eni.attachment?.id,
  'attachment.instance-id': (eni) => eni.attachment?.instanceId,
  'attachment.device-index': (eni) => eni.attachment && String(eni.attachment.deviceIndex),
  'attachment.status': (eni) => eni.attachment && 'attached',
};
