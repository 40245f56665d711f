import type { AzureContext } from '../azure-context.js';
import type { Directory, User } from '../state/records.js';
import { EntraError, tenantNotFound } from './entra-error.js';
import { audienceForUser } from './scope.js';

/** How long a code can be used, and how often a client should ask. Seconds. */
const CODE_LIFETIME_S = 900;
const POLL_INTERVAL_S = 5;

interface PendingSignIn {
  readonly clientId: string;
  readonly expiresAtMs: number;
  pollsLeft: number;
}

interface Session {
  readonly clientId: string;
  readonly user: User;
}

/** Where the answer is made for. */
interface Place {
  /** The directory in the URL; undefined for `organizations` and `common`. */
  readonly directory: Directory | undefined;
  readonly origin: string;
}

/** Signing in as a person: by a code that is entered elsewhere, and then by refresh tokens. */
export class SignIn {
  readonly #azure: AzureContext;
  readonly #pending = new Map<string, PendingSignIn>();
  readonly #sessions = new Map<string, Session>();

  constructor(azure: AzureContext) {
    this.#azure = azure;
  }

  /** A code for another device. The sandbox's administrator enters it at once, or after `deviceCodeCalls` questions. */
  deviceCode(clientId: string): Readonly<Record<string, unknown>> {
    const { ids, clock, consistency } = this.#azure;
    const deviceCode = ids.hex('azure/device-code', 64);
    const userCode = ids.hex('azure/user-code', 9).toUpperCase();
    const expiresAtMs = clock.now() + CODE_LIFETIME_S * 1000;
    const pollsLeft = consistency.knobs.deviceCodeCalls ?? 0;
    this.#pending.set(deviceCode, { clientId, expiresAtMs, pollsLeft });
    const page = 'https://microsoft.com/devicelogin';
    return {
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: page,
      expires_in: CODE_LIFETIME_S,
      interval: POLL_INTERVAL_S,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
    };
  }

  /**
   * The tokens that a code was entered for.
   * @throws {EntraError} AADSTS70016 while it was not, 70020 when it is too late or unknown
   */
  byDeviceCode(form: URLSearchParams, place: Place): Readonly<Record<string, unknown>> {
    const code = form.get('device_code') ?? form.get('code') ?? '';
    const pending = this.#pending.get(code);
    if (!pending || this.#azure.clock.now() >= pending.expiresAtMs) throw codeExpired();
    if (pending.pollsLeft > 0) {
      pending.pollsLeft -= 1;
      throw authorizationPending();
    }
    this.#pending.delete(code);
    return this.#tokens({ clientId: pending.clientId, user: this.#administrator(place) }, form, place);
  }

  /**
   * New tokens for a person who has signed in.
   * @throws {EntraError} AADSTS70000, 50020
   */
  byRefreshToken(form: URLSearchParams, place: Place): Readonly<Record<string, unknown>> {
    const session = this.#sessions.get(form.get('refresh_token') ?? '');
    if (!session) throw refreshTokenUnknown();
    return this.#tokens(session, form, place);
  }

  #tokens(session: Session, form: URLSearchParams, place: Place): Readonly<Record<string, unknown>> {
    const { user, clientId } = session;
    const { tokens, ids } = this.#azure;
    const tenantId = place.directory?.id ?? user.tenantId;
    if (tenantId !== user.tenantId) throw notInDirectory(user, place);
    const audience = audienceForUser(form.get('scope'), place.directory?.displayName ?? 'Contoso');
    const grant = { tenantId, objectId: user.id, appId: clientId, audience, kind: 'user' } as const;
    const { accessToken, expiresInS } = tokens.issue(grant);
    const refreshToken = `1.sandbox.${ids.hex('azure/refresh-token', 64)}`;
    this.#sessions.set(refreshToken, session);
    return {
      token_type: 'Bearer',
      scope: grantedScope(form.get('scope')),
      expires_in: expiresInS,
      ext_expires_in: expiresInS,
      access_token: accessToken,
      refresh_token: refreshToken,
      id_token: tokens.issueIdToken(user, clientId, `${place.origin}/${tenantId}/v2.0`),
      client_info: encoded({ uid: user.id, utid: user.tenantId }),
    };
  }

  /** The first person of the directory; of the customer's where none is named. */
  #administrator({ directory }: Place): User {
    const candidates = directory ? [directory] : this.#azure.directories.all();
    const user = candidates.flatMap(({ users }) => [...users.values()])[0];
    if (user) return user;
    throw tenantNotFound(directory?.id ?? 'organizations');
  }
}

/** What the client may keep the token under: the service's scopes as they were asked for. */
function grantedScope(scope: string | null): string {
  const services = (scope ?? '').split(/\s+/).filter((part) => part.includes('/'));
  return services
    .flatMap((part) => [part.replace(/\/\.default$/, '/user_impersonation'), part])
    .filter((part, index, all) => all.indexOf(part) === index)
    .join(' ');
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function authorizationPending(): EntraError {
  return new EntraError(
    400,
    'authorization_pending',
    70016,
    'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  );
}

function codeExpired(): EntraError {
  return new EntraError(400, 'expired_token', 70020, 'The provided value for the device code has expired.');
}

function refreshTokenUnknown(): EntraError {
  return new EntraError(
    400,
    'invalid_grant',
    70000,
    'Provided grant is invalid or malformed: the refresh token is not one of this authority.',
  );
}

function notInDirectory(user: User, { directory }: Place): EntraError {
  return new EntraError(
    400,
    'invalid_grant',
    50020,
    `User account '${user.userPrincipalName}' from identity provider 'https://sts.windows.net/${user.tenantId}/' does not exist in tenant '${directory?.displayName ?? ''}' and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.`,
  );
}
