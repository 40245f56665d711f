/**
 * The few forms of DER (X.690) that a certificate consists of. Every one is tag, length, content.
 */
const tlv =
  (tag: number) =>
  (...contents: readonly Uint8Array[]): Buffer => {
    const content = Buffer.concat(contents);
    return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
  };

/** SEQUENCE. */
export const sequence = tlv(0x30);
/** SET. */
export const set = tlv(0x31);
/** OCTET STRING. */
export const octets = tlv(0x04);
/** A constructed value under a context-specific tag, `[n]`. */
export const tagged = (n: number, ...contents: readonly Uint8Array[]): Buffer => tlv(0xa0 | n)(...contents);
/** A primitive value under a context-specific tag, `[n] IMPLICIT`. */
export const implicit = (n: number, content: Uint8Array): Buffer => tlv(0x80 | n)(content);
/** UTF8String. */
export const utf8 = (text: string): Buffer => tlv(0x0c)(Buffer.from(text));
/** BOOLEAN TRUE; FALSE is always a default here, which DER leaves out. */
export const TRUE: Buffer = tlv(0x01)(Buffer.from([0xff]));
/** INTEGER of bytes whose first is below 0x80, so that it is positive. */
export const integer = (bytes: Uint8Array): Buffer => tlv(0x02)(bytes);
/** BIT STRING whose last byte has so many unused bits. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => tlv(0x03)(Buffer.from([unused]), bytes);
/** UTCTime, which covers the years 1950 to 2049. */
export const utcTime = (date: Date): Buffer =>
  tlv(0x17)(
    Buffer.from(
      `${date
        .toISOString()
        .replace(/\.\d+|[-:T]/g, '')
        .slice(2)}`,
    ),
  );

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06)(Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits to a byte, the highest first; all but the last are marked. */
function base128(value: number): number[] {
  const high = Math.floor(value / 128);
  return high === 0 ? [value] : [...base128(high).map((byte) => byte | 0x80), value % 128];
}

function lengthOf(content: Uint8Array): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}
