import { constants, verify, X509Certificate } from 'node:crypto';
import { badAssertion } from './entra-error.js';

/** A JWT that a client sends in place of a secret. */
export interface Assertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What is signed. */
  readonly content: string;
  readonly signature: Buffer;
}

/**
 * Takes a JWT apart.
 * @throws {EntraError} AADSTS50027
 */
export function parseAssertion(jwt: string): Assertion {
  const [header = '', claims = '', signature = '', ...rest] = jwt.split('.');
  if (header === '' || claims === '' || signature === '' || rest.length > 0) {
    throw badAssertion('The token has not three parts.');
  }
  return {
    header: objectIn(header),
    claims: objectIn(claims),
    content: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** The thumbprint by which an assertion names its certificate, as hexadecimal digits; undefined: it names none. */
export function thumbprintOf({ header }: Assertion): string | undefined {
  const given = header['x5t#S256'] ?? header.x5t;
  return typeof given === 'string'
    ? Buffer.from(given, 'base64url').toString('hex').toUpperCase()
    : undefined;
}

/** True when the certificate has that thumbprint, of whichever kind, and signed the assertion. */
export function isSignedBy(assertion: Assertion, thumbprint: string, pem: string): boolean {
  const certificate = new X509Certificate(pem);
  const prints = [certificate.fingerprint, certificate.fingerprint256].map((text) =>
    text.replaceAll(':', ''),
  );
  if (!prints.includes(thumbprint)) return false;
  const { alg } = assertion.header;
  const padding = alg === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const key = { key: certificate.publicKey, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', Buffer.from(assertion.content), key, assertion.signature);
}

function objectIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw badAssertion('A part of it is no JSON object.');
}
