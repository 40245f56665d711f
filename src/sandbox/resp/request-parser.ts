/** What one step of the parser gives. */
export type Parsed =
  /** A command and its arguments, at least one. */
  | { readonly kind: 'command'; readonly words: readonly Buffer[] }
  /** A breach of the protocol, in the words of the real server, which then closes the connection. */
  | { readonly kind: 'breach'; readonly message: string }
  /** More bytes are needed. */
  | { readonly kind: 'incomplete' };

/** The real server's limits: of a line, of a request's words, of one word (lowered), and of both before AUTH. */
const MAX_LINE_BYTES = 65_536;
const MAX_WORDS = 1_048_576;
const MAX_WORD_BYTES = 16 * 1_048_576;
const MAX_WORDS_BEFORE_AUTH = 10;
const MAX_WORD_BYTES_BEFORE_AUTH = 16_384;

const INCOMPLETE: Parsed = { kind: 'incomplete' };
const breach = (what: string): Parsed => ({ kind: 'breach', message: `ERR Protocol error: ${what}` });

/** Cuts a byte stream into requests, inline ones included, however the bytes were split on their way. */
export class RequestParser {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Nothing can be complete before so many bytes are there; keeps large words from being copied for each chunk. */
  #neededBytes = 1;

  /** Adds bytes as they came. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** The next request. `authenticated` lifts the limits that hold for strangers. */
  next(authenticated: boolean): Parsed {
    for (;;) {
      if (this.#bytes < this.#neededBytes) return INCOMPLETE;
      const buffer = this.#merged();
      const parsed = buffer[0] === 0x2a ? this.#multibulk(buffer, authenticated) : this.#inline(buffer);
      // Empty requests (a bare newline, `*0`) are passed over without a reply.
      if (parsed.kind !== 'command' || parsed.words.length > 0) return parsed;
    }
  }

  #merged(): Buffer {
    const [only] = this.#chunks;
    const merged = only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [merged];
    return merged;
  }

  #consume(buffer: Buffer, bytes: number): void {
    this.#chunks = bytes < buffer.length ? [buffer.subarray(bytes)] : [];
    this.#bytes = buffer.length - bytes;
    this.#neededBytes = 1;
  }

  #need(bytes: number): Parsed {
    this.#neededBytes = bytes;
    return INCOMPLETE;
  }

  #inline(buffer: Buffer): Parsed {
    const end = buffer.indexOf('\n');
    if (end < 0) {
      return buffer.length > MAX_LINE_BYTES
        ? breach('too big inline request')
        : this.#need(buffer.length + 1);
    }
    const words = splitInline(buffer.toString('latin1', 0, end).replace(/\r$/, ''));
    if (!words) return breach('unbalanced quotes in request');
    this.#consume(buffer, end + 1);
    return { kind: 'command', words: words.map((word) => Buffer.from(word, 'latin1')) };
  }

  #multibulk(buffer: Buffer, authenticated: boolean): Parsed {
    const header = lineAt(buffer, 0);
    if (!header) return this.#longLine(buffer, 0, 'too big mbulk count string');
    const count = wholeNumber(header.text.slice(1));
    if (count === undefined || count > MAX_WORDS) return breach('invalid multibulk length');
    if (!authenticated && count > MAX_WORDS_BEFORE_AUTH) return breach('unauthenticated multibulk length');

    const words: Buffer[] = [];
    let offset = header.next;
    while (words.length < count) {
      const line = lineAt(buffer, offset);
      if (!line) return this.#longLine(buffer, offset, 'too big bulk count string');
      if (line.text[0] !== '$') return breach(`expected '$', got '${line.text[0] ?? ' '}'`);
      const length = wholeNumber(line.text.slice(1));
      if (length === undefined || length < 0 || length > MAX_WORD_BYTES) return breach('invalid bulk length');
      if (!authenticated && length > MAX_WORD_BYTES_BEFORE_AUTH) return breach('unauthenticated bulk length');
      const end = line.next + length;
      if (buffer.length < end + 2) return this.#need(end + 2);
      words.push(buffer.subarray(line.next, end));
      offset = end + 2;
    }
    this.#consume(buffer, offset);
    return { kind: 'command', words };
  }

  #longLine(buffer: Buffer, offset: number, what: string): Parsed {
    return buffer.length - offset > MAX_LINE_BYTES ? breach(what) : this.#need(buffer.length + 1);
  }
}

function lineAt(
  buffer: Buffer,
  offset: number,
): { readonly text: string; readonly next: number } | undefined {
  const end = buffer.indexOf('\r\n', offset);
  return end < 0 ? undefined : { text: buffer.toString('latin1', offset, end), next: end + 2 };
}

function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}

const INLINE_WORD = /\s*(?:"((?:\\.|[^"\\])*)"(?=\s|$)|'((?:\\'|[^'])*)'(?=\s|$)|([^\s"']+)(?=\s|$))/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** The words of an inline request, quotes resolved as the real server does; undefined when they are unbalanced. */
function splitInline(line: string): string[] | undefined {
  const words: string[] = [];
  let offset = 0;
  while (line.slice(offset).trim() !== '') {
    INLINE_WORD.lastIndex = offset;
    const match = INLINE_WORD.exec(line);
    if (!match) return undefined;
    const [, double, single, bare = ''] = match;
    words.push(double !== undefined ? unescaped(double) : (single?.replaceAll("\\'", "'") ?? bare));
    offset = INLINE_WORD.lastIndex;
  }
  return words;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_all, hex: string | undefined, letter: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[letter] ?? letter),
  );
}
