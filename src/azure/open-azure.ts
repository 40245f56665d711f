import { InvalidInputError } from '../errors/invalid-input-error.js';
import { azureTenantUnknown, azureTenantWrong } from '../errors/messages.js';
import type { CallContext } from './arm/arm.js';
import { RestArm } from './arm/rest-arm.js';
import type { AzureClients } from './clients.js';
import { adminTokens, scopeOf } from './credentials/admin-tokens.js';
import { AppTokens } from './credentials/app-tokens.js';
import { RestGraph } from './graph/rest-graph.js';
import type { TenantId } from './ids.js';
import type { Settings } from './options.js';
import type { TokenSource } from './tokens.js';

/** Opens the ways to Azure. Sends nothing, and loads no library. */
export function openAzure(settings: Settings): AzureClients {
  const { endpoints, timeoutMs, fetch } = settings;
  const { real } = endpoints;
  const entra = { endpoint: endpoints.entra, authority: real.entra, timeoutMs, fetch };
  const armAs = (tokens: TokenSource) => new RestArm({ endpoint: endpoints.arm, tokens, timeoutMs, fetch });

  const tenantId = tenantAsker(settings, (context) =>
    // The question goes out without a token, so it needs none.
    arm.subscriptionTenant(settings.subscriptionId, context),
  );
  const admin = adminTokens(settings, entra, tenantId);
  const arm = armAs(admin.arm);
  const graph = new RestGraph({ endpoint: endpoints.graph, tokens: admin.graph, timeoutMs, fetch });
  return {
    arm,
    graph,
    tenantId,
    armAs,
    appIdentity(appId, clientSecret) {
      const app = new AppTokens(appId, async () => ({ clientSecret }), entra);
      return { appId, in: (tenant) => app.source(async () => tenant, scopeOf(real.arm)) };
    },
  };
}

type Answer = Awaited<ReturnType<RestArm['subscriptionTenant']>>;

/**
 * The tenant of the subscription, as ARM says; asked once, also when many want it at the same time. One that the options
 * name is held against it: tokens of another tenant would only be refused, with less to say.
 */
function tenantAsker(
  { tenantId, subscriptionId }: Settings,
  ask: (context: CallContext) => Promise<Answer>,
): (context: CallContext) => Promise<TenantId> {
  let asked: Promise<TenantId> | undefined;
  const askOnce = async (context: CallContext) => {
    const answer = await ask(context);
    if (answer.kind !== 'found') {
      throw new InvalidInputError(azureTenantUnknown(subscriptionId), { field: 'subscriptionId' });
    }
    if (tenantId === undefined || tenantId === answer.tenantId) return answer.tenantId;
    const text = azureTenantWrong(subscriptionId, tenantId, answer.tenantId);
    throw new InvalidInputError(text, { field: 'tenantId' });
  };
  return (context) => {
    asked ??= askOnce(context).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
