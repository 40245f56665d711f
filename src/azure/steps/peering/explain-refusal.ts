import type { ErrorText } from '../../../errors/base.js';
import { CloudRefusedError } from '../../../errors/cloud-refused-error.js';
import {
  appUnknownAtVendor,
  linkedTenantRefused,
  ownRoleMissing,
  type RefusedPeering,
  remoteDisconnected,
  remoteGatewaysMissing,
  remoteOverlaps,
  remoteRoleMissing,
  remoteSubscriptionUnknown,
  thirdOverlaps,
  vnetBusy,
} from '../../../errors/messages.js';
import type { TenantId } from '../../ids.js';
import { isRefusal } from '../../rest/refusal.js';
import { BUSY, UNKNOWN_APP } from './codes.js';
import { linkedAuthorizationCause } from './linked-authorization.js';
import { lacksOwnRole } from './passing.js';

/** What is known when the peering is refused. */
export interface RefusalFacts extends RefusedPeering {
  /** The tenant at the other end. */
  readonly remoteTenantId: TenantId;
}

/** The refusal in words that say what it means here; the same error when there are none for it. */
export function explainRefusal(error: unknown, facts: RefusalFacts): unknown {
  if (!(error instanceof CloudRefusedError)) return error;
  const text = textOf(error, facts);
  return text ? new CloudRefusedError(text, error.call, error) : error;
}

function textOf(error: CloudRefusedError, facts: RefusalFacts): ErrorText | undefined {
  const { message, call } = error;
  const is = (...codes: readonly string[]) => isRefusal(error, ...codes);
  if (is(...UNKNOWN_APP)) return appUnknownAtVendor(facts, facts.remoteTenantId);
  if (is('LinkedAuthorizationFailed')) return linkedText(message, facts);
  if (lacksOwnRole(error)) return ownRoleMissing(facts);
  if (is('RemotePeeringIsDisconnected')) return remoteDisconnected(facts);
  if (is('VnetAddressSpacesOverlap')) return remoteOverlaps(facts, message);
  if (is('VnetAddressSpaceOverlapsWithAlreadyPeeredVnet')) return thirdOverlaps(facts, message);
  if (is('RemoteVnetHasNoGateways')) return remoteGatewaysMissing(facts);
  return is(...BUSY) ? vnetBusy(facts, call.cloudCode) : undefined;
}

function linkedText(message: string, facts: RefusalFacts): ErrorText | undefined {
  switch (linkedAuthorizationCause(message)) {
    case 'tenant_token':
      return linkedTenantRefused(facts, facts.remoteTenantId);
    case 'remote_role':
      return remoteRoleMissing(facts);
    case 'remote_subscription':
      return remoteSubscriptionUnknown(facts);
    default:
      return undefined;
  }
}
