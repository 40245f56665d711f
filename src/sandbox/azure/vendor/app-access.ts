import type { Peering } from '../../world.js';
import type { ArmContext } from '../arm/arm-context.js';
import { roleKey } from '../arm/rbac/roles.js';
import { PEER_ACTION } from '../arm/vnet/peerings.js';
import { sameId, subscriptionOf } from '../arm/wire/resource-id.js';
import { vendorVnetId } from './vnet-ids.js';

const ROLE_NAME = 'customer-peering-role';

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
    // In a network of the customer's own cloud account the service principal is the customer's.
    const isTheirs = principal.appOwnerOrganizationId === tenantId;
    if (same.length === 0 && !isTheirs) directories.open(tenantId).servicePrincipals.delete(principal.id);
  }

  #grant(peering: Peering): void {
    const { azure, world } = this.#arm;
    const { directories, consistency, ids, clock } = azure;
    const tenantId = this.#tenantOf(peering);
    const application = directories.applicationOf(appIdOf(peering));
    if (!application) return;
    const principal =
      directories.servicePrincipalOf(tenantId, application.appId) ??
      directories.addServicePrincipal(tenantId, application);
    const scope = vendorVnetId(peering.requester);
    const subscription = `/subscriptions/${subscriptionOf(scope) ?? ''}`;
    const roleGuid = this.#role(tenantId, subscription);
    const known = [...world.roleAssignments.values()].some(
      (each) => each.principalId === principal.id && sameId(each.scope, scope),
    );
    if (known) return;
    const guid = ids.guid('azure/vendor-assignment');
    const nowMs = clock.now();
    world.roleAssignments.set(roleKey(tenantId, guid), {
      guid,
      tenantId,
      scope,
      roleGuid,
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleGuid}`,
      principalId: principal.id,
      principalType: 'ServicePrincipal',
      condition: undefined,
      conditionVersion: undefined,
      description: undefined,
      createdAtMs: nowMs,
      createdBy: VENDOR_OBJECT,
      updatedAtMs: nowMs,
      updatedBy: VENDOR_OBJECT,
    });
    consistency.changed(roleKey(tenantId, guid));
  }

  /** Dragonfly's own role for its customers: to see a VNet and to peer with it. */
  #role(tenantId: string, subscription: string): string {
    const { world, azure } = this.#arm;
    const known = [...world.roleDefinitions.values()].find(
      (role) => role.tenantId === tenantId && role.roleName === ROLE_NAME,
    );
    if (known) {
      if (!known.assignableScopes.includes(subscription)) {
        known.assignableScopes = [...known.assignableScopes, subscription];
      }
      return known.guid;
    }
    const guid = azure.ids.guid('azure/vendor-role');
    const nowMs = azure.clock.now();
    world.roleDefinitions.set(roleKey(tenantId, guid), {
      guid,
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
    return guid;
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
