import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { CallContext } from '../arm/arm.js';
import { exchange, type RestAnswer, type RestRequest } from '../rest/exchange.js';

/** How Entra ID is reached. */
export interface EntraConfig {
  /** Where the requests go, without a trailing slash. */
  readonly endpoint: string;
  /** Entra ID itself, in whose name the tokens are asked for: the library knows it, and looks nothing up. */
  readonly authority: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch | undefined;
}

/** What the library's requests met last: the library keeps less of it than is needed to judge a failure. */
export interface Met {
  answer?: RestAnswer;
  failure?: unknown;
}

/**
 * The library's way to the network: our own fetch and time limits, and the configured endpoint in place of the real one.
 * `met` is filled in as requests are made.
 */
export function entraNetwork(config: EntraConfig, { signal }: CallContext, met: Met): INetworkModule {
  const send = async <T>(
    method: RestRequest['method'],
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> => {
    const { headers = {}, body } = options;
    const request = { method, url: placeOf(config, url), headers, ...(body !== undefined && { body }) };
    let answer: RestAnswer;
    try {
      answer = await exchange(request, { timeoutMs: config.timeoutMs, fetch: config.fetch, signal });
    } catch (error) {
      met.failure = error;
      throw error;
    }
    met.answer = answer;
    const parsed: T = JSON.parse(answer.readable && answer.text !== '' ? answer.text : '{}');
    return { headers: Object.fromEntries(answer.headers), body: parsed, status: answer.status };
  };
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

/** Only the authority's own URLs are moved to the endpoint. */
function placeOf({ endpoint, authority }: EntraConfig, url: string): string {
  return url.startsWith(`${authority}/`) ? `${endpoint}${url.slice(authority.length)}` : url;
}
