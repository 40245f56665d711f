import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { illegalValue } from '../../errors/messages.js';
import { isOptions } from '../../internal/guards.js';
import { idOf } from '../ids.js';

const LEGAL =
  'an object with getToken, or one of { clientId, clientSecret }, { clientId, clientCertificate }, { clientId, clientAssertion }, { deviceCode } and { accessToken: { arm, graph } }';

const KINDS = [
  'getToken',
  'clientSecret',
  'clientCertificate',
  'clientAssertion',
  'deviceCode',
  'accessToken',
];

/** @throws InvalidInputError when a credential is of no known kind or lacks a part. Its values are never shown. */
export function checkCredential(credential: unknown): void {
  if (!isOptions(credential)) throw illegal('credential', LEGAL);
  const [kind, ...more] = KINDS.filter((name) => Reflect.get(credential, name) !== undefined);
  if (kind === undefined || more.length > 0) throw illegal('credential', LEGAL);
  if (kind === 'getToken') return check(kind, typeof credential.getToken === 'function', 'a function');
  if (credential.tenantId !== undefined) idOf('credential.tenantId', credential.tenantId);
  if (credential.clientId !== undefined || kind.startsWith('client'))
    idOf('credential.clientId', credential.clientId);
  const value = credential[kind];
  switch (kind) {
    case 'deviceCode':
      return check(kind, typeof value === 'function', 'a function that shows a person what to do');
    case 'accessToken':
      return check(
        kind,
        isOptions(value) && isText(value.arm) && isText(value.graph),
        'an object with two tokens, arm and graph',
      );
    case 'clientAssertion':
      return check(kind, typeof value === 'function' || isText(value), 'a signed assertion, or a function');
    case 'clientCertificate':
      return check(
        kind,
        isText(value) && value.includes('BEGIN CERTIFICATE') && value.includes('PRIVATE KEY'),
        'PEM text that holds the certificate and its private key',
      );
    default:
      return check(kind, isText(value), 'a text');
  }
}

function check(kind: string, fine: boolean, legal: string): void {
  if (!fine) throw illegal(`credential.${kind}`, legal);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function illegal(field: string, legal: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, '***', legal), { field });
}
