import type { Command } from 'commander';
import { exitCodeOf } from './errors.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { Output } from './output.js';
import type { Interruption } from './signals.js';
import { type CommonOptions, Task, type Work } from './task.js';
import type { Terminal } from './terminal.js';
import { commandPath } from './usage.js';

/** Runs one command and keeps its exit code: every command goes through here, so that all fail in the same way. */
export class Runner {
  /** What the process ends with. */
  exitCode: ExitCode = EXIT.done;

  constructor(
    readonly terminal: Terminal,
    readonly interruption: Interruption,
  ) {}

  /** Carries out the work of a command whose options are parsed. Never rejects. */
  async run(command: Command, work: Work): Promise<void> {
    const { json = false, events = false, timeoutMs } = command.opts<CommonOptions>();
    const output = new Output(this.terminal, { json, events });
    const task = new Task(output, this.terminal, this.interruption, timeoutMs);
    try {
      task.signal.throwIfAborted();
      this.exitCode = await work(task);
    } catch (error) {
      this.exitCode = this.#failed(error, command, output);
    } finally {
      output.progress.end();
    }
  }

  #failed(error: unknown, command: Command, output: Output): ExitCode {
    if (!this.interruption.signal.aborted) {
      output.failure(error, commandPath(command));
      return exitCodeOf(error);
    }
    const said = error instanceof Error && error.name === 'AbortedError' ? ` ${error.message}` : '';
    output.progress.write(`${commandPath(command)}: interrupted.${said}\n`);
    return this.interruption.exitCode;
  }
}
