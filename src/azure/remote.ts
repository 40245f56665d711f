import type { FlowContext } from '../peering/acceptor.js';
import type { ReadContext } from '../peering/once-per-round.js';
import type { AzureClients } from './clients.js';
import { type SubscriptionId, subscriptionOf, type TenantId } from './ids.js';
import type { Reads } from './reads.js';
import { VENDOR_TENANT_ID } from './vendor.js';

/** The virtual network at the other end, and in whose tenant it lies. */
export interface RemoteVnet {
  readonly vnetId: string;
  readonly subscriptionId: SubscriptionId;
  readonly tenantId: TenantId;
  /** False when it lies in the customer's own tenant (bring your own cloud): no auxiliary token then. */
  readonly crossTenant: boolean;
}

/** What is to be said of the other end before anything is granted to anybody. */
export type Remote =
  | ({ readonly kind: 'trusted' } & RemoteVnet)
  /** Dragonfly does not name it yet. */
  | { readonly kind: 'unnamed' }
  /** It must not be peered with. */
  | { readonly kind: 'refused'; readonly why: string };

/** What finding the other end needs. */
export interface RemoteMeans {
  readonly flow: Pick<FlowContext, 'network' | 'clock'>;
  readonly clients: AzureClients;
  readonly reads: Reads;
}

/** The resource id of the virtual network at the other end, as Dragonfly's API names it; undefined while it does not. */
export function remoteVnetId({ vpc }: FlowContext['network']): string | undefined {
  if (!vpc) return undefined;
  return `${vpc.accountId.replace(/\/+$/, '')}/providers/Microsoft.Network/virtualNetworks/${vpc.resourceId}`;
}

/**
 * Finds out in whose tenant the other end lies, by an answer that Azure gives without a token. Only Dragonfly's own
 * tenant and the customer's are trusted.
 */
export async function findRemote(
  { flow, clients, reads }: RemoteMeans,
  context: ReadContext,
): Promise<Remote> {
  const vnetId = remoteVnetId(flow.network);
  if (vnetId === undefined) return { kind: 'unnamed' };
  const subscriptionId = subscriptionOf(vnetId);
  if (subscriptionId === undefined || !VNET_ID.test(vnetId)) {
    return { kind: 'refused', why: `Dragonfly names ${vnetId}, which is no virtual network of Azure` };
  }
  const [found, own] = await Promise.all([
    reads.subscriptionTenant(subscriptionId, context),
    clients.tenantId({ signal: context.signal, clock: flow.clock }),
  ]);
  if (found.kind !== 'found') {
    return {
      kind: 'refused',
      why: `Azure knows no subscription ${subscriptionId}, where Dragonfly says its network is`,
    };
  }
  const { tenantId } = found;
  if (tenantId !== VENDOR_TENANT_ID && tenantId !== own) {
    const why = `subscription ${subscriptionId} of ${vnetId} belongs to tenant ${tenantId}, which is neither Dragonfly's (${VENDOR_TENANT_ID}) nor yours (${own})`;
    return { kind: 'refused', why };
  }
  return { kind: 'trusted', vnetId, subscriptionId, tenantId, crossTenant: tenantId !== own };
}

const VNET_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[\w.-]+$/i;
