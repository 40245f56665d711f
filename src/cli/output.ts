import { errorDocument, errorText, isUsage } from './errors.js';
import { type LibraryEvent, showEvent } from './event-lines.js';
import { Progress } from './progress.js';
import { type Style, styleFor } from './style.js';
import type { Terminal } from './terminal.js';

/** How a command answers. */
export interface OutputMode {
  /** One JSON document instead of text. */
  readonly json: boolean;
  /** The library's events as NDJSON, and the document as the last line. */
  readonly events: boolean;
}

/** The version of every JSON document that is printed. */
const VERSION = 1;

/** What a command writes: its result to stdout, at once and whole; everything else to stderr. */
export class Output {
  /** Progress on stderr. */
  readonly progress: Progress;
  /** The style of stdout. */
  readonly style: Style;
  readonly #terminal: Terminal;
  readonly #mode: OutputMode;

  constructor(terminal: Terminal, mode: OutputMode) {
    this.#terminal = terminal;
    this.#mode = mode;
    this.progress = new Progress(terminal);
    this.style = styleFor(terminal.stdout, terminal.env);
  }

  /** True when stdout holds JSON. */
  get json(): boolean {
    return this.#mode.json || this.#mode.events;
  }

  /** Shows an event of the library: as progress, or as a line of NDJSON. */
  event(event: LibraryEvent): void {
    if (!this.#mode.events) {
      showEvent(event, this.progress);
      return;
    }
    const { type, ...rest } = event;
    const open = Object.entries(rest).map(([key, value]) => [key, plainInside(value)]);
    this.line({ event: type, ...Object.fromEntries(open) });
  }

  /** Writes the result: the document where JSON is asked for, else the text. */
  result(document: object, text: string): void {
    this.progress.end();
    if (!this.json) this.#terminal.stdout.write(text);
    else if (this.#mode.events) this.line({ event: 'result', ...document });
    else this.#write(document);
  }

  /** Writes one line of NDJSON. */
  line(document: object): void {
    this.#terminal.stdout.write(`${JSON.stringify({ version: VERSION, ...document })}\n`);
  }

  /** Writes one line of text to stdout, as part of a result that streams. */
  text(text: string): void {
    this.progress.end();
    this.#terminal.stdout.write(text);
  }

  /** Tells a person, on stderr, what could come next. */
  hint(text: string): void {
    this.progress.write(`${this.progress.style('faint', text)}\n`);
  }

  /** Reports an error: on stderr for people, and on stdout where JSON was asked for and the call itself was right. */
  failure(error: unknown, command: string): void {
    this.progress.end();
    const { env } = this.#terminal;
    this.progress.write(errorText(error, command, this.progress.style, Boolean(env.DFCLOUD_DEBUG)));
    if (!this.json || isUsage(error)) return;
    if (this.#mode.events) this.line({ event: 'error', ...errorDocument(error) });
    else this.#write(errorDocument(error));
  }

  #write(document: object): void {
    this.#terminal.stdout.write(`${JSON.stringify({ version: VERSION, ...document }, undefined, 2)}\n`);
  }
}

/** A resource as documents show it: without the API's own answer, which says the same in other words. */
export function plain(resource: object): Record<string, unknown> {
  const fields = 'toJSON' in resource && typeof resource.toJSON === 'function' ? resource.toJSON() : resource;
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'raw'));
}

function plainInside(value: unknown): unknown {
  return value instanceof Object && 'raw' in value ? plain(value) : value;
}
