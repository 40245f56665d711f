/** Entra ID's numbers for an application that is not known, or has no service principal, in a tenant. */
export const UNKNOWN_APP = ['AADSTS700016', 'AADSTS7000229'];

/** Entra ID's number for a secret that is wrong, or not known everywhere yet. */
export const WRONG_SECRET = ['AADSTS7000215'];

/** What Azure says while somebody else changes a virtual network at either end. */
export const BUSY = [
  'AnotherOperationInProgress',
  'RetryableErrorDueToAnotherOperation',
  'ReferencedResourceNotProvisioned',
  'RetryableError',
];

/** What Azure's services say while they are overloaded; their clients have tried again already. */
export const OVERLOADED = [
  'TooManyRequests',
  'InternalServerError',
  'ServiceUnavailable',
  'GatewayTimeout',
  'AADSTS90006',
  'AADSTS90024',
  'AADSTS90033',
  'AADSTS90055',
  'HTTP 429',
  'HTTP 500',
  'HTTP 502',
  'HTTP 503',
  'HTTP 504',
];
