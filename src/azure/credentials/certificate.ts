import { createPrivateKey, X509Certificate } from 'node:crypto';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { azureCertificateUnreadable } from '../../errors/messages.js';
import type { AppProof } from './app-tokens.js';

/** A certificate with its key, as the library takes it. @throws InvalidInputError when it cannot be read. */
export function certificateProof(pem: string): AppProof {
  try {
    const { fingerprint256 } = new X509Certificate(pem);
    const privateKey = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
    const x5c = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.join('\n') ?? '';
    return { clientCertificate: { thumbprintSha256: fingerprint256.replaceAll(':', ''), privateKey, x5c } };
  } catch {
    // The cause is not kept: it may quote the key.
    throw new InvalidInputError(azureCertificateUnreadable(), { field: 'credential.clientCertificate' });
  }
}
