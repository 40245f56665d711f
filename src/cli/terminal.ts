import type { Readable, Writable } from 'node:stream';

/** A stream to write to, and what is known of its other end. */
export type Sink = Writable & {
  /** True when a person reads it. */
  readonly isTTY?: boolean;
  /** Its width, in characters. */
  readonly columns?: number;
};

/** Where the command line reads and writes. */
export interface Terminal {
  /** Input: `--spec -`, answers to questions. */
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Results. */
  readonly stdout: Sink;
  /** Progress, questions and complaints. */
  readonly stderr: Sink;
  /** The environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
