import { X509Certificate } from 'node:crypto';
import type { SeededIds } from '../../random.js';
import type { JsonObject, KeyCredential } from '../state/records.js';
import { objectField } from './fields.js';
import { invalidValue } from './graph-error.js';

/**
 * The certificates in a body, which replace those that an application has; undefined when it says nothing of them.
 * @throws {GraphError} 400
 */
export function keyCredentialsIn(body: JsonObject, ids: SeededIds): KeyCredential[] | undefined {
  const given = body.keyCredentials;
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) throw invalidValue('keyCredentials', 'Application');
  return given.map((element: unknown) => keyCredential(objectField({ element }, 'element'), ids));
}

function keyCredential(given: JsonObject, ids: SeededIds): KeyCredential {
  const { key, displayName } = given;
  if (given.type !== 'AsymmetricX509Cert' || given.usage !== 'Verify' || typeof key !== 'string') {
    throw invalidValue('keyCredentials', 'Application');
  }
  const certificate = certificateIn(key);
  return {
    keyId: ids.guid('azure/certificate-key'),
    displayName: typeof displayName === 'string' ? displayName : certificate.subject,
    customKeyIdentifier: certificate.fingerprint.replaceAll(':', ''),
    startDateTime: new Date(certificate.validFrom).toISOString(),
    endDateTime: new Date(certificate.validTo).toISOString(),
    certificate: certificate.toString(),
  };
}

/** `key` is the certificate in base64, with or without the lines of a PEM around it. */
function certificateIn(key: string): X509Certificate {
  const raw = Buffer.from(key, 'base64');
  try {
    return new X509Certificate(raw);
  } catch {
    throw invalidValue('key', 'KeyCredential');
  }
}
