import type { Command } from 'commander';
import type { Acceptor, DfCloud } from '../../../index.js';
import type { ExitCode } from '../../exit-codes.js';
import { inWordsOfFlags } from '../../flag-words.js';
import { timeoutOption } from '../../flags.js';
import { leaf } from '../../leaf.js';
import type { Runner } from '../../runner.js';
import type { Task } from '../../task.js';
import type { CloudCommands } from './cloud.js';

/** What a verb of the flow works with. */
export interface FlowTask<Flags> {
  readonly task: Task;
  readonly cloud: Pick<CloudCommands, 'tidyingSteps'>;
  readonly client: DfCloud;
  readonly acceptor: Acceptor;
  readonly flags: Flags;
}

/** How a verb differs from the others. */
export interface FlowVerb<Flags> {
  readonly description: string;
  /** The flags of the example, before those of the cloud. */
  readonly example: string;
  readonly addFlags: (command: Command) => void;
  /** Whether `--json` prints every event as a line, and the result as the last one. @default false */
  readonly streams?: boolean;
  /** The flag that stands for each option of the verb. */
  readonly flagOfOption: Readonly<Record<string, string>>;
  readonly work: (flow: FlowTask<Flags>) => Promise<ExitCode>;
}

/** Adds `<verb> <cloud>` to the verb's group. */
export function addFlowCommand<Flags>(
  group: Command,
  runner: Runner,
  cloud: CloudCommands,
  verb: FlowVerb<Flags>,
): void {
  const example = `dfcloud ${group.name()} ${cloud.provider} ${verb.example} ${cloud.example}`;
  const command = leaf(group, cloud.provider, verb.description.replace('CLOUD', cloud.title), [example]);
  verb.addFlags(command);
  cloud.addFlags(command);
  command.addOption(timeoutOption('limit of each request with its retries, in milliseconds', 60_000));
  const flagOf = { ...verb.flagOfOption, ...cloud.flagOfOption };
  command.action(() => {
    if (verb.streams && command.opts().json) command.setOptionValue('events', true);
    return runner.run(command, async (task) => {
      const flags = command.opts<Flags & object>();
      return inWordsOfFlags(flagOf, async () => {
        const acceptor = await cloud.acceptor(flags, (text) => task.output.hint(text));
        return verb.work({ task, cloud, client: await task.client(), acceptor, flags });
      });
    });
  });
}
