import { styleText } from 'node:util';
import type { Sink, Terminal } from './terminal.js';

/** How a piece of text looks. */
export type Look = 'title' | 'strong' | 'faint' | 'good' | 'busy' | 'bad' | 'yours';

/** Gives a text its look, or leaves it alone on a stream without colours. */
export type Style = (look: Look, text: string) => string;

const FORMATS = {
  title: ['bold', 'underline'],
  strong: ['bold'],
  faint: ['dim'],
  good: ['green'],
  busy: ['yellow'],
  bad: ['red'],
  yours: ['bold', 'magenta'],
} as const satisfies Record<Look, Parameters<typeof styleText>[0]>;

/** The style for a stream. FORCE_COLOR goes before NO_COLOR, as in Node itself; `0` and `false` turn it off. */
export function styleFor(stream: Sink, env: Terminal['env']): Style {
  if (!hasColours(stream, env)) return (_look, text) => text;
  return (look, text) => styleText([...FORMATS[look]], text, { validateStream: false });
}

/** True when colour codes may be written to a stream. */
export function hasColours(stream: Sink, env: Terminal['env']): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
}

const STATUS_LOOKS: Readonly<Record<string, Look>> = {
  active: 'good',
  inactive: 'yours',
  failed: 'bad',
  irrecoverable: 'bad',
  deleting: 'faint',
  deleted: 'faint',
};

/** How a status of the API looks; one that this version does not know looks busy. */
export function statusLook(status: string): Look {
  return STATUS_LOOKS[status] ?? 'busy';
}

// Names and error texts come from elsewhere: one with an escape sequence must not drive the terminal.
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** A text from elsewhere, safe to write to a terminal. */
export function printable(text: string): string {
  return text.replace(CONTROLS, '\u{fffd}');
}
