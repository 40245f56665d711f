import type { DfCloud } from '../index.js';
import type { ExitCode } from './exit-codes.js';
import { loadClient } from './library.js';
import type { Output } from './output.js';
import type { Interruption } from './signals.js';
import type { Terminal } from './terminal.js';

/** Options that every command has. */
export interface CommonOptions {
  /** One JSON document instead of text. */
  readonly json?: boolean;
  /** The library's events as NDJSON, the document as the last line. */
  readonly events?: boolean;
  /** The limit of the command, in milliseconds. */
  readonly timeoutMs?: number;
}

/** What one run of a command works with. */
export class Task {
  #client: DfCloud | undefined;

  constructor(
    /** Where results and progress go. */
    readonly output: Output,
    /** Input and environment. */
    readonly terminal: Terminal,
    /** Ends the command early. */
    readonly interruption: Interruption,
    /** The limit of the command, in milliseconds. */
    readonly timeoutMs: number | undefined,
  ) {}

  /** Fires when the command has to end early. */
  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  /** A client of the API, with key and base URL from the environment. Its events are shown. */
  async client(): Promise<DfCloud> {
    const { DfCloud } = await loadClient();
    this.#client ??= new DfCloud({
      totalTimeoutMs: this.timeoutMs,
      onEvent: (event) => this.output.event(event),
      userAgentSuffix: 'dfcloud-cli',
    });
    return this.#client;
  }

  /** The options of every wait that this command makes. */
  waitOptions() {
    return {
      timeoutMs: this.timeoutMs,
      signal: this.signal,
      onEvent: this.output.event.bind(this.output),
    };
  }
}

/** What a command does. It throws, or says what the process ends with. */
export type Work = (task: Task) => Promise<ExitCode>;
