import { webcrypto } from 'node:crypto';

/** A private key and its certificate, both as PEM. */
export interface KeyAndCertificate {
  /** PKCS #8. A secret. */
  readonly key: string;
  /** Signed by the authority. */
  readonly certificate: string;
}

/** The PEM of a CA, and what it signs. */
export interface Authority {
  /** The CA's own certificate, for clients to trust. */
  readonly ca: string;
  /** A server certificate for these IPv4 addresses, `localhost` and these host names, with a key of its own. */
  issue(addresses: readonly string[], hosts?: readonly string[]): Promise<KeyAndCertificate>;
}

const DAY_MS = 86_400_000;
const LIFETIME_MS = 30 * DAY_MS;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes a CA with a fresh ECDSA key. The X.509 library is large, and is loaded for this only. */
export async function createAuthority(): Promise<Authority> {
  const x509 = await loadX509();
  const caKeys = await generateKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=dfcloud sandbox CA ${webcrypto.randomUUID().slice(0, 8)}`,
    keys: caKeys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });

  const issue = async (addresses: readonly string[], hosts: readonly string[] = []) => {
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      subject: 'CN=dfcloud sandbox',
      issuer: ca.subject,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      signingAlgorithm: EC,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          ...['localhost', ...hosts].map((value) => ({ type: 'dns' as const, value })),
          ...addresses.map((value) => ({ type: 'ip' as const, value })),
        ]),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
      ],
    });
    const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { key: x509.PemConverter.encode(key, 'PRIVATE KEY'), certificate: certificate.toString('pem') };
  };
  return { ca: ca.toString('pem'), issue };
}

async function loadX509() {
  // The library's dependency injection wants this polyfill to be there first.
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
}

/** From a day back, for machines whose clock is behind. */
function validity() {
  return { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + LIFETIME_MS) };
}
