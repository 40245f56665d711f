import { isKnownAudience } from '../tokens/access-token.js';
import { parameterMissing, resourceNotFound, scopeNotDefault } from './entra-error.js';

/** Scopes that concern the sign-in itself and no service. */
const OPENID = ['openid', 'profile', 'email', 'offline_access'];

/**
 * The service that an application wants a token for: its one scope without `/.default`. The command line writes a
 * second slash before it, which belongs to the service's name and is not compared.
 * @throws {EntraError} AADSTS900144, 1002012, 500011
 */
export function audienceForApplication(scope: string | null, directory: string): string {
  if (scope === null || scope.trim() === '') throw parameterMissing('scope');
  const [only = '', ...rest] = scope.trim().split(/\s+/);
  if (rest.length > 0 || !only.endsWith('/.default')) throw scopeNotDefault(scope);
  return known(withoutName(only), directory);
}

/**
 * The service that a person wants a token for; Graph when nothing but the sign-in is asked for.
 * @throws {EntraError} AADSTS500011
 */
export function audienceForUser(scope: string | null, directory: string): string {
  const wanted = (scope ?? '').split(/\s+/).find((part) => part !== '' && !OPENID.includes(part));
  return known(wanted === undefined ? 'https://graph.microsoft.com' : withoutName(wanted), directory);
}

/** `https://management.azure.com` of `https://management.azure.com//.default`, or of `…/user_impersonation`. */
function withoutName(scope: string): string {
  return scope.replace(/\/[^/]*$/, '').replace(/\/+$/, '');
}

function known(audience: string, directory: string): string {
  if (isKnownAudience(audience)) return audience;
  throw resourceNotFound(audience, directory);
}
