import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Scheduler } from '../../clock.js';
import type { ReceivedRequest } from '../../http-server.js';
import type { SeededIds } from '../../random.js';
import type { User } from '../state/records.js';
import type { AccessToken, RequestTokens, TokenCheck } from './access-token.js';

/** What a token is made of. */
export type Grant = Pick<AccessToken, 'tenantId' | 'objectId' | 'appId' | 'audience' | 'kind'>;

/** Seconds; what Entra gives applications. */
const LIFETIME_S = 3599;

/** Issues access tokens and reads them again: JWTs in form and claims, signed with a key that only this sandbox has. */
export class Tokens {
  readonly #clock: Scheduler;
  readonly #ids: SeededIds;
  readonly #key: string;

  constructor(ids: SeededIds, clock: Scheduler) {
    this.#clock = clock;
    this.#ids = ids;
    this.#key = ids.hex('azure/token-key', 64);
  }

  /** A token that is valid from now on. */
  issue(grant: Grant): { accessToken: string; expiresInS: number } {
    const nowS = Math.floor(this.#clock.now() / 1000);
    const claims = {
      aud: grant.audience,
      iss: `https://sts.windows.net/${grant.tenantId}/`,
      iat: nowS,
      nbf: nowS,
      exp: nowS + LIFETIME_S,
      appid: grant.appId,
      idtyp: grant.kind,
      oid: grant.objectId,
      sub: grant.objectId,
      tid: grant.tenantId,
      uti: this.#ids.hex('azure/token', 22),
      ver: '1.0',
    };
    return { accessToken: this.#signed(claims), expiresInS: LIFETIME_S };
  }

  /** Says to a client who the person is that signed in. */
  issueIdToken(user: User, clientId: string, issuer: string): string {
    const nowS = Math.floor(this.#clock.now() / 1000);
    const claims = {
      aud: clientId,
      iss: issuer,
      iat: nowS,
      nbf: nowS,
      exp: nowS + LIFETIME_S,
      name: user.displayName,
      oid: user.id,
      preferred_username: user.userPrincipalName,
      sub: user.id,
      tid: user.tenantId,
      ver: '2.0',
    };
    return this.#signed(claims);
  }

  /** Reads a token; says why it is not accepted. */
  read(jwt: string): TokenCheck {
    const [header = '', payload = '', signature = ''] = jwt.split('.');
    if (!same(signature, this.#signature(`${header}.${payload}`))) return { ok: false, why: 'invalid' };
    const token = tokenIn(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return this.#clock.now() < token.expiresAtMs ? { ok: true, token } : { ok: false, why: 'expired' };
  }

  /** The tokens of a request. Auxiliary ones are told apart by a comma, or by the semicolon of older clients. */
  tokenOf(request: Pick<ReceivedRequest, 'header'>): RequestTokens {
    const auxiliary = (request.header('x-ms-authorization-auxiliary') ?? '').split(/[,;]/);
    return {
      primary: this.#bearer(request.header('authorization') ?? ''),
      auxiliary: auxiliary.filter((text) => text.trim() !== '').map((text) => this.#bearer(text)),
    };
  }

  #bearer(header: string): TokenCheck {
    if (header.trim() === '') return { ok: false, why: 'missing' };
    const [, jwt] = /^\s*Bearer\s+(\S+)\s*$/i.exec(header) ?? [];
    return jwt === undefined ? { ok: false, why: 'invalid' } : this.read(jwt);
  }

  #signed(claims: object): string {
    const header = { typ: 'JWT', alg: 'HS256', kid: 'dfcloud-sandbox' };
    const content = `${encoded(header)}.${encoded(claims)}`;
    return `${content}.${this.#signature(content)}`;
  }

  #signature(content: string): string {
    return createHmac('sha256', this.#key).update(content).digest('base64url');
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Only what this sandbox signed comes here. */
function tokenIn(claims: Readonly<Record<string, unknown>>): AccessToken {
  return {
    tenantId: String(claims.tid),
    objectId: String(claims.oid),
    appId: String(claims.appid),
    audience: String(claims.aud),
    kind: claims.idtyp === 'user' ? 'user' : 'app',
    issuedAtMs: Number(claims.iat) * 1000,
    expiresAtMs: Number(claims.exp) * 1000,
  };
}
