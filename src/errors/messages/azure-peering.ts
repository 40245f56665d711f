import type { ErrorText } from '../base.js';

/** What the texts about a refused peering name. */
export interface RefusedPeering {
  /** The resource id of the customer's virtual network. */
  readonly vnetId: string;
  /** The resource id of the virtual network at the other end. */
  readonly remoteVnetId: string;
  /** The application that asked. */
  readonly appId: string;
  /** The network's CIDR. */
  readonly cidrBlock: string;
  /** The Dragonfly connection, where there is one. */
  readonly connectionId: string | undefined;
}

/** A temporary password could not be taken away again. */
export function temporaryPasswordLeft(applicationId: string, label: string, endsAt: Date): ErrorText {
  return {
    message: `The temporary password "${label}" of the application with object id ${applicationId} may still be there; it stops working at ${endsAt.toISOString()}.`,
    fix: 'Run it again: it removes the password first. Or remove it by hand: az ad app credential list and az ad app credential delete.',
  };
}

/** An application of the caller's without a secret, which Graph does not show. */
export function applicationUnseen(objectId: string): ErrorText {
  return {
    message: `Microsoft Graph shows no application with object id ${objectId}, so no temporary password can be made for it.`,
    fix: 'Pass the object id of the application (not that of its service principal), or a clientSecret: az ad app list --filter "appId eq \'<appId>\'" --query "[].id".',
  };
}

/** ARM wanted a valid token of the other tenant. */
export function linkedTenantRefused({ remoteVnetId, appId }: RefusedPeering, tenantId: string): ErrorText {
  return {
    message: `Azure did not take the token of tenant ${tenantId} for ${remoteVnetId} (LinkedAuthorizationFailed): the application ${appId} counts there as a stranger.`,
    fix: `Check that the connection names application ${appId} (dfcloud connections list); if it does, delete the connection and run this again.`,
  };
}

/** The application has no role at the other end. */
export function remoteRoleMissing(peering: RefusedPeering): ErrorText {
  return {
    message: `The application ${peering.appId} may not peer with ${peering.remoteVnetId} (LinkedAuthorizationFailed): Dragonfly has not given it the role there.`,
    fix: `Check that the connection names application ${peering.appId} (dfcloud connections list), wait ten minutes, which Azure may need to let a new role take effect, and run this again.`,
  };
}

/** The subscription at the other end does not exist. */
export function remoteSubscriptionUnknown({ remoteVnetId }: RefusedPeering): ErrorText {
  return {
    message: `Azure knows no subscription for ${remoteVnetId} (LinkedAuthorizationFailed).`,
    fix: 'Look at the network again (dfcloud networks get); if it still names this virtual network, tell the support of Dragonfly Cloud.',
  };
}

/** The application may not write the peering on the customer's own side. */
export function ownRoleMissing({ vnetId, appId }: RefusedPeering): ErrorText {
  return {
    message: `The application ${appId} may not make a peering on ${vnetId} (AuthorizationFailed): its role there is missing, or has not taken effect.`,
    fix: `Azure may need ten minutes for a new role; run this again then. az role assignment list --scope ${vnetId} shows who has which role.`,
  };
}

/** The two virtual networks share addresses. */
export function remoteOverlaps({ vnetId, cidrBlock }: RefusedPeering, said: string): ErrorText {
  return {
    message: `The addresses of ${vnetId} overlap those of the network, ${cidrBlock}: ${said}`,
    fix: 'Create a network with another CIDR; that of a network cannot be changed.',
  };
}

/** A virtual network that is peered already has the network's addresses. */
export function thirdOverlaps({ vnetId, cidrBlock }: RefusedPeering, said: string): ErrorText {
  return {
    message: `A virtual network that ${vnetId} is already peered with has addresses of the network, ${cidrBlock}: ${said}`,
    fix: `Create a network with another CIDR, or delete the other peering if it is not needed: az network vnet peering list --ids ${vnetId}`,
  };
}

/** There is no gateway at the other end. */
export function remoteGatewaysMissing({ remoteVnetId }: RefusedPeering): ErrorText {
  return {
    message: `useRemoteGateways is set, and ${remoteVnetId} has no gateway.`,
    fix: 'Leave useRemoteGateways out: datastores are reached without it.',
  };
}

/** The half at the other end was cut off and cannot be connected to. */
export function remoteDisconnected({ remoteVnetId, connectionId }: RefusedPeering): ErrorText {
  return {
    message: `Dragonfly's half of the peering, on ${remoteVnetId}, is disconnected; only Dragonfly can make it anew.`,
    fix: `Delete the connection and run this again, which asks for a new one: dfcloud connections delete ${connectionId ?? '<connection>'}`,
  };
}

/** A virtual network is being changed for longer than expected. */
export function vnetBusy({ vnetId, remoteVnetId }: RefusedPeering, code: string): ErrorText {
  return {
    message: `${vnetId} or ${remoteVnetId} is being changed by somebody else, and that does not end (${code}).`,
    fix: `Look at its state (az network vnet show --ids ${vnetId} --query provisioningState), and run this again.`,
  };
}

/** Every priority before the rule that blocks is taken. */
export function noPriorityLeft(nsgId: string, blocking: string): string {
  return `Every priority of ${nsgId} before ${blocking} is taken: join or remove rules, or allow the traffic in one of those that are there.`;
}

/** The application was never made known in the tenant at the other end. */
export function appUnknownAtVendor({ appId, connectionId }: RefusedPeering, tenantId: string): ErrorText {
  return {
    message: `Tenant ${tenantId} does not know the application ${appId}: Dragonfly has not registered it there.`,
    fix: `Check that the connection names it as its App ID (dfcloud connections get ${connectionId ?? '<connection>'}), and run this again; it can take some minutes after the connection is made.`,
  };
}
