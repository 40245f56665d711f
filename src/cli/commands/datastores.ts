import { type Command, Option } from 'commander';
import type {
  Datastore,
  DatastoreConfig,
  PerformanceTier,
  Provider,
  UpdateDatastoreInput,
} from '../../index.js';
import { memoryBytes, several, wholeNumber } from '../flags.js';
import { group } from '../leaf.js';
import type { Runner } from '../runner.js';
import type { Task } from '../task.js';
import { UsageError } from '../usage-error.js';
import { addWrite, demand, type WriteShape } from './create-command.js';
import { datastoreUrl } from './datastore-url.js';
import { cloudOption } from './networks.js';
import { addDelete, addGet, addList } from './resource-commands.js';
import type { ResourceKind } from './resource-kind.js';

const kind: ResourceKind<Datastore> = {
  noun: 'datastore',
  plural: 'datastores',
  api: (client) => client.datastores,
  ofNetwork: true,
  columns: [
    { title: 'NETWORK', cell: ({ networkId }) => networkId ?? 'public' },
    { title: 'ADDRESS', cell: ({ addr }) => addr },
    { title: 'MEMORY', cell: ({ tier }) => memoryText(tier.maxMemoryBytes) },
    { title: 'TIER', cell: ({ tier }) => tier.performanceTier },
  ],
  details: (datastore) => [
    ['network', datastore.networkId ?? 'none, it is public'],
    ['address', datastore.addr],
    ['password', datastore.password === undefined ? undefined : 'yes (--show-url --show-password shows it)'],
    ['tls', datastore.dragonfly?.tls ? 'on' : 'off'],
    ['cluster', datastore.cluster?.enabled ? 'on' : undefined],
    ['cloud', `${datastore.location.provider} ${datastore.location.region}`],
    ['memory', memoryText(datastore.tier.maxMemoryBytes)],
    ['tier', datastore.tier.performanceTier],
    ['replicas', String(datastore.tier.replicas ?? 0)],
    ['byoc account', datastore.byoc?.accountId],
    ['dashboard', datastore.dashboardUrl],
  ],
  next: ({ id, networkId }) => (networkId ? `dfcloud status ${networkId}` : `dfcloud datastores get ${id}`),
  idInExamples: 'DATASTORE_ID',
};

function memoryText(bytes: number): string {
  return `${Number((bytes / 1e9).toFixed(2))} GB`;
}

interface ConfigFlags {
  readonly name?: string;
  readonly network?: string;
  readonly cloud?: Provider;
  readonly region?: string;
  readonly zone?: readonly string[];
  readonly memory?: number;
  readonly tier?: PerformanceTier;
  readonly replicas?: number;
  readonly tls?: boolean;
  readonly passkey?: boolean;
  readonly cluster?: boolean;
  readonly cacheMode?: boolean;
  readonly byocAccount?: string;
}

/** The flags for what can be changed later, too. */
function addConfigFlags(command: Command): void {
  command
    .option('--name <name>', 'free text')
    .addOption(new Option('--memory <size>', 'its memory, for example 3GB or 12.5GB').argParser(memoryBytes))
    .addOption(
      new Option('--tier <tier>', 'how fast it is').choices(['dev', 'standard', 'enhanced', 'extreme']),
    )
    .addOption(new Option('--replicas <n>', 'copies beside the master').argParser(wholeNumber(0, 100)))
    .option('--tls', 'speak TLS (off by default in private networks)')
    .option('--no-tls', 'speak no TLS')
    .option('--passkey', 'ask clients for a password')
    .option('--no-passkey', 'ask clients for no password')
    .option('--cluster', 'shard over several nodes')
    .option('--cache-mode', 'evict keys when memory is full');
}

