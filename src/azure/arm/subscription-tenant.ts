import { readId, type TenantId } from '../ids.js';
import { asRefusal } from '../rest/refusal.js';
import type { RestClient } from '../rest/rest-client.js';
import type { CallContext } from './arm.js';
import type { SubscriptionTenant } from './model.js';

/**
 * Asks ARM for a subscription without a token. It answers 401 with a challenge that names where to get one, and so the
 * tenant: `WWW-Authenticate: Bearer authorization_uri="https://login.windows.net/<tenant>", …`.
 *
 * @throws CloudRefusedError when there is no such challenge.
 */
export async function askSubscriptionTenant(
  client: RestClient,
  path: string,
  context: CallContext,
): Promise<SubscriptionTenant> {
  const operation = 'the tenant of a subscription';
  const answer = await client.call(
    { operation, method: 'GET', path, anonymous: true, alsoFine: [401, 404] },
    context,
  );
  if (answer.status === 404) return { kind: 'unknown-subscription' };
  const tenantId = tenantIn(answer.headers.get('www-authenticate') ?? '');
  if (tenantId !== undefined) return { kind: 'found', tenantId };
  throw asRefusal(operation, { ...answer, requestId: answer.headers.get('x-ms-request-id') ?? undefined });
}

function tenantIn(challenge: string): TenantId | undefined {
  const uri = /authorization(?:_uri)?="?([^",\s]+)/i.exec(challenge)?.[1];
  if (uri === undefined || !URL.canParse(uri)) return undefined;
  return readId(new URL(uri).pathname.split('/')[1]);
}
