import type { StepContext } from '../peering/step.js';
import type { VnetPeering } from './arm/model.js';
import { containsResource, resourceKey, sameResource, subscriptionOf } from './ids.js';
import { remoteVnetId } from './remote.js';
import { isMissing } from './rest/refusal.js';
import type { StepMeans } from './steps/means.js';
import { VENDOR_TENANT_ID } from './vendor.js';

/** Whether what all networks share may be removed with this one. */
export interface SharedUse {
  readonly free: boolean;
  /** Why not; undefined where it may. */
  readonly why: string | undefined;
}

/** The part of a step's state that says why it stays. */
export function staying({ why }: SharedUse): { readonly stays?: string } {
  return why === undefined ? {} : { stays: why };
}

/**
 * Whether the custom role and the service principal of Dragonfly may go: only with `purge`, and only while Dragonfly has
 * no role anywhere else in the subscription.
 */
export async function vendorUses(means: StepMeans, context: StepContext): Promise<SharedUse> {
  const { reads, settings, names } = means;
  if (!settings.purge) return { free: false, why: 'other networks may use it; purge removes it' };
  const vendor = await reads.vendorPrincipal(context);
  if (!vendor) return { free: true, why: undefined };
  const all = await reads.assignmentsInSubscription(vendor.id, context);
  const elsewhere = all.filter(({ scope }) => !sameResource(scope, names.vnetId));
  if (elsewhere.length > 0) {
    return { free: false, why: `it is also used at ${elsewhere.map(({ scope }) => scope).join(', ')}` };
  }
  const other = await otherPeering(means, context);
  return other === undefined
    ? { free: true, why: undefined }
    : { free: false, why: `it is also used by peering ${other} of this virtual network` };
}

/** A peering of the virtual network with another network of Dragonfly, which uses the same roles; undefined: none. */
export async function otherPeering(
  { reads, flow, names }: StepMeans,
  context: StepContext,
): Promise<string | undefined> {
  const own = remoteVnetId(flow.network);
  const peerings = await peeringsOf(reads, context);
  const others = peerings.filter(({ remoteVnetId: id }) => !sameResource(id, own));
  for (const { name, remoteVnetId: id } of others) {
    const subscription = subscriptionOf(id);
    // One within the customer's own subscription can be no network of Dragonfly, except in bring your own cloud.
    if (subscription === undefined || containsResource(`/subscriptions/${subscription}`, names.vnetId))
      continue;
    const tenant = await reads.subscriptionTenant(resourceKey(subscription), context);
    if (tenant.kind === 'found' && tenant.tenantId === VENDOR_TENANT_ID) return name;
  }
  return undefined;
}

/** None of a virtual network that does not exist (any more). */
async function peeringsOf(reads: StepMeans['reads'], context: StepContext): Promise<readonly VnetPeering[]> {
  try {
    return (await reads.vnet(context)).peerings;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
