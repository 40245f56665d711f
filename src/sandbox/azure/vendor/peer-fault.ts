import type { Peering } from '../../world.js';
import type { ArmContext } from '../arm/arm-context.js';
import { PEER_ACTION } from '../arm/vnet/peerings.js';
import { invalidReference } from '../arm/wire/errors.js';
import { linkedScope } from '../arm/wire/gateway-errors.js';
import { nameOf, sameId, subscriptionOf } from '../arm/wire/resource-id.js';
import type { AccessToken } from '../tokens/access-token.js';
import { VENDOR_APP_ID } from '../well-known.js';
import { customerVnetId, vendorVnetId } from './vnet-ids.js';

const PEERING_WRITE = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write';

/**
 * Why Dragonfly cannot make its half, in the words of the service that refuses: wrong ids, a missing service principal
 * or a missing role. Undefined when it can, as far as this side is concerned.
 */
export function peerFault(arm: ArmContext, peering: Peering): string | undefined {
  return (
    wrongSubscription(arm, peering) ??
    wrongApplication(arm, peering) ??
    noAccess(arm, peering) ??
    wrongVnet(arm, peering)
  );
}

function wrongSubscription({ azure }: ArmContext, { accepter }: Peering): string | undefined {
  const actual = azure.subscriptions.get(accepter.account_id)?.tenantId;
  const given = accepter.azure?.tenant_id ?? '';
  if (actual === undefined)
    return `SubscriptionNotFound: The subscription '${accepter.account_id}' could not be found.`;
  if (sameId(actual, given)) return undefined;
  return `InvalidAuthenticationTokenTenant: the subscription ${accepter.account_id} does not belong to the tenant ${given}`;
}

/** The application is found by its client id, in whichever directory: no other id leads there from outside. */
function wrongApplication({ azure }: ArmContext, { accepter }: Peering): string | undefined {
  const appId = accepter.azure?.app_object_id ?? '';
  const application = azure.directories.applicationOf(appId);
  if (!application) {
    return `AADSTS700016: Application with identifier '${appId}' was not found in the directory '${accepter.azure?.tenant_id}'. The App ID must be the application (client) id.`;
  }
  if (/Multiple|PersonalMicrosoftAccount/i.test(application.signInAudience)) return undefined;
  return `AADSTS700016: Application with identifier '${appId}' is not multi-tenant (its sign-in audience is ${application.signInAudience}), so that it cannot be added to another directory.`;
}

/** Dragonfly signs in to the customer's directory as its own application, and needs a role on the customer's VNet. */
function noAccess(arm: ArmContext, peering: Peering): string | undefined {
  const { azure, roles } = arm;
  const { requester, accepter, id } = peering;
  const tenantId = accepter.azure?.tenant_id?.toLowerCase() ?? '';
  if (isOwnCloud(arm, requester.account_id, tenantId)) return undefined;
  const principal = azure.directories.servicePrincipalOf(tenantId, VENDOR_APP_ID);
  if (!principal || azure.consistency.lags('token', principal.id)) {
    return `AADSTS700016: Application with identifier '${VENDOR_APP_ID}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`;
  }
  const scope = customerVnetId(accepter);
  const token = tokenOf(tenantId, principal.id, azure.clock.now());
  if (roles.may(token, PEER_ACTION, scope)) return undefined;
  const own = `${vendorVnetId(requester)}/virtualNetworkPeerings/${nameOf(id)}`;
  const error = linkedScope(token, { action: PEERING_WRITE, scope: own }, { action: PEER_ACTION, scope });
  return `${error.code}: ${error.message}`;
}

function wrongVnet({ world }: ArmContext, { requester, accepter, id }: Peering): string | undefined {
  const vnetId = customerVnetId(accepter);
  const vnet = world.virtualNetworks.get(vnetId);
  if (!vnet) {
    const own = `${vendorVnetId(requester)}/virtualNetworkPeerings/${nameOf(id)}`;
    return `InvalidResourceReference: ${invalidReference(vnetId, own).message}`;
  }
  if (vnet.location === accepter.region.toLowerCase().replaceAll(' ', '')) return undefined;
  return `the virtual network ${vnetId} is in the region ${vnet.location}, not in ${accepter.region}`;
}

/** In a network of the customer's own cloud account, Dragonfly already works in the customer's directory. */
function isOwnCloud({ azure }: ArmContext, accountId: string, tenantId: string): boolean {
  return azure.subscriptions.get(subscriptionOf(accountId) ?? '')?.tenantId === tenantId;
}

function tokenOf(tenantId: string, objectId: string, nowMs: number): AccessToken {
  const audience = 'https://management.azure.com';
  const times = { issuedAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 };
  return { tenantId, objectId, appId: VENDOR_APP_ID, audience, kind: 'app', ...times };
}
