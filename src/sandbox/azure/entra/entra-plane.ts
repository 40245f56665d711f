import { type Answer, json, type ReceivedRequest } from '../../http-server.js';
import type { Route } from '../../serve.js';
import type { AzureContext } from '../azure-context.js';
import type { Plane } from '../plane.js';
import type { Directory } from '../state/records.js';
import { authenticateClient } from './authenticate-client.js';
import { instanceDiscovery, openidConfiguration } from './discovery.js';
import { type EntraStamp, entraFailure, entraReplyInstead, entraSuccess } from './entra-answers.js';
import { EntraError, parameterMissing, tenantNotFound } from './entra-error.js';
import { audienceForApplication } from './scope.js';
import { SignIn } from './sign-in.js';

/** One request to a directory. */
interface EntraCall {
  readonly request: ReceivedRequest;
  /** As the URL has it: an id, a domain, `organizations` or `common`. */
  readonly tenant: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}

type Body = Readonly<Record<string, unknown>>;

/** Stand for every directory, and for none: applications cannot sign in there. */
const ANY_DIRECTORY = ['organizations', 'common', 'consumers'];

/** Fields of forms that must not be seen in the log; the log itself masks secrets and tokens. */
const HIDDEN_FIELDS = ['client_assertion', 'device_code', 'code', 'assertion'];

/** Entra's discovery documents and token endpoints, for all directories. */
export class EntraPlane implements Plane {
  readonly operations: readonly string[];
  readonly #azure: AzureContext;
  readonly #signIn: SignIn;
  readonly #routes: readonly (readonly [
    name: string,
    method: string,
    path: RegExp,
    (call: EntraCall) => Body,
  ])[];

  constructor(azure: AzureContext) {
    this.#azure = azure;
    this.#signIn = new SignIn(azure);
    this.#routes = [
      [
        'openidConfiguration',
        'GET',
        /^(?:v2\.0\/)?\.well-known\/openid-configuration$/,
        (call) => this.#openid(call),
      ],
      ['instanceDiscovery', 'GET', /^discovery\/instance$/, (call) => this.#instance(call)],
      ['keys', 'GET', /^discovery\/(?:v2\.0\/)?keys$/, () => ({ keys: [] })],
      ['devicecode', 'POST', /^oauth2\/v2\.0\/devicecode$/, (call) => this.#deviceCode(call)],
      ['token', 'POST', /^oauth2\/v2\.0\/token$/, (call) => this.#token(call)],
    ];
    this.operations = this.#routes.map(([name]) => `entra.${name}`);
  }

  /** Finds the route by the path alone: clients repeat parts of the form in the query. */
  match(request: ReceivedRequest): Route {
    const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.*)$/.exec(request.path) ?? [];
    const route = this.#routes.find(([, method, path]) => method === request.method && path.test(rest));
    const form = new URLSearchParams(request.body);
    const query = new URLSearchParams(request.query);
    const stamp = this.#stamp(form.get('client-request-id') ?? request.header('client-request-id'));
    if (!route) {
      return { operation: null, run: () => json(404, { error: 'not_found', path: request.path }) };
    }
    const [name, , , run] = route;
    const call = { request, tenant: decodeURIComponent(tenant), query, form };
    return {
      operation: `entra.${name}`,
      body: request.method === 'POST' ? shown(form) : null,
      run: () => this.#run(() => run(call), stamp),
      instead: (fault) => entraReplyInstead(fault, stamp),
    };
  }

  #run(run: () => Body, stamp: EntraStamp): Answer {
    try {
      return entraSuccess(run(), stamp);
    } catch (error) {
      if (error instanceof EntraError) return entraFailure(error, stamp);
      throw error;
    }
  }

  #openid({ tenant, request }: EntraCall): Body {
    const directory = this.#directory(tenant, 'invalid_tenant');
    return openidConfiguration(request.origin, tenant, directory);
  }

  #instance({ query }: EntraCall): Body {
    return instanceDiscovery(query.get('authorization_endpoint') ?? '', query.get('api-version') ?? '1.1');
  }

  #deviceCode({ tenant, form }: EntraCall): Body {
    this.#directory(tenant);
    return this.#signIn.deviceCode(needed(form, 'client_id'));
  }

  #token(call: EntraCall): Body {
    const { form, tenant } = call;
    const directory = this.#directory(tenant);
    const grantType = needed(form, 'grant_type');
    needed(form, 'client_id');
    const place = { directory, origin: call.request.origin };
    switch (grantType) {
      case 'client_credentials':
        return this.#clientCredentials(directory, form);
      case 'urn:ietf:params:oauth:grant-type:device_code':
      case 'device_code':
        return this.#signIn.byDeviceCode(form, place);
      case 'refresh_token':
        return this.#signIn.byRefreshToken(form, place);
      default:
        throw new EntraError(
          400,
          'unsupported_grant_type',
          70003,
          `The app requested an unsupported grant type '${grantType}'.`,
        );
    }
  }

  #clientCredentials(directory: Directory | undefined, form: URLSearchParams): Body {
    if (!directory) {
      throw new EntraError(
        400,
        'invalid_request',
        50059,
        'No tenant-identifying information found in either the request or implied by any provided credentials.',
      );
    }
    const principal = authenticateClient(this.#azure, directory, form);
    const audience = audienceForApplication(form.get('scope'), directory.displayName);
    const { accessToken, expiresInS } = this.#azure.tokens.issue({
      tenantId: directory.id,
      objectId: principal.id,
      appId: principal.appId,
      audience,
      kind: 'app',
    });
    return {
      token_type: 'Bearer',
      expires_in: expiresInS,
      ext_expires_in: expiresInS,
      access_token: accessToken,
    };
  }

  /** Undefined for the names that stand for every directory. */
  #directory(tenant: string, word?: string): Directory | undefined {
    if (ANY_DIRECTORY.includes(tenant.toLowerCase())) return undefined;
    const directory = this.#azure.directories.find(tenant);
    if (!directory) throw tenantNotFound(tenant, word);
    return directory;
  }

  #stamp(clientRequestId: string | undefined): EntraStamp {
    const { ids, clock } = this.#azure;
    const traceId = ids.guid('azure/trace');
    return { nowMs: clock.now(), traceId, correlationId: clientRequestId ?? traceId };
  }
}

function needed(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw parameterMissing(name);
  return value;
}

function shown(form: URLSearchParams): Body {
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, HIDDEN_FIELDS.includes(name) ? '***' : value]),
  );
}
