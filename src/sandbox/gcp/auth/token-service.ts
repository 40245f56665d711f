import type { Scheduler } from '../../clock.js';
import { type Answer, json, type ReceivedRequest } from '../../http-server.js';
import { parsedBody, type Route } from '../../serve.js';
import type { Projects } from '../projects.js';
import { failure, success } from '../wire/answers.js';
import { type Fields, isFields } from '../wire/fields.js';
import { GcpError } from '../wire/gcp-error.js';
import { claimsOf, identityOf, projectOfEmail, TOKEN_LIFETIME_S, type Tokens } from './tokens.js';

/** What the service works on. */
export interface TokenParts {
  readonly tokens: Tokens;
  readonly projects: Projects;
  readonly clock: Scheduler;
  /** Whose identity it is where a credential does not say so. */
  readonly defaultProjectId: string;
}

interface Endpoint {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly run: (request: ReceivedRequest, match: RegExpExecArray) => Answer;
}

const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * Where credentials become tokens: Google's OAuth, the exchange of foreign tokens, impersonation, and the metadata
 * server. Nobody here knows the secrets of these credentials, so whatever is not empty is taken; it only says whose
 * identity is meant.
 */
export class TokenService {
  /** What a fault can be put on. */
  readonly operations: readonly string[];
  readonly #parts: TokenParts;
  readonly #endpoints: readonly Endpoint[];

  constructor(parts: TokenParts) {
    this.#parts = parts;
    this.#endpoints = [
      endpoint('oauth2.token', 'POST', '/(?:oauth2/v4/)?token', (request) => this.#grant(request)),
      endpoint('sts.token', 'POST', '/v1/token', (request) => this.#exchange(request)),
      endpoint(
        'iamcredentials.generateAccessToken',
        'POST',
        '/v1/projects/-/serviceAccounts/([^/]+):generateAccessToken',
        (request, match) => this.#impersonate(request, match[1] ?? ''),
      ),
      endpoint('metadata.get', 'GET', '/computeMetadata/v1/(.*)', (request, match) =>
        this.#metadata(request, match[1] ?? ''),
      ),
      endpoint('metadata.ping', 'GET', '/', () => metadataAnswer('')),
    ];
    this.operations = this.#endpoints.map(({ operation }) => operation);
  }

  /** The route of a request for a token; undefined when it is none. */
  match(request: ReceivedRequest): Route | undefined {
    for (const { operation, method, path, run } of this.#endpoints) {
      const match = method === request.method && path.exec(request.path);
      if (match) return { operation, run: () => answered(() => run(request, match)) };
    }
    return undefined;
  }

  /** A refresh token of a user, or the assertion of a service account. */
  #grant({ body }: ReceivedRequest): Answer {
    const form = new URLSearchParams(body);
    const grant = form.get('grant_type');
    if (grant === 'refresh_token') {
      if (!form.get('refresh_token'))
        throw new OAuthError('invalid_request', 'Missing required parameter: refresh_token');
      return this.#oauthAnswer(this.#parts.defaultProjectId);
    }
    if (grant !== JWT_GRANT) throw new OAuthError('unsupported_grant_type', `Invalid grant_type: ${grant}`);
    const issuer = claimsOf(form.get('assertion') ?? '')?.iss;
    if (typeof issuer !== 'string') throw new OAuthError('invalid_grant', 'Invalid JWT.');
    return this.#oauthAnswer(projectOfEmail(issuer) ?? this.#parts.defaultProjectId);
  }

  /** A token of another identity provider, for a pool that its audience names. */
  #exchange({ body }: ReceivedRequest): Answer {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== EXCHANGE_GRANT)
      throw new OAuthError('unsupported_grant_type', 'Invalid grant_type.');
    const audience = form.get('audience');
    if (!audience || !form.get('subject_token')) {
      throw new OAuthError('invalid_request', 'audience and subject_token are required.');
    }
    const number = /\/projects\/([^/]+)\//.exec(audience)?.[1] ?? '';
    const project = this.#parts.projects.find(number)?.id ?? this.#parts.defaultProjectId;
    return this.#oauthAnswer(project, { issued_token_type: ACCESS_TOKEN_TYPE });
  }

  #oauthAnswer(projectId: string, more: Fields = {}): Answer {
    return success({
      access_token: this.#issue(projectId),
      ...more,
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME_S,
    });
  }

  /** A service account's token for somebody who has one already. */
  #impersonate(request: ReceivedRequest, account: string): Answer {
    const { tokens, clock, defaultProjectId } = this.#parts;
    tokens.principal(request.header('authorization'));
    const body = parsedBody(request.body);
    const lifetime = isFields(body) && typeof body.lifetime === 'string' ? body.lifetime : '';
    const seconds = Number(/^(\d+)s$/.exec(lifetime)?.[1] ?? TOKEN_LIFETIME_S);
    const project = projectOfEmail(decodeURIComponent(account)) ?? defaultProjectId;
    const expireTime = new Date(clock.now() + seconds * 1000).toISOString();
    return success({ accessToken: this.#issue(project, seconds), expireTime });
  }

  /** Google's clients refuse an answer without the header that they sent. */
  #metadata(request: ReceivedRequest, path: string): Answer {
    const { defaultProjectId, projects } = this.#parts;
    if (request.header('metadata-flavor') !== 'Google') {
      return {
        status: 403,
        headers: { 'content-type': 'text/html' },
        body: 'Missing Metadata-Flavor:Google header.',
      };
    }
    const known: Readonly<Record<string, () => string>> = {
      instance: () => 'service-accounts/',
      'project/project-id': () => defaultProjectId,
      'project/numeric-project-id': () => projects.ensure(defaultProjectId).number,
      'instance/service-accounts/default/email': () => identityOf(defaultProjectId).email,
      'universe/universe-domain': () => 'googleapis.com',
    };
    if (path === 'instance/service-accounts/default/token') {
      const token = {
        access_token: this.#issue(defaultProjectId),
        expires_in: TOKEN_LIFETIME_S,
        token_type: 'Bearer',
      };
      return json(200, token, { 'metadata-flavor': 'Google' });
    }
    const text = known[path.replace(/\/$/, '')]?.();
    return text === undefined ? metadataAnswer('Not Found', 404) : metadataAnswer(text);
  }

  #issue(projectId: string, lifetimeS = TOKEN_LIFETIME_S): string {
    this.#parts.projects.ensure(projectId);
    return this.#parts.tokens.issue(projectId, lifetimeS);
  }
}

function endpoint(
  operation: string,
  method: Endpoint['method'],
  path: string,
  run: Endpoint['run'],
): Endpoint {
  return { operation, method, path: new RegExp(`^${path}$`), run };
}

function answered(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof OAuthError)
      return json(400, { error: error.code, error_description: error.message });
    if (error instanceof GcpError) return failure(error);
    throw error;
  }
}

function metadataAnswer(text: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/text', 'metadata-flavor': 'Google' }, body: text };
}

/** The errors of OAuth have a form of their own. */
class OAuthError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}
