import type * as records from './records.js';
import { ResourceTable } from './resource-table.js';

/** Everything that Resource Manager keeps, in all tenants: plain data, without timers or behaviour. */
export type ArmWorld = ReturnType<typeof emptyArmWorld>;

/** An Azure in which nothing exists. */
export function emptyArmWorld() {
  return {
    /** Namespaces of providers that are not registered, by `subscription/namespace` in lower case. */
    unregistered: new Map<string, 'NotRegistered' | 'Registering'>(),
    resourceGroups: new ResourceTable<records.ResourceGroup>(),
    virtualNetworks: new ResourceTable<records.VirtualNetwork>(),
    networkSecurityGroups: new ResourceTable<records.NetworkSecurityGroup>(),
    routeTables: new ResourceTable<records.RouteTable>(),
    networkInterfaces: new ResourceTable<records.NetworkInterface>(),
    plainResources: new ResourceTable<records.PlainResource>(),
    /** By tenant and guid in lower case. */
    roleDefinitions: new Map<string, records.RoleDefinition>(),
    /** By tenant and guid in lower case. */
    roleAssignments: new Map<string, records.RoleAssignment>(),
    locks: Array.of<records.Lock>(),
    denyAssignments: Array.of<records.DenyAssignment>(),
    policies: Array.of<records.Policy>(),
    /** Rules of a Virtual Network Manager by the virtual network's id in lower case, as they are answered. */
    adminRules: new Map<string, readonly Readonly<Record<string, unknown>>[]>(),
  };
}
