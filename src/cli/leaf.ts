import type { Command } from 'commander';
import { jsonOption } from './flags.js';

/** Begins a command that does something: its name and arguments, one line about it, examples that work as they stand. */
export function leaf(
  parent: Command,
  nameAndArguments: string,
  description: string,
  examples: readonly string[],
): Command {
  const lines = examples.map((example) => `  $ ${example}\n`).join('');
  const heading = examples.length === 1 ? 'Example' : 'Examples';
  return parent
    .command(nameAndArguments)
    .description(description)
    .allowExcessArguments(false)
    .addOption(jsonOption())
    .addHelpText('after', `\n${heading}:\n${lines.trimEnd()}`);
}
