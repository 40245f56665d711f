import type { IpConfiguration, NetworkInterface } from '../state/records.js';
import { trackedView } from '../tracked/tracked.js';
import type { JsonObject } from '../wire/body.js';

/** An interface; those of scale sets look the same. */
export function nicView(nic: NetworkInterface): JsonObject {
  const { ipConfigurations, networkSecurityGroupId, enableIpForwarding, virtualMachineId } = nic;
  return trackedView(nic, {
    ipConfigurations: ipConfigurations.map((each) => configurationView(nic, each)),
    dnsSettings: { dnsServers: [], appliedDnsServers: [] },
    vnetEncryptionSupported: false,
    enableIPForwarding: enableIpForwarding,
    ...(networkSecurityGroupId ? { networkSecurityGroup: { id: networkSecurityGroupId } } : {}),
    primary: true,
    ...(virtualMachineId ? { virtualMachine: { id: virtualMachineId } } : {}),
    hostedWorkloads: [],
    tapConfigurations: [],
    nicType: 'Standard',
  });
}

function configurationView(nic: NetworkInterface, configuration: IpConfiguration): JsonObject {
  const { name, subnetId, privateIpAddress, primary } = configuration;
  return {
    name,
    id: `${nic.id}/ipConfigurations/${name}`,
    etag: nic.etag,
    type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
    properties: {
      provisioningState: nic.provisioningState,
      privateIPAddress: privateIpAddress,
      privateIPAllocationMethod: 'Dynamic',
      subnet: { id: subnetId },
      primary,
      privateIPAddressVersion: 'IPv4',
    },
  };
}
