import type { Destroyed } from '../../../index.js';
import { confirmed } from '../../confirm.js';
import { EXIT } from '../../exit-codes.js';
import { eventsOption } from '../../flags.js';
import { printable, type Style } from '../../style.js';
import type { FlowVerb } from './flow-command.js';
import { addNetworkFlag, FLAG_OF_SUBJECT } from './subject-flags.js';

interface DestroyFlags {
  readonly network: string;
  readonly name?: string;
  readonly connection?: string;
  readonly keepUnproven?: boolean;
  readonly yes?: boolean;
}

/** `dfcloud destroy <cloud>`. */
export const DESTROY: FlowVerb<DestroyFlags> = {
  description: 'remove what apply made on CLOUD and the connection, and say what was left; safe to run again',
  example: '--network "$NETWORK_ID" --name orders --yes',
  streams: true,
  flagOfOption: { ...FLAG_OF_SUBJECT, connectionId: '--connection' },
  addFlags(command) {
    addNetworkFlag(command);
    command
      .option('--name <name>', "the connection's name: one of that name is ours")
      .option('--connection <id>', 'the connection that is to go, whatever its name')
      .option('--keep-unproven', 'leave routes to the peering, which cannot be tagged')
      .option('--yes', 'do not ask')
      .addOption(eventsOption());
  },
  async work({ task, client, acceptor, flags }) {
    const { network: networkId, name, connection: connectionId, keepUnproven } = flags;
    const what = async () =>
      `the peering of network ${networkId} on ${acceptor.provider}, and what hangs on it`;
    if (!(await confirmed(task, flags.yes, what))) return EXIT.failed;
    const destroyed = await client.peering.destroy(acceptor, {
      networkId,
      name,
      connectionId,
      keepUnproven,
      signal: task.signal,
      onEvent: (event) => task.output.event(event),
    });
    const { output } = task;
    if (output.json) output.line({ event: 'done', outcome: 'destroyed', ...destroyed });
    else output.text(destroyedText(destroyed, output.style));
    return EXIT.done;
  },
};

function destroyedText({ removed, left }: Destroyed, style: Style): string {
  const lines = [
    ...removed.map((id) => `${style('good', '-')} ${printable(id)}\n`),
    ...left.map(({ title, why }) => `${style('faint', '·')} left: ${printable(title)} (${printable(why)})\n`),
  ];
  return lines.length === 0 ? `${style('good', 'Nothing to do.')}\n` : lines.join('');
}
