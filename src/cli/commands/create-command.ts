import { type Command, Option } from 'commander';
import type { CallOptions, DfCloud } from '../../index.js';
import { EXIT } from '../exit-codes.js';
import { inWordsOfFlags } from '../flag-words.js';
import { eventsOption } from '../flags.js';
import { leaf } from '../leaf.js';
import type { Runner } from '../runner.js';
import { readSpec } from '../spec-file.js';
import type { Task } from '../task.js';
import { UsageError } from '../usage-error.js';
import { showResource, waitTimeout } from './resource-commands.js';
import type { Resource, ResourceKind } from './resource-kind.js';

/** A command whose input is flags or a file, and whose result is one resource. */
export interface WriteShape<T extends Resource, Input, Flags> {
  /** Its name and arguments: `create`. */
  readonly name: string;
  /** One line about it. */
  readonly description: string;
  /** Commands that work as they stand. */
  readonly examples: readonly string[];
  /** Adds the flags that make up the input. */
  readonly addInputFlags: (command: Command) => void;
  /** Adds flags of another kind. */
  readonly addOtherFlags?: (command: Command) => void;
  /** Turns the flags into the input. */
  readonly fromFlags: (flags: Flags, task: Task) => Promise<Input> | Input;
  /** The flag that stands for each field of the input, so that complaints can name it. */
  readonly flagOf: Readonly<Record<string, string>>;
  /** Sends the input. The arguments of the command come along. */
  readonly send: (context: WriteContext<Flags>, input: Input) => Promise<T>;
}

/** What `send` works with. */
export interface WriteContext<Flags> {
  /** The client. */
  readonly client: DfCloud;
  /** The command's first argument; '' where it has none. */
  readonly id: string;
  /** All flags. */
  readonly flags: Flags;
  /** The command's run. */
  readonly task: Task;
  /** Cancels the call. */
  readonly call: CallOptions;
}

interface WriteFlags {
  readonly spec?: string;
  readonly wait?: boolean;
}

/** `create`, `update` and their like. */
export function addWrite<T extends Resource, Input, Flags extends object>(
  group: Command,
  runner: Runner,
  kind: ResourceKind<T>,
  shape: WriteShape<T, Input, Flags>,
): void {
  const command = leaf(group, shape.name, shape.description, shape.examples);
  shape.addInputFlags(command);
  const inputNames = command.options
    .map((option) => option.attributeName())
    .filter((name) => name !== 'json');
  command
    .addOption(new Option('--spec <file>', 'take the input from a JSON file instead of flags; - is stdin'))
    .option('--wait', 'wait until it works');
  shape.addOtherFlags?.(command);
  command.addOption(eventsOption()).addOption(waitTimeout());

  command.action((first: unknown) => {
    const flags = command.opts<Flags & WriteFlags>();
    const id = typeof first === 'string' ? first : '';
    return runner.run(command, async (task) => {
      const input = await inputOf(command, shape, flags, inputNames, task);
      const client = await task.client();
      const context = { client, id, flags, task, call: { signal: task.signal } };
      const fromFile = flags.spec !== undefined;
      const written = await inWordsOfFlags(fromFile ? {} : shape.flagOf, () => shape.send(context, input));
      const shown = flags.wait
        ? await kind.api(client).waitUntilActive(written.id, task.waitOptions())
        : written;
      showResource(kind, shown, task.output);
      if (shown.status !== 'active' && !task.output.json) {
        task.output.hint(`It is ${shown.status}. Next: ${kind.next(shown)}`);
      }
      return EXIT.done;
    });
  });
}

async function inputOf<T extends Resource, Input, Flags>(
  command: Command,
  shape: WriteShape<T, Input, Flags>,
  flags: Flags & WriteFlags,
  inputNames: readonly string[],
  task: Task,
): Promise<Input> {
  if (flags.spec === undefined) return shape.fromFlags(flags, task);
  const given = command.options
    .filter((option) => inputNames.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  if (given.length > 0) {
    const names = given.map((option) => option.long).join(', ');
    throw new UsageError(
      `--spec and ${names} are given together.`,
      'Put everything into the file, or into flags.',
    );
  }
  return readSpec<Input>(flags.spec, task);
}

/** Refuses a call that lacks flags, naming all of them at once. */
export function demand(
  flags: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): void {
  const missing = Object.entries(names).filter(([name]) => flags[name] === undefined);
  if (missing.length === 0) return;
  const list = missing.map(([, flag]) => flag.replace(/ .*/, '')).join(', ');
  throw new UsageError(
    `${list} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    `Add ${missing.map(([, flag]) => flag).join(' ')}, or pass --spec file.json.`,
  );
}
