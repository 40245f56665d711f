import { AbortedError } from '../../errors/aborted-error.js';
import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { azureCredentialFailed, cloudCallAborted } from '../../errors/messages.js';
import { abortable } from '../../internal/abort.js';
import type { CallContext } from '../arm/arm.js';
import type { TenantId } from '../ids.js';
import type { TokenSource } from '../tokens.js';
import type { AzureAccessToken, AzureTokenCredential } from './model.js';
import { TokenCache } from './token-cache.js';

/** The tokens of a credential of the caller's, such as those of @azure/identity. */
export function callerTokens(
  credential: AzureTokenCredential,
  scope: string,
  tenantId: TenantId | undefined,
): TokenSource {
  const cache = new TokenCache();
  return {
    token: (context, { fresh = false } = {}) =>
      cache.get(scope, fresh, async () => {
        const found = await ask(credential, scope, tenantId, context);
        return { token: found.token, endsAtMs: found.expiresOnTimestamp };
      }),
  };
}

async function ask(
  credential: AzureTokenCredential,
  scope: string,
  tenantId: TenantId | undefined,
  { signal }: CallContext,
): Promise<AzureAccessToken> {
  const options = { ...(signal && { abortSignal: signal }), ...(tenantId && { tenantId }) };
  let why = 'it gave none';
  try {
    const found = await abortable(credential.getToken(scope, options), signal);
    if (found?.token) return found;
  } catch (error) {
    if (signal?.aborted) throw new AbortedError(cloudCallAborted('getToken'), undefined, signal.reason);
    why = error instanceof Error ? error.message : String(error);
  }
  const code = /AADSTS\d+/.exec(why)?.[0] ?? 'CredentialFailed';
  const call = { provider: 'azure', operation: 'getToken', cloudCode: code };
  throw new CloudRefusedError(azureCredentialFailed(scope, why), call);
}
