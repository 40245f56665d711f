import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { parseAddress } from '../path/address.js';
import { bits, implicit, integer, octets, oid, sequence, set, TRUE, tagged, utcTime, utf8 } from './der.js';

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
  /** A server certificate for these IPv4 addresses and `localhost`, with a key of its own. */
  issue(addresses: readonly string[]): KeyAndCertificate;
}

interface Issuer {
  readonly name: Buffer;
  readonly keyId: Buffer;
  readonly privateKey: KeyObject;
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const DAY_MS = 86_400_000;
const LIFETIME_MS = 30 * DAY_MS;

/**
 * Makes a CA with a fresh ECDSA key. The certificates have one fixed form, and all cryptography is Node's, so the few
 * lines of DER here stand in for an X.509 library of several hundred kilobytes in every installation.
 */
export function createAuthority(): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyId = keyIdOf(publicKey);
  const issuer: Issuer = {
    name: commonName(`dfcloud sandbox CA ${keyId.toString('hex', 0, 4)}`),
    keyId,
    privateKey,
  };
  const ca = certificate(issuer.name, publicKey, issuer, [
    extension('2.5.29.19', sequence(TRUE), true),
    // keyCertSign and cRLSign
    extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true),
  ]);
  return { ca, issue: (addresses) => issue(issuer, addresses) };
}

function issue(issuer: Issuer, addresses: readonly string[]): KeyAndCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const names = [
    implicit(2, Buffer.from('localhost')),
    ...addresses.map((address) => implicit(7, bytesOf(address))),
  ];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificate(commonName('dfcloud sandbox'), publicKey, issuer, [
      extension('2.5.29.19', sequence(), true),
      // digitalSignature
      extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
      // serverAuth
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(...names)),
    ]),
  };
}

function certificate(
  subject: Buffer,
  publicKey: KeyObject,
  issuer: Issuer,
  extensions: readonly Buffer[],
): string {
  const now = Date.now();
  const body = sequence(
    // Version 3.
    tagged(0, integer(Buffer.from([2]))),
    // A leading 1 keeps the serial number positive and without leading zeros.
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    issuer.name,
    // A day back, for machines whose clock is behind.
    sequence(utcTime(new Date(now - DAY_MS)), utcTime(new Date(now + LIFETIME_MS))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octets(keyIdOf(publicKey))),
        extension('2.5.29.35', sequence(implicit(0, issuer.keyId))),
      ),
    ),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  return pem(sequence(body, ECDSA_WITH_SHA256, bits(signature)));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return critical ? sequence(oid(id), TRUE, octets(value)) : sequence(oid(id), octets(value));
}

function commonName(text: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(text))));
}

/** RFC 7093: the first 160 bits of a SHA-256 over the key. */
function keyIdOf(publicKey: KeyObject): Buffer {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest().subarray(0, 20);
}

function bytesOf(address: string): Buffer {
  const value = parseAddress(address)?.value ?? 0n;
  return Buffer.from([24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) & 0xffn)));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
