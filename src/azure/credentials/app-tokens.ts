import type { Configuration } from '@azure/msal-node';
import { AbortedError } from '../../errors/aborted-error.js';
import { cloudCallAborted } from '../../errors/messages.js';
import { abortable } from '../../internal/abort.js';
import type { CallContext } from '../arm/arm.js';
import type { TenantId } from '../ids.js';
import type { TokenSource } from '../tokens.js';
import { type EntraConfig, entraNetwork, type Met } from './entra.js';
import { loadMsal } from './load-msal.js';
import { type CachedToken, cachedToken, type NoToken, TokenCache } from './token-cache.js';
import { tokenFailure } from './token-failure.js';

/** What an application proves itself with, as the library takes it. */
export type AppProof = Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

type Outcome = CachedToken | NoToken;

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** The tokens of one application, in whatever tenant knows it. */
export class AppTokens {
  readonly #cache = new TokenCache();
  readonly #config: EntraConfig;
  readonly #prove: () => Promise<AppProof>;

  constructor(
    readonly clientId: string,
    prove: () => Promise<AppProof>,
    config: EntraConfig,
  ) {
    this.#prove = prove;
    this.#config = config;
  }

  /** The application's tokens of one tenant for one service. */
  source(tenantId: (context: CallContext) => Promise<TenantId>, scope: string): TokenSource {
    return this.#cache.source(tenantId, scope, (...question) => this.#ask(...question));
  }

  async #ask(tenant: TenantId, scope: string, context: CallContext): Promise<CachedToken> {
    const who = `application ${this.clientId} in tenant ${tenant}`;
    for (let attempt = 1; ; attempt += 1) {
      const met: Met = {};
      const outcome = await abortable(this.#askOnce(tenant, scope, context, met), context.signal).catch(
        (thrown: unknown) => ({ thrown }),
      );
      if ('token' in outcome) return outcome;
      if (context.signal?.aborted)
        throw new AbortedError(cloudCallAborted('entra:token'), undefined, context.signal.reason);
      const {
        error,
        passes,
        retryAfterMs = 0,
      } = tokenFailure(outcome.thrown, met, who, this.#config.endpoint);
      if (!passes || attempt === ATTEMPTS || retryAfterMs > LONGEST_DELAY_MS) throw error;
      const delayMs = Math.max(retryAfterMs, FIRST_DELAY_MS * 2 ** (attempt - 1));
      await context.clock.sleep(delayMs, context.signal);
    }
  }

  /** With a client of its own: one that was refused once repeats that for a minute without asking again. */
  async #askOnce(tenant: TenantId, scope: string, context: CallContext, met: Met): Promise<Outcome> {
    const [msal, proof] = await Promise.all([loadMsal(), this.#prove()]);
    const { authority } = this.#config;
    const client = new msal.ConfidentialClientApplication({
      auth: { clientId: this.clientId, authority: `${authority}/${tenant}`, ...proof },
      system: { networkClient: entraNetwork(this.#config, context, met), disableInternalRetries: true },
    });
    const result = await client.acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
    return cachedToken(result);
  }
}
