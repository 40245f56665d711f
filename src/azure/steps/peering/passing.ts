import { CloudRefusedError } from '../../../errors/cloud-refused-error.js';
import { isUnknownApp, isWrongSecret } from './explain-refusal.js';
import { linkedAuthorizationCause } from './linked-authorization.js';
import type { Passing, PassingRule } from './wait-out.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** What Azure's services say while they are overloaded; their clients have tried again already. */
const OVERLOADED: Passing = {
  why: 'Azure is overloaded; it usually recovers within a minute',
  forMs: 2 * MINUTE_MS,
  everyMs: 10 * SECOND_MS,
};
const OVERLOADED_CODES = [
  'toomanyrequests',
  'internalservererror',
  'serviceunavailable',
  'gatewaytimeout',
  'http 429',
  'http 500',
  'http 502',
  'http 503',
  'http 504',
];

/** Entra ID's numbers for trouble of its own. */
const ENTRA_TROUBLE = /\b(AADSTS)?(90006|90024|90033|90055)\b/;

/** What passes while a token of the application is asked for in its own tenant. */
export const homeTokenRule = (secretIsNew: boolean): PassingRule =>
  byCode((code) => {
    if (isUnknownApp(code)) {
      const why = 'Entra ID does not know the new application everywhere yet';
      return { why, forMs: 3 * MINUTE_MS, everyMs: 10 * SECOND_MS };
    }
    return secretRule(code, secretIsNew);
  });

/** The same in the tenant at the other end, which learns of the application from Dragonfly. */
export const remoteTokenRule = (secretIsNew: boolean): PassingRule =>
  byCode((code) => {
    if (isUnknownApp(code)) {
      const why = 'Dragonfly has not made the application known in its own tenant yet';
      return { why, forMs: 10 * MINUTE_MS, everyMs: 10 * SECOND_MS };
    }
    return secretRule(code, secretIsNew);
  });

function secretRule(code: string, secretIsNew: boolean): Passing | undefined {
  if (!isWrongSecret(code)) return ENTRA_TROUBLE.test(code) ? OVERLOADED : undefined;
  if (!secretIsNew) return undefined;
  return {
    why: 'Entra ID does not know the new password everywhere yet',
    forMs: 2 * MINUTE_MS,
    everyMs: 5 * SECOND_MS,
  };
}

/** What passes while the peering is written. Roles that are older than they need to take effect are not waited for long. */
export const peeringRule = (grantsAreFresh: boolean): PassingRule =>
  byCode((code, message) => {
    switch (code.toLowerCase()) {
      case 'authorizationfailed':
        return roleRule(grantsAreFresh ? 10 : 1, "the application's role has not taken effect yet");
      case 'linkedauthorizationfailed':
        return linkedAuthorizationCause(message) === 'remote_role'
          ? roleRule(10, "the application's role at Dragonfly's end is missing, or has not taken effect yet")
          : undefined;
      case 'remotepeeringisdisconnected':
        return {
          why: "Dragonfly's half is disconnected, and is made anew there",
          forMs: 2 * MINUTE_MS,
          everyMs: 10 * SECOND_MS,
        };
      case 'anotherpeeringalreadyreferencesremotevnet':
        return { why: 'somebody else was quicker', forMs: MINUTE_MS, everyMs: 5 * SECOND_MS };
      case 'anotheroperationinprogress':
      case 'retryableerrorduetoanotheroperation':
      case 'referencedresourcenotprovisioned':
      case 'retryableerror':
        return {
          why: 'a virtual network at either end is being changed',
          forMs: 10 * MINUTE_MS,
          everyMs: 10 * SECOND_MS,
        };
      default:
        return undefined;
    }
  });

/** True for a refusal that a fresh token may cure: tokens carry the roles of the moment at which they were given. */
export function wantsFreshToken(error: unknown): boolean {
  if (!(error instanceof CloudRefusedError)) return false;
  const code = error.call.cloudCode.toLowerCase();
  return ['authorizationfailed', 'linkedauthorizationfailed'].includes(code);
}

function roleRule(minutes: number, why: string): Passing {
  return { why, forMs: minutes * MINUTE_MS, everyMs: 10 * SECOND_MS };
}

function byCode(rule: (code: string, message: string) => Passing | undefined): PassingRule {
  return (error) => {
    if (!(error instanceof CloudRefusedError)) return undefined;
    const { cloudCode } = error.call;
    return rule(cloudCode, error.message) ?? (isOverload(cloudCode) ? OVERLOADED : undefined);
  };
}

function isOverload(code: string): boolean {
  return OVERLOADED_CODES.includes(code.toLowerCase());
}
