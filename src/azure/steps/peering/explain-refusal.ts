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
import { linkedAuthorizationCause } from './linked-authorization.js';

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

function textOf({ call, message }: CloudRefusedError, facts: RefusalFacts): ErrorText | undefined {
  if (isUnknownApp(call.cloudCode)) return appUnknownAtVendor(facts, facts.remoteTenantId);
  switch (call.cloudCode.toLowerCase()) {
    case 'linkedauthorizationfailed':
      return linkedText(message, facts);
    case 'authorizationfailed':
      return ownRoleMissing(facts);
    case 'remotepeeringisdisconnected':
      return remoteDisconnected(facts);
    case 'vnetaddressspacesoverlap':
      return remoteOverlaps(facts, message);
    case 'vnetaddressspaceoverlapswithalreadypeeredvnet':
      return thirdOverlaps(facts, message);
    case 'remotevnethasnogateways':
      return remoteGatewaysMissing(facts);
    case 'referencedresourcenotprovisioned':
    case 'anotheroperationinprogress':
    case 'retryableerrorduetoanotheroperation':
    case 'retryableerror':
      return vnetBusy(facts, call.cloudCode);
    default:
      return undefined;
  }
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

/** Entra ID's numbers for an application that is not known, or has no service principal, in a tenant. */
export function isUnknownApp(code: string): boolean {
  return /\b(AADSTS)?(700016|7000229)\b/.test(code);
}

/** Entra ID's number for a secret that is wrong, or not known everywhere yet. */
export function isWrongSecret(code: string): boolean {
  return /\b(AADSTS)?7000215\b/.test(code);
}
