import type { Peering } from '../../world.js';
import type { ArmContext } from '../arm/arm-context.js';
import { roleKey } from '../arm/rbac/roles.js';
import { PEER_ACTION } from '../arm/vnet/peerings.js';
import { sameId, subscriptionOf } from '../arm/wire/resource-id.js';
import { vendorVnetId } from './vnet-ids.js';

const ROLE_NAME = 'customer-peering-role';
/** Always the same, so that worlds in which it came and went are equal. */
const ROLE_GUID = '0d1a2b3c-4d5e-4f60-8a7b-8c9d0e1f2a3b';

/**
 * What the customer's application gets on Dragonfly's side: a service principal in Dragonfly's directory, and the right
 * to peer with the network's VNet. Both come a little late where the sandbox was told so.
 */
export class AppAccess {
  readonly #arm: ArmContext;

  constructor(arm: ArmContext) {
    this.#arm = arm;
  }

  /** From now on, or `vendorServicePrincipalMs` later. */
  give(peering: Peering): void {
    const { clock, consistency } = this.#arm.azure;
    const { vendorServicePrincipalMs = 0 } = consistency.knobs;
    if (vendorServicePrincipalMs === 0) this.#grant(peering);
    else clock.schedule(keyOf(peering), vendorServicePrincipalMs, () => this.#grant(peering));
  }

  /** Takes away what none of the other peerings needs. */
  takeBack(peering: Peering, others: readonly Peering[]): void {
    this.#arm.azure.clock.cancel(keyOf(peering));
    const { directories } = this.#arm.azure;
    const { world } = this.#arm;
    const appId = appIdOf(peering);
    const tenantId = this.#tenantOf(peering);
    const principal = directories.servicePrincipalOf(tenantId, appId);
    const same = others.filter(
      (other) => sameId(appIdOf(other), appId) && this.#tenantOf(other) === tenantId,
    );
    const scope = vendorVnetId(peering.requester);
    if (!principal || same.some((other) => sameId(vendorVnetId(other.requester), scope))) return;
    for (const [key, assignment] of world.roleAssignments) {
      if (assignment.principalId === principal.id && sameId(assignment.scope, scope)) {
        world.roleAssignments.delete(key);
      }
    }
    const isUsed = [...world.roleAssignments.values()].some(({ roleGuid }) => roleGuid === ROLE_GUID);
    if (!isUsed) world.roleDefinitions.delete(roleKey(tenantId, ROLE_GUID));
    // In a network of the customer's own cloud account the service principal is the customer's.
    const isTheirs = principal.appOwnerOrganizationId === tenantId;
    if (same.length === 0 && !isTheirs) directories.open(tenantId).servicePrincipals.delete(principal.id);
  }

  #grant(peering: Peering): void {
    const { world, azure } = this.#arm;
    const { directories } = azure;
    const tenantId = this.#tenantOf(peering);
    const application = directories.applicationOf(appIdOf(peering));
    if (!application) return;
    const { id: principalId } =
      directories.servicePrincipalOf(tenantId, application.appId) ??
      directories.addServicePrincipal(tenantId, application);
    const scope = vendorVnetId(peering.requester);
    const known = [...world.roleAssignments.values()].some(
      (each) => each.principalId === principalId && sameId(each.scope, scope),
    );
    if (!known) this.#assign(tenantId, principalId, scope);
  }

  #assign(tenantId: string, principalId: string, scope: string): void {
    const { world, azure } = this.#arm;
    const subscription = `/subscriptions/${subscriptionOf(scope) ?? ''}`;
    const roleGuid = this.#role(tenantId, subscription);
    const guid = azure.ids.guid('azure/vendor-assignment');
    const nowMs = azure.clock.now();
    world.roleAssignments.set(roleKey(tenantId, guid), {
      guid,
      tenantId,
      scope,
      roleGuid,
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleGuid}`,
      principalId,
      principalType: 'ServicePrincipal',
      condition: undefined,
      conditionVersion: undefined,
      description: undefined,
      createdAtMs: nowMs,
      createdBy: VENDOR_OBJECT,
      updatedAtMs: nowMs,
      updatedBy: VENDOR_OBJECT,
    });
    azure.consistency.changed(roleKey(tenantId, guid));
  }

  /** Dragonfly's own role for its customers: to see a VNet and to peer with it. */
  #role(tenantId: string, subscription: string): string {
    const { world, azure } = this.#arm;
    const known = world.roleDefinitions.get(roleKey(tenantId, ROLE_GUID));
    if (known) {
      if (!known.assignableScopes.includes(subscription)) {
        known.assignableScopes = [...known.assignableScopes, subscription];
      }
      return ROLE_GUID;
    }
    const nowMs = azure.clock.now();
    world.roleDefinitions.set(roleKey(tenantId, ROLE_GUID), {
      guid: ROLE_GUID,
      tenantId,
      roleName: ROLE_NAME,
      description: 'Lets customers peer with the virtual network of their Dragonfly network.',
      permissions: [{ actions: ['Microsoft.Network/virtualNetworks/read', PEER_ACTION], notActions: [] }],
      assignableScopes: [subscription],
      createdAtMs: nowMs,
      createdBy: VENDOR_OBJECT,
      updatedAtMs: nowMs,
      updatedBy: VENDOR_OBJECT,
    });
    return ROLE_GUID;
  }

  /** The directory of Dragonfly's VNet. */
  #tenantOf({ requester }: Peering): string {
    return this.#arm.azure.subscriptions.get(subscriptionOf(requester.account_id) ?? '')?.tenantId ?? '';
  }
}

/** Who made these: nobody that could be asked for. */
const VENDOR_OBJECT = '00000000-0000-0000-0000-000000000000';

function keyOf({ id }: Peering): string {
  return `azure/vendor/${id}`;
}

function appIdOf({ accepter }: Peering): string {
  return accepter.azure?.app_object_id ?? '';
}
