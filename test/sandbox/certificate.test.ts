import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../src/sandbox/certificate.js';

describe('the certificate authority', async () => {
  const authority = await createAuthority();
  const ca = new X509Certificate(authority.ca);
  const leaf = new X509Certificate((await authority.issue(['127.10.0.10', '127.0.0.1'])).certificate);

  it('signs itself and may sign others', () => {
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(ca.checkIssued(ca)).toBe(true);
  });

  it('signs server certificates that may sign nothing', () => {
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(leaf.checkIssued(ca)).toBe(true);
  });

  it('names the addresses and localhost', () => {
    expect(leaf.checkIP('127.10.0.10')).toBe('127.10.0.10');
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.checkHost('localhost')).toBe('localhost');
    expect(leaf.checkIP('127.10.0.11')).toBeUndefined();
  });

  it('is valid now and for some weeks', () => {
    expect(Date.parse(leaf.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(leaf.validTo) - Date.now()).toBeGreaterThan(7 * 86_400_000);
  });

  it('is trusted only by those who trust this CA', async () => {
    const other = new X509Certificate((await createAuthority()).ca);
    expect(leaf.verify(other.publicKey)).toBe(false);
    expect(leaf.checkIssued(other)).toBe(false);
  });

  it('hands out a key that fits the certificate', async () => {
    const { key, certificate } = await authority.issue(['127.0.0.1']);
    expect(key).toContain('BEGIN PRIVATE KEY');
    expect(new X509Certificate(certificate).serialNumber).not.toBe(leaf.serialNumber);
  });
});
