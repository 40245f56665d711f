import { stripVTControlCharacters } from 'node:util';
import { printable, type Style, styleFor } from './style.js';
import type { Sink, Terminal } from './terminal.js';

/** What a line of progress says. */
export type Mark = 'done' | 'note' | 'warning' | 'failure' | 'your-move';

const MARKS = {
  done: ['good', '✓'],
  note: ['faint', '·'],
  warning: ['busy', '!'],
  failure: ['bad', '✗'],
  'your-move': ['yours', '→'],
} as const;

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Progress on stderr. On a terminal the present step is one line that moves and counts the time; elsewhere each step
 * is a line of its own. Lines with a mark stay in both.
 */
export class Progress {
  readonly #stream: Sink;
  readonly #live: boolean;
  readonly #style: Style;
  #step: { text: string; readonly sinceMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor({ stderr, env }: Pick<Terminal, 'stderr' | 'env'>) {
    this.#stream = stderr;
    this.#live = Boolean(stderr.isTTY) && env.TERM !== 'dumb';
    this.#style = styleFor(stderr, env);
  }

  /** True when steps move in place. */
  get live(): boolean {
    return this.#live;
  }

  /** The style of stderr. */
  get style(): Style {
    return this.#style;
  }

  /** Says what is being done or waited for, until the next line. */
  step(text: string): void {
    if (this.#step?.text === text) return;
    this.#step = { text, sinceMs: performance.now() };
    if (!this.#live) {
      this.#stream.write(`  ${printable(text)}\n`);
      return;
    }
    this.#timer ??= setInterval(() => this.#draw(), FRAME_MS);
    this.#draw();
  }

  /** Writes a line that stays, and ends the present step. */
  mark(mark: Mark, text: string): void {
    this.end();
    const [look, symbol] = MARKS[mark];
    this.#stream.write(`${this.#style(look, symbol)} ${printable(text)}\n`);
  }

  /** Writes text as it is, and ends the present step. */
  write(text: string): void {
    this.end();
    this.#stream.write(text);
  }

  /** Ends the present step and leaves no timer. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#step && this.#live) this.#stream.write(CLEAR_LINE);
    this.#step = undefined;
  }

  #draw(): void {
    if (!this.#step) return;
    this.#frame += 1;
    const frame = FRAMES[this.#frame % FRAMES.length] ?? FRAMES[0];
    const elapsed = `${((performance.now() - this.#step.sinceMs) / 1000).toFixed(1)} s`;
    // A line that wraps could not be cleared.
    const room = (this.#stream.columns ?? 80) - elapsed.length - 4;
    const text = stripVTControlCharacters(printable(this.#step.text)).slice(0, Math.max(0, room));
    const line = `${this.#style('busy', frame)} ${text} ${this.#style('faint', elapsed)}`;
    this.#stream.write(`${CLEAR_LINE}${line}`);
  }
}
