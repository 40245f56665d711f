import type { Command } from 'commander';
import { jsonOption } from './flags.js';

/** Begins a command that does something: its name and arguments, one line about it, examples that work as they stand. */
export function leaf(
  parent: Command,
  nameAndArguments: string,
  description: string,
  examples: readonly string[],
): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .allowExcessArguments(false)
    .addOption(jsonOption())
    .addHelpText('after', examplesText(examples));
}

/** Begins a command that only holds others. */
export function group(parent: Command, name: string, description: string, example: string): Command {
  return parent
    .command(name)
    .description(description)
    .usage('<command> [options]')
    .helpCommand(false)
    .addHelpText('after', examplesText([example]));
}

function examplesText(examples: readonly string[]): string {
  const heading = examples.length === 1 ? 'Example' : 'Examples';
  return `\n${heading}:\n${examples.map((example) => `  $ ${example}`).join('\n')}`;
}
