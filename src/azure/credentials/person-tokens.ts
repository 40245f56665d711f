import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import { AbortedError } from '../../errors/aborted-error.js';
import { cloudCallAborted } from '../../errors/messages.js';
import { abortable } from '../../internal/abort.js';
import type { CallContext } from '../arm/arm.js';
import type { TenantId } from '../ids.js';
import type { TokenSource } from '../tokens.js';
import { type EntraConfig, entraNetwork, type Met } from './entra.js';
import { loadMsal } from './load-msal.js';
import type { AzureDeviceCode } from './model.js';
import { type CachedToken, cachedToken, TokenCache } from './token-cache.js';
import { tokenFailure } from './token-failure.js';

/** The public application that Azure's own command line and libraries sign people in to. */
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

/** The tokens of a person, who signs in once; further tokens come from the same sign-in. */
export class PersonTokens {
  readonly #cache = new TokenCache();
  readonly #credential: AzureDeviceCode;
  readonly #config: EntraConfig;
  #signedIn: Promise<AuthenticationResult | null> | undefined;
  #saved = '';

  constructor(credential: AzureDeviceCode, config: EntraConfig) {
    this.#credential = credential;
    this.#config = config;
  }

  /** The person's tokens of one tenant for one service. */
  source(tenantId: (context: CallContext) => Promise<TenantId>, scope: string): TokenSource {
    return this.#cache.source(tenantId, scope, (...question) => this.#ask(...question));
  }

  async #ask(tenant: TenantId, scope: string, context: CallContext): Promise<CachedToken> {
    const met: Met = {};
    const outcome = await abortable(this.#askOnce(tenant, scope, context, met), context.signal).then(
      cachedToken,
      (thrown: unknown) => ({ thrown }),
    );
    if ('token' in outcome) return outcome;
    if (context.signal?.aborted)
      throw new AbortedError(cloudCallAborted('entra:token'), undefined, context.signal.reason);
    throw tokenFailure(outcome.thrown, met, `a person in tenant ${tenant}`, this.#config.endpoint).error;
  }

  async #askOnce(
    tenant: TenantId,
    scope: string,
    context: CallContext,
    met: Met,
  ): Promise<AuthenticationResult | null> {
    const client = await this.#client(tenant, context, met);
    const before = this.#signedIn;
    if (!before) {
      this.#signedIn = this.#signIn(client, scope, context);
      return this.#signedIn.catch((error: unknown) => {
        this.#signedIn = undefined;
        throw error;
      });
    }
    const account = (await before)?.account;
    client.getTokenCache().deserialize(this.#saved);
    if (!account) return this.#signIn(client, scope, context);
    const result = await client.acquireTokenSilent({ scopes: [scope], account, forceRefresh: true });
    this.#saved = client.getTokenCache().serialize();
    return result;
  }

  async #signIn(
    client: PublicClientApplication,
    scope: string,
    { signal }: CallContext,
  ): Promise<AuthenticationResult | null> {
    const request = {
      scopes: [scope],
      cancel: false,
      deviceCodeCallback: ({ verificationUri, userCode, message, expiresIn }: DeviceCode) =>
        this.#credential.deviceCode({ verificationUri, userCode, message, expiresInMs: expiresIn * 1_000 }),
    };
    const stop = () => {
      request.cancel = true;
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const result = await client.acquireTokenByDeviceCode(request);
      this.#saved = client.getTokenCache().serialize();
      return result;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** A new one each time, with the sign-in carried over: one that was refused once repeats that for a minute. */
  async #client(tenant: TenantId, context: CallContext, met: Met): Promise<PublicClientApplication> {
    const { PublicClientApplication: Client } = await loadMsal();
    const { clientId = AZURE_CLI } = this.#credential;
    return new Client({
      auth: { clientId, authority: `${this.#config.authority}/${tenant}` },
      system: { networkClient: entraNetwork(this.#config, context, met), disableInternalRetries: true },
    });
  }
}

interface DeviceCode {
  readonly verificationUri: string;
  readonly userCode: string;
  readonly message: string;
  /** In seconds. */
  readonly expiresIn: number;
}
