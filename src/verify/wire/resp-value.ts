/** One RESP reply, RESP2 and RESP3 alike: text of every kind is a string, null of every kind is null. */
export type RespValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | RespError
  | readonly RespValue[]
  | RespMap;

/** An error reply: `NOAUTH Authentication required.` */
export class RespError {
  constructor(
    /** The whole line, without the leading `-`. */
    readonly text: string,
  ) {}

  /** Its first word: `NOAUTH`. Empty when the text does not begin with one in capitals. */
  get code(): string {
    return /^[A-Z][A-Z0-9_]*(?= |$)/.exec(this.text)?.[0] ?? '';
  }
}

/** A map reply of RESP3, as its entries in order. */
export class RespMap {
  constructor(readonly entries: readonly (readonly [RespValue, RespValue])[]) {}
}

/** One command on the wire: an array of bulk strings. */
export function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
