import type { RequestDetails } from '../request-details.js';
import { shown } from './shown.js';

/** `POST /v1/networks (3 attempts)`. */
export function line(request: RequestDetails): string {
  const attempts = request.attempts > 1 ? ` (${request.attempts} attempts)` : '';
  return `${request.method} ${request.path}${attempts}`;
}

/** Whether the request can have changed something. */
export function effect(request: RequestDetails): string {
  if (request.method === 'GET') return 'Nothing was changed.';
  if (request.sent === 'no') return 'The request never left, so nothing was changed.';
  return 'It may have taken effect: look before you repeat it.';
}

/** What the API said, to follow a message. */
export function quoted(said: string | undefined): string {
  return said === undefined ? '' : `: ${shown(said)}`;
}

/** What the codes of failed connections mean. */
export const FAILURES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name server did not answer',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not accepted in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain ends in an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is of an unknown authority',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the other side does not speak TLS',
  ETIMEDOUT: 'the other side was silent',
};
