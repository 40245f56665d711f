import type { AuthenticationResult } from '@azure/msal-node';
import type { CallContext } from '../arm/arm.js';
import type { TenantId } from '../ids.js';
import type { TokenSource } from '../tokens.js';

/** A token and when it ends. */
export interface CachedToken {
  readonly token: string;
  /** In milliseconds since 1970; undefined when it is not known. */
  readonly endsAtMs: number | undefined;
}

/** No token came, and perhaps an error. */
export interface NoToken {
  readonly thrown: unknown;
}

/** The token in a result of the library. It takes some answers without a token for a success, a 500 among them. */
export function cachedToken(result: AuthenticationResult | null): CachedToken | NoToken {
  if (!result?.accessToken) return { thrown: undefined };
  return { token: result.accessToken, endsAtMs: result.expiresOn?.getTime() };
}

/** A token that ends sooner than this is not handed out any more: it must outlive the call that it is for. */
const MARGIN_MS = 5 * 60_000;

/** Keeps tokens until shortly before they end, and lets all who ask at once wait for one request. */
export class TokenCache {
  readonly #tokens = new Map<string, CachedToken>();
  readonly #pending = new Map<string, Promise<CachedToken>>();

  /** The tokens of one tenant for one service; `ask` gets a new one. */
  source(
    tenantId: (context: CallContext) => Promise<TenantId>,
    scope: string,
    ask: (tenant: TenantId, scope: string, context: CallContext) => Promise<CachedToken>,
  ): TokenSource {
    return {
      token: async (context, { fresh = false } = {}) => {
        const tenant = await tenantId(context);
        return this.get(`${tenant} ${scope}`, fresh, () => ask(tenant, scope, context));
      },
    };
  }

  /** The token under `key`; `ask` gets a new one. */
  async get(key: string, fresh: boolean, ask: () => Promise<CachedToken>): Promise<string> {
    const known = this.#tokens.get(key);
    if (!fresh && known && isGood(known)) return known.token;
    const pending = this.#pending.get(key) ?? this.#ask(key, ask);
    return (await pending).token;
  }

  #ask(key: string, ask: () => Promise<CachedToken>): Promise<CachedToken> {
    const asking = ask()
      .then((token) => {
        this.#tokens.set(key, token);
        return token;
      })
      .finally(() => this.#pending.delete(key));
    this.#pending.set(key, asking);
    return asking;
  }
}

function isGood({ endsAtMs }: CachedToken): boolean {
  return endsAtMs !== undefined && endsAtMs - Date.now() > MARGIN_MS;
}
