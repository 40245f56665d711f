import { RespError, RespMap, type RespValue } from './resp-value.js';

/** What `RespReader.next` gives: a reply, the wish for more bytes, or the proof that this is not RESP. */
export type RespRead =
  | { readonly kind: 'reply'; readonly value: RespValue }
  | { readonly kind: 'more' }
  | { readonly kind: 'not-resp'; readonly why: string };

/** More than any reply that a probe asks for (an ECHO of 1 MiB, a cluster of thousands of nodes). */
const MAX_REPLY_BYTES = 8 * 1_048_576;
const MAX_DEPTH = 32;

/** Signals within one parse; never leaves this file. */
class Incomplete {
  constructor(readonly needBytes: number) {}
}

class NotResp {
  constructor(readonly why: string) {}
}

/**
 * Reads RESP2 and RESP3 replies from chunks that may be cut anywhere. Attributes (`|`) and pushes (`>`) are passed
 * over. A reply is bounded in size and depth, so that a strange server cannot fill the memory.
 */
export class RespReader {
  #chunks: Buffer[] = [];
  #size = 0;
  #needBytes = 1;

  /** Takes the bytes that came. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** How many bytes came that no reply has used yet. */
  get pendingBytes(): number {
    return this.#size;
  }

  /** The bytes that no reply has used yet. */
  pending(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  /** Takes the next whole reply off, where there is one. */
  next(): RespRead {
    if (this.#size < this.#needBytes) return { kind: 'more' };
    const cursor = new Cursor(this.pending());
    try {
      const value = readReply(cursor);
      const rest = this.pending().subarray(cursor.at);
      this.#chunks = rest.length ? [rest] : [];
      this.#size = rest.length;
      this.#needBytes = 1;
      return { kind: 'reply', value };
    } catch (stop) {
      if (stop instanceof Incomplete) return this.#waitFor(stop.needBytes);
      if (stop instanceof NotResp) return { kind: 'not-resp', why: stop.why };
      throw stop;
    }
  }

  #waitFor(needBytes: number): RespRead {
    if (needBytes > MAX_REPLY_BYTES) return { kind: 'not-resp', why: 'a reply is larger than 8 MiB' };
    this.#needBytes = Math.max(needBytes, this.#size + 1);
    return { kind: 'more' };
  }
}

class Cursor {
  at = 0;
  constructor(readonly bytes: Buffer) {}

  line(): string {
    const end = this.bytes.indexOf('\r\n', this.at);
    if (end < 0) throw new Incomplete(this.bytes.length + 1);
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 2;
    return text;
  }

  blob(length: number): string {
    const end = this.at + length;
    if (this.bytes.length < end + 2) throw new Incomplete(end + 2);
    if (this.bytes.toString('latin1', end, end + 2) !== '\r\n') throw new NotResp('a bulk string has no end');
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 2;
    return text;
  }

  type(): string {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Incomplete(this.at + 1);
    this.at += 1;
    return String.fromCharCode(byte);
  }
}

/** The next reply that answers a command: pushes and attributes in front of it are passed over. */
function readReply(cursor: Cursor): RespValue {
  while (cursor.bytes[cursor.at] === 0x3e) readValue(cursor, 0);
  return readValue(cursor, 0);
}

function readValue(cursor: Cursor, depth: number): RespValue {
  if (depth > MAX_DEPTH) throw new NotResp('replies are nested too deeply');
  const type = cursor.type();
  const read = READERS.get(type);
  if (!read) throw new NotResp('the first byte is none of RESP');
  return read(cursor, depth);
}

type Read = (cursor: Cursor, depth: number) => RespValue;

const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['+', (cursor) => cursor.line()],
  ['-', (cursor) => new RespError(cursor.line())],
  [':', (cursor) => readInteger(cursor.line())],
  ['$', (cursor) => readBlob(cursor)],
  ['*', readArray],
  ['_', readNull],
  ['#', (cursor) => cursor.line() === 't'],
  [',', (cursor) => readDouble(cursor.line())],
  ['(', (cursor) => readInteger(cursor.line())],
  ['!', (cursor) => new RespError(readBlob(cursor) ?? '')],
  ['=', (cursor) => readBlob(cursor)?.slice(4) ?? null],
  ['~', readArray],
  ['>', readArray],
  ['%', readMap],
  ['|', readAttributed],
]);

function readBlob(cursor: Cursor): string | null {
  const length = readLength(cursor);
  return length < 0 ? null : cursor.blob(length);
}

function readArray(cursor: Cursor, depth: number): RespValue {
  const length = readLength(cursor);
  if (length < 0) return null;
  const values: RespValue[] = [];
  while (values.length < length) values.push(readValue(cursor, depth + 1));
  return values;
}

function readMap(cursor: Cursor, depth: number): RespValue {
  const length = readLength(cursor);
  const entries: [RespValue, RespValue][] = [];
  while (entries.length < length) entries.push([readValue(cursor, depth + 1), readValue(cursor, depth + 1)]);
  return new RespMap(entries);
}

/** An attribute is a map in front of the value that it describes. */
function readAttributed(cursor: Cursor, depth: number): RespValue {
  readMap(cursor, depth + 1);
  return readValue(cursor, depth + 1);
}

function readNull(cursor: Cursor): null {
  cursor.line();
  return null;
}

function readLength(cursor: Cursor): number {
  const text = cursor.line();
  if (!/^(-1|\d{1,9})$/.test(text)) throw new NotResp('a length is no number');
  return Number(text);
}

function readInteger(text: string): number | bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new NotResp('an integer is no number');
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function readDouble(text: string): number {
  if (/^[+-]?inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