/** The settings that the flags name, and no others. */
function changesFrom(flags: ConfigFlags): UpdateDatastoreInput {
  const { name, memory, tier: performanceTier, replicas, tls, passkey, cluster, cacheMode } = flags;
  const tier = {
    ...(memory !== undefined && { maxMemoryBytes: memory }),
    ...(performanceTier !== undefined && { performanceTier }),
    ...(replicas !== undefined && { replicas }),
  };
  const dragonfly = { ...(tls !== undefined && { tls }), ...(cacheMode !== undefined && { cacheMode }) };
  return {
    ...(name !== undefined && { name }),
    ...(isNotEmpty(tier) && { tier }),
    ...(isNotEmpty(dragonfly) && { dragonfly }),
    ...(cluster !== undefined && { cluster: { enabled: cluster } }),
    ...(passkey !== undefined && { disablePasskey: !passkey }),
  };
}

function isNotEmpty(object: object): boolean {
  return Object.keys(object).length > 0;
}

const create: WriteShape<Datastore, DatastoreConfig, ConfigFlags> = {
  name: 'create',
  description: 'create a datastore, in a private network or without one',
  examples: [
    'dfcloud datastores create --name cache --network "$NETWORK_ID" --memory 3GB --tier dev --wait',
    'dfcloud datastores create --spec datastore.json --json',
  ],
  addInputFlags: (command) => {
    addConfigFlags(command);
    command
      .option('--network <id>', 'the private network; without one the datastore is public')
      .addOption(cloudOption())
      .option('--region <region>', "the cloud's own region name; both default to the network's")
      .option('--zone <zone>', "the cloud's own zone name; repeatable", several)
      .option('--byoc-account <id>', 'run it in your own cloud account');
  },
  fromFlags: async (flags, task) => {
    const { network } = flags;
    demand({ ...flags }, { name: '--name <name>', memory: '--memory <size>', tier: '--tier <tier>' });
    if (network === undefined)
      demand({ ...flags }, { cloud: '--cloud aws|gcp|azure', region: '--region <region>' });
    const { name = '', memory = 0, tier = 'dev', replicas, zone, byocAccount, ...rest } = flags;
    return {
      ...changesFrom(rest),
      name,
      networkId: network,
      location: { ...(await locationOf(flags, task)), availabilityZones: zone },
      tier: { maxMemoryBytes: memory, performanceTier: tier, replicas },
      byoc: byocAccount === undefined ? undefined : { accountId: byocAccount },
    };
  },
  flagOf: {
    name: '--name',
    networkId: '--network',
    'location.region': '--region',
    'tier.replicas': '--replicas',
    'byoc.accountId': '--byoc-account',
  },
  send: ({ client, call }, input) => client.datastores.create(input, call),
};

/** The place that the flags name, else the network's. */
async function locationOf(flags: ConfigFlags, task: Task): Promise<DatastoreConfig['location']> {
  const { network, cloud, region } = flags;
  if (cloud !== undefined && region !== undefined) return { provider: cloud, region };
  const client = await task.client();
  const { location } = await client.networks.get(network ?? '', { signal: task.signal });
  return { provider: cloud ?? location.provider, region: region ?? location.region };
}

const update: WriteShape<Datastore, UpdateDatastoreInput, ConfigFlags> = {
  name: 'update <id>',
  description: 'change settings of a datastore; what is not named stays as it is',
  examples: ['dfcloud datastores update "$DATASTORE_ID" --memory 6GB --wait'],
  addInputFlags: addConfigFlags,
  fromFlags: (flags) => {
    const changes = changesFrom(flags);
    if (isNotEmpty(changes)) return changes;
    throw new UsageError(
      'It is not said what to change.',
      'Add for example --memory 6GB, or pass --spec file.json.',
    );
  },
  flagOf: { name: '--name' },
  send: ({ client, id, call }, input) => client.datastores.update(id, input, call),
};

/** `dfcloud datastores`. */
export function addDatastores(program: Command, runner: Runner): void {
  const family = group(
    program,
    'datastores',
    'datastores, and the URLs of private ones',
    'dfcloud datastores list',
  );
  addList(family, runner, kind);
  addGet(family, runner, kind, datastoreUrl);
  addWrite(family, runner, kind, create);
  addWrite(family, runner, kind, update);
  addDelete(family, runner, kind);
}
