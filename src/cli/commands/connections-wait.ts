import { type Command, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { eventsOption } from '../flags.js';
import { leaf } from '../leaf.js';
import type { Runner } from '../runner.js';
import { connectionKind } from './connection-kind.js';
import { showDeleted, showResource, waitTimeout } from './resource-commands.js';

interface WaitFlags {
  readonly for: 'active' | 'inactive' | 'deleted';
  readonly failOnYourMove?: boolean;
}

/** `dfcloud connections wait`. */
export function addConnectionsWait(group: Command, runner: Runner): void {
  const command = leaf(group, 'wait <id>', 'wait until a connection has reached a status, or one behind it', [
    'dfcloud connections wait "$CONNECTION_ID" --for inactive',
    'dfcloud connections wait "$CONNECTION_ID" --for active --timeout-ms 600000 --json',
  ])
    .addOption(
      new Option('--for <status>', 'what to wait for')
        .choices(['active', 'inactive', 'deleted'])
        .default('active'),
    )
    .option('--fail-on-your-move', 'end with an error where only you can go on, instead of waiting for you')
    .addOption(eventsOption())
    .addOption(waitTimeout());

  command.action((id: string, { for: status, failOnYourMove }: WaitFlags) =>
    runner.run(command, async (task) => {
      const client = await task.client();
      const whenYourMove = failOnYourMove ? 'fail' : 'wait';
      const reached = await client.connections.waitUntil(id, status, { ...task.waitOptions(), whenYourMove });
      if (reached) showResource(connectionKind, reached, task.output);
      else showDeleted('connection', id, true, task.output);
      return EXIT.done;
    }),
  );
}
