import { createHash } from 'node:crypto';

/** Our own namespace, made once at random. */
const NAMESPACE = 'c491b31b-e51c-45dd-ab5c-4d35eab37004';

/** The UUID of a name (RFC 9562, version 5), for clouds that want a GUID where we want a hash: equal names, equal ids. */
export function uuidV5(name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
