import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate with which an application signs in. */
export interface RsaCertificate {
  readonly pem: string;
  /** PKCS #8 as PEM. */
  readonly privateKey: string;
  /** Hexadecimal digits. */
  readonly thumbprintSha256: string;
  /** DER in base64, as Graph takes it. */
  readonly base64: string;
}

/** Makes one that signs itself; Entra takes RSA only. */
export async function rsaCertificate(): Promise<RsaCertificate> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const day = 86_400_000;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=peering',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    keys,
    signingAlgorithm: algorithm,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const thumbprint = await certificate.getThumbprint('SHA-256');
  return {
    pem: certificate.toString('pem'),
    privateKey: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    thumbprintSha256: Buffer.from(thumbprint).toString('hex'),
    base64: Buffer.from(certificate.rawData).toString('base64'),
  };
}
