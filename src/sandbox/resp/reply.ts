/** A reply, before it is written in the protocol that the connection speaks. */
export type RespReply =
  /** A simple string, such as OK. */
  | { readonly kind: 'simple'; readonly text: string }
  /** An error, its code first. */
  | { readonly kind: 'error'; readonly text: string }
  /** Text for people: a verbatim string in RESP3, a bulk string in RESP2. */
  | { readonly kind: 'verbatim'; readonly text: string }
  /** Pairs: a map in RESP3, a flat array in RESP2. */
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [string, RespReply])[] }
  | number
  | string
  | Buffer
  | null
  | readonly RespReply[];

/** `+OK`. */
export const OK: RespReply = { kind: 'simple', text: 'OK' };

/** An error reply. */
export function failure(text: string): RespReply {
  return { kind: 'error', text };
}

/** The reply to a command whose words make no sense. */
export function syntaxError(): RespReply {
  return failure('ERR syntax error');
}

/** The reply to `CLIENT NOPE`. */
export function unknownSubcommand(name: string, subcommand: Buffer | undefined): RespReply {
  return failure(`ERR unknown subcommand '${String(subcommand).slice(0, 128)}'. Try ${name} HELP.`);
}

/** Pairs in the order of the object's keys. */
export function map(object: Readonly<Record<string, RespReply>>): RespReply {
  return { kind: 'map', pairs: Object.entries(object) };
}

/** The bytes of a reply. */
export function encode(reply: RespReply, protocol: 2 | 3): Buffer {
  const parts: Buffer[] = [];
  write(reply, protocol, parts);
  return Buffer.concat(parts);
}

function write(reply: RespReply, protocol: 2 | 3, parts: Buffer[]): void {
  if (reply === null) parts.push(Buffer.from(protocol === 3 ? '_\r\n' : '$-1\r\n'));
  else if (typeof reply === 'number') parts.push(Buffer.from(`:${reply}\r\n`));
  else if (typeof reply === 'string') bulk('$', Buffer.from(reply), parts);
  else if (Buffer.isBuffer(reply)) bulk('$', reply, parts);
  else if (isList(reply)) {
    parts.push(Buffer.from(`*${reply.length}\r\n`));
    for (const element of reply) write(element, protocol, parts);
  } else writeTagged(reply, protocol, parts);
}

type Tagged = Extract<RespReply, { readonly kind: string }>;

function writeTagged(reply: Tagged, protocol: 2 | 3, parts: Buffer[]): void {
  switch (reply.kind) {
    case 'simple':
      parts.push(Buffer.from(`+${reply.text}\r\n`));
      return;
    case 'error':
      // Errors quote what the client sent; a line break in it would end the reply early.
      parts.push(Buffer.from(`-${reply.text.replace(/[\r\n]/g, ' ')}\r\n`));
      return;
    case 'verbatim':
      if (protocol === 3) bulk('=', Buffer.from(`txt:${reply.text}`), parts);
      else bulk('$', Buffer.from(reply.text), parts);
      return;
    case 'map': {
      const { length } = reply.pairs;
      parts.push(Buffer.from(protocol === 3 ? `%${length}\r\n` : `*${length * 2}\r\n`));
      for (const [key, value] of reply.pairs) {
        bulk('$', Buffer.from(key), parts);
        write(value, protocol, parts);
      }
    }
  }
}

function bulk(type: '$' | '=', bytes: Buffer, parts: Buffer[]): void {
  parts.push(Buffer.from(`${type}${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(reply: RespReply): reply is readonly RespReply[] {
  return Array.isArray(reply);
}
