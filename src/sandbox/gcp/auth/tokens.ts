import type { Scheduler } from '../../clock.js';
import type { GcpIds } from '../gcp-ids.js';
import { type Fields, isFields } from '../wire/fields.js';
import { GcpError } from '../wire/gcp-error.js';

/** Who sent a request. */
export interface Principal {
  /** The project whose identity it is. */
  readonly projectId: string;
  /** As operations show it. */
  readonly email: string;
}

interface Token {
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

/** How long a token that was asked for lives. */
export const TOKEN_LIFETIME_S = 3600;
const EXPECTED =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. ' +
  'See https://developers.google.com/identity/sign-in/web/devconsole-project.';
const HEADER = { location: 'Authorization', locationType: 'header' };

/** The tokens that were handed out. */
export class Tokens {
  readonly #ids: GcpIds;
  readonly #clock: Scheduler;
  readonly #tokens = new Map<string, Token>();
  readonly #lasting = new Map<string, string>();

  constructor(ids: GcpIds, clock: Scheduler) {
    this.#ids = ids;
    this.#clock = clock;
  }

  /** The token of a project's identity that never expires. */
  lasting(projectId: string): string {
    const known = this.#lasting.get(projectId);
    if (known !== undefined) return known;
    const token = this.#add(projectId, Number.POSITIVE_INFINITY);
    this.#lasting.set(projectId, token);
    return token;
  }

  /** A token that expires. */
  issue(projectId: string, lifetimeS = TOKEN_LIFETIME_S): string {
    return this.#add(projectId, this.#clock.now() + lifetimeS * 1000);
  }

  /** Ends all tokens of a project's identity, the lasting one too. */
  revoke(projectId: string): void {
    for (const [text, { principal }] of this.#tokens) {
      if (principal.projectId === projectId) this.#tokens.delete(text);
    }
    this.#lasting.delete(projectId);
  }

  /**
   * Whose token a request carries.
   * @throws {GcpError} 401
   */
  principal(authorization: string | undefined): Principal {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw missing();
    const known = this.#tokens.get(token);
    if (known && known.expiresAtMs > this.#clock.now()) return known.principal;
    const signed = known ? undefined : selfSigned(token, this.#clock.now());
    if (signed) return signed;
    throw invalid();
  }

  #add(projectId: string, expiresAtMs: number): string {
    const principal = identityOf(projectId);
    const text = this.#ids.accessToken(principal.email);
    this.#tokens.set(text, { principal, expiresAtMs });
    return text;
  }
}

/** The one identity that a project of the sandbox has. */
export function identityOf(projectId: string): Principal {
  return { projectId, email: `dfcloud-sandbox@${projectId}.iam.gserviceaccount.com` };
}

/** The project of a service account's address. */
export function projectOfEmail(email: string): string | undefined {
  return /^[^@]+@([^@]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1];
}

/** A token that a service account signed itself. Nobody here knows its key, so its signature is taken on trust. */
function selfSigned(token: string, nowMs: number): Principal | undefined {
  const claims = claimsOf(token);
  const projectId = typeof claims?.iss === 'string' ? projectOfEmail(claims.iss) : undefined;
  if (projectId === undefined || typeof claims?.iss !== 'string') return undefined;
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= nowMs) return undefined;
  return { projectId, email: claims.iss };
}

/** The claims of a JWT; undefined when the text is none. */
export function claimsOf(token: string): Fields | undefined {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return isFields(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function missing(): GcpError {
  return new GcpError(401, 'required', `Request is missing required authentication credential. ${EXPECTED}`, {
    status: 'UNAUTHENTICATED',
    at: HEADER,
    details: [errorInfo('CREDENTIALS_MISSING')],
    headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
  });
}

function invalid(): GcpError {
  return new GcpError(401, 'authError', `Request had invalid authentication credentials. ${EXPECTED}`, {
    status: 'UNAUTHENTICATED',
    at: HEADER,
    details: [errorInfo('ACCESS_TOKEN_TYPE_UNSUPPORTED')],
    headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  });
}

function errorInfo(reason: string): Fields {
  return {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'googleapis.com',
    metadata: { service: 'compute.googleapis.com' },
  };
}
