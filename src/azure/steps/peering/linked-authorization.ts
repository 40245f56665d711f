/**
 * The three meanings of ARM's `LinkedAuthorizationFailed`, which only the text of the error tells apart: no valid token
 * for the other tenant came along; the identity has no role on the other VNet; the subscription of the other VNet does
 * not exist.
 */
export type LinkedAuthorizationCause = 'tenant_token' | 'remote_role' | 'remote_subscription';

/** What a `LinkedAuthorizationFailed` means; undefined for a text that is not known. */
export function linkedAuthorizationCause(message: string): LinkedAuthorizationCause | undefined {
  if (/linked subscription\s+'?[^']*'?\s+was not found/i.test(message)) return 'remote_subscription';
  if (/is not authorized to access linked subscription/i.test(message)) return 'tenant_token';
  if (/does not have (permission|authorization) to perform action/i.test(message)) return 'remote_role';
  return undefined;
}
