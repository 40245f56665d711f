import { CloudRefusedError } from '../../../errors/cloud-refused-error.js';
import { isRefusal } from '../../rest/refusal.js';
import { BUSY, OVERLOADED, UNKNOWN_APP, WRONG_SECRET } from './codes.js';
import { linkedAuthorizationCause } from './linked-authorization.js';
import type { Passing, PassingRule } from './wait-out.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** What passes while a token of the application is asked for in its own tenant. */
export function homeTokenRule(secretIsNew: boolean): PassingRule {
  const why = 'Entra ID does not know the new application everywhere yet';
  return tokenRule(secretIsNew, passing(why, 3));
}

/** The same in the tenant at the other end, which learns of the application from Dragonfly. */
export function remoteTokenRule(secretIsNew: boolean): PassingRule {
  const why = 'Dragonfly has not made the application known in its own tenant yet';
  return tokenRule(secretIsNew, passing(why, 10));
}

function tokenRule(secretIsNew: boolean, whileUnknown: Passing): PassingRule {
  return (error) => {
    if (isRefusal(error, ...UNKNOWN_APP)) return whileUnknown;
    if (secretIsNew && isRefusal(error, ...WRONG_SECRET))
      return passing('Entra ID does not know the new password everywhere yet', 2, 5);
    return overload(error);
  };
}

/** What passes while the peering is written. Roles that are old have taken effect, and are not waited for long. */
export function peeringRule(grantsAreFresh: boolean): PassingRule {
  return (error) => {
    if (lacksOwnRole(error))
      return passing("the application's role has not taken effect yet", grantsAreFresh ? 10 : 1);
    if (lacksRemoteRole(error))
      return passing("the application's role at Dragonfly's end is missing, or has not taken effect yet", 10);
    if (isRefusal(error, 'RemotePeeringIsDisconnected'))
      return passing("Dragonfly's half is disconnected, and is made anew there", 2);
    if (isRefusal(error, 'AnotherPeeringAlreadyReferencesRemoteVnet'))
      return passing('somebody else was quicker', 1, 5);
    if (isRefusal(error, ...BUSY)) return passing('a virtual network at either end is being changed', 10);
    return overload(error);
  };
}

/** True for a refusal that a fresh token may cure: tokens carry the roles of the moment at which they were given. */
export function wantsFreshToken(error: unknown): boolean {
  return lacksOwnRole(error) || isRefusal(error, 'LinkedAuthorizationFailed');
}

/** A refusal of the application: the administrator's reads in between have other names. */
export function lacksOwnRole(error: unknown): boolean {
  return isRefusal(error, 'AuthorizationFailed') && /\/virtualNetworkPeerings\//i.test(error.call.operation);
}

/** Of the three meanings, the one that is worth waiting for. */
function lacksRemoteRole(error: unknown): boolean {
  return (
    error instanceof CloudRefusedError &&
    isRefusal(error, 'LinkedAuthorizationFailed') &&
    linkedAuthorizationCause(error.message) === 'remote_role'
  );
}

function overload(error: unknown): Passing | undefined {
  return isRefusal(error, ...OVERLOADED)
    ? passing('Azure is overloaded; it usually recovers within a minute', 2)
    : undefined;
}

function passing(why: string, minutes: number, everySeconds = 10): Passing {
  return { why, forMs: minutes * MINUTE_MS, everyMs: everySeconds * SECOND_MS };
}
