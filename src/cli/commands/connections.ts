import type { Command } from 'commander';
import type { Connection, CreateConnectionInput } from '../../index.js';
import { confirmed } from '../confirm.js';
import { group } from '../leaf.js';
import type { Runner } from '../runner.js';
import { UsageError } from '../usage-error.js';
import { connectionKind } from './connection-kind.js';
import { addConnectionsWait } from './connections-wait.js';
import { addWrite, demand, type WriteContext, type WriteShape } from './create-command.js';
import { addPeerFlags, FLAG_OF_PEER_FIELD, type PeerFlags, peerFromFlags } from './peer-flags.js';
import { addDelete, addGet, addList } from './resource-commands.js';

interface CreateFlags extends PeerFlags {
  readonly name?: string;
  readonly network?: string;
}

const AWS_PEER = '--aws-account 123456789012 --vpc vpc-0a1b2c3d4e5f67890';

/** What `create` and `ensure` share. */
const input = {
  addInputFlags: (command: Command) => {
    command.option('--name <name>', 'free text').option('--network <id>', 'the Dragonfly network');
    addPeerFlags(command);
  },
  fromFlags: (flags: CreateFlags): CreateConnectionInput => {
    demand({ ...flags }, { name: '--name <name>', network: '--network <id>' });
    return { name: flags.name ?? '', networkId: flags.network ?? '', peer: peerFromFlags(flags) };
  },
  flagOf: { name: '--name', networkId: '--network', ...FLAG_OF_PEER_FIELD },
};

const create: WriteShape<Connection, CreateConnectionInput, CreateFlags> = {
  ...input,
  name: 'create',
  description: 'ask for a new connection, even when an equal one exists (ensure is the safe way)',
  examples: [
    `dfcloud connections create --name app --network "$NETWORK_ID" ${AWS_PEER}`,
    `dfcloud connections create --spec connection.json --wait`,
  ],
  send: ({ client, call }, wanted) => client.connections.create(wanted, call),
};

interface EnsureFlags extends CreateFlags {
  readonly replace?: boolean;
  readonly yes?: boolean;
}

const ensure: WriteShape<Connection, CreateConnectionInput, EnsureFlags> = {
  ...input,
  name: 'ensure',
  description: 'use the live connection of this network and VPC, or create it; safe to repeat',
  examples: [`dfcloud connections ensure --name app --network "$NETWORK_ID" ${AWS_PEER} --json`],
  addOtherFlags: (command) => {
    command
      .option('--replace', 'delete an equal connection that is failed or irrecoverable, and create a new one')
      .option('--yes', 'do not ask before one is replaced');
  },
  send: ensureConnection,
};

async function ensureConnection(
  { client, flags, task, call }: WriteContext<EnsureFlags>,
  wanted: CreateConnectionInput,
): Promise<Connection> {
  const { replace, yes } = flags;
  const what = async () => 'the failed and irrecoverable connections of this network and VPC';
  if (replace && !(await confirmed(task, yes, what))) {
    throw new UsageError('Nothing was replaced.', 'Leave --replace out to keep what exists.');
  }
  return client.connections.ensure(wanted, {
    ...call,
    replace,
    onEvent: (event) => task.output.event(event),
  });
}

/** People look for `update`; the API has none. */
function refuseUpdate(group: Command, runner: Runner): void {
  const command = group.command('update [words...]', { hidden: true }).allowUnknownOption().helpOption(false);
  command.action(() =>
    runner.run(command, async () => {
      throw new UsageError(
        'A connection cannot be changed, the API has no update for it.',
        'Create a new one (dfcloud connections create --help), then delete the old one (dfcloud connections delete --help).',
      );
    }),
  );
}

/** `dfcloud connections`. */
export function addConnections(program: Command, runner: Runner): void {
  const family = group(
    program,
    'connections',
    'peerings between networks and your VPCs',
    'dfcloud connections list',
  );
  addList(family, runner, connectionKind);
  addGet(family, runner, connectionKind);
  addWrite(family, runner, connectionKind, create);
  addWrite(family, runner, connectionKind, ensure);
  addConnectionsWait(family, runner);
  addDelete(family, runner, connectionKind);
  refuseUpdate(family, runner);
}
