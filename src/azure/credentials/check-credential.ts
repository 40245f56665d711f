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
  // Those of @azure/identity keep a secret or an assertion in properties of their own.
  if (typeof credential.getToken === 'function') return;
  const [kind, ...more] = KINDS.filter((name) => Reflect.get(credential, name) !== undefined);
  if (kind === undefined || more.length > 0) throw illegal('credential', LEGAL);
  if (credential.tenantId !== undefined) idOf('credential.tenantId', credential.tenantId);
  if (credential.clientId !== undefined || kind.startsWith('client'))
    idOf('credential.clientId', credential.clientId);
  const legal = flawOf(kind, credential[kind]);
  if (legal !== undefined) throw illegal(`credential.${kind}`, legal);
}

/** What the main part of a credential must be, when it is something else. */
function flawOf(kind: string, value: unknown): string | undefined {
  switch (kind) {
    case 'getToken':
      return 'a function';
    case 'deviceCode':
      return typeof value === 'function' ? undefined : 'a function that shows a person what to do';
    case 'accessToken':
      return isOptions(value) && isText(value.arm) && isText(value.graph)
        ? undefined
        : 'an object with two tokens, arm and graph';
    case 'clientAssertion':
      return typeof value === 'function' || isText(value) ? undefined : 'a signed assertion, or a function';
    case 'clientCertificate':
      return isText(value) && value.includes('BEGIN CERTIFICATE') && value.includes('PRIVATE KEY')
        ? undefined
        : 'PEM text that holds the certificate and its private key';
    default:
      return isText(value) ? undefined : 'a text';
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function illegal(field: string, legal: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, '***', legal), { field });
}
