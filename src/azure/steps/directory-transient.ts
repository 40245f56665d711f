import type { TransientRule } from '../../peering/step.js';

/** Refusals of Graph that pass by themselves, whatever the call. */
export const PASSING_IN_GRAPH: readonly TransientRule[] = [
  {
    codes: ['TooManyRequests', 'Request_ThrottledTemporarily', 'HTTP 429'],
    forMs: 120_000,
    why: 'Microsoft Graph throttles this tenant; its allowance fills up again',
  },
  {
    codes: [
      'InternalServerError',
      'ServiceUnavailable',
      'generalException',
      'HTTP 500',
      'HTTP 502',
      'HTTP 503',
    ],
    forMs: 60_000,
    why: 'Microsoft Graph failed; it usually recovers within seconds',
  },
];

/** The same for calls that name an application that was made a moment ago. */
export const PASSING_FOR_FRESH_APP: readonly TransientRule[] = [
  ...PASSING_IN_GRAPH,
  {
    codes: [
      'Request_ResourceNotFound',
      'Request_BadRequest.NoBackingApplicationObject',
      'Authorization_RequestDenied.NotInLocalTenant',
    ],
    forMs: 180_000,
    why: 'the application was made a moment ago, and not all of Entra ID knows it yet',
  },
];

/** Refusals of role definitions and assignments that pass by themselves. */
export const PASSING_IN_RBAC: readonly TransientRule[] = [
  {
    codes: ['PrincipalNotFound'],
    forMs: 180_000,
    why: 'the service principal was made a moment ago, and Azure does not know it yet',
  },
  {
    codes: ['RoleDefinitionDoesNotExist'],
    forMs: 120_000,
    why: 'the role was made a moment ago, and not all of Azure knows it yet',
  },
  {
    codes: [
      'TooManyRequests',
      'InternalServerError',
      'ServiceUnavailable',
      'HTTP 429',
      'HTTP 500',
      'HTTP 503',
    ],
    forMs: 120_000,
    why: 'Azure is overloaded; it usually recovers within a minute',
  },
];
