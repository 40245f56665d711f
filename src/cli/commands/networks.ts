import { type Command, Option } from 'commander';
import type { CreateNetworkInput, Network, Provider, UpdateNetworkInput } from '../../index.js';
import { group } from '../leaf.js';
import type { Runner } from '../runner.js';
import { addWrite, demand, type WriteShape } from './create-command.js';
import { addDelete, addGet, addList } from './resource-commands.js';
import type { ResourceKind } from './resource-kind.js';

const kind: ResourceKind<Network> = {
  noun: 'network',
  plural: 'networks',
  api: (client) => client.networks,
  ofNetwork: false,
  columns: [
    { title: 'CLOUD', cell: ({ location }) => location.provider },
    { title: 'REGION', cell: ({ location }) => location.region },
    { title: 'CIDR', cell: ({ cidrBlock }) => cidrBlock },
    { title: 'VPC', cell: ({ vpc }) => vpc?.resourceId },
  ],
  details: ({ location, cidrBlock, vpc, byoc }) => [
    ['cloud', `${location.provider} ${location.region}`],
    ['cidr', cidrBlock],
    ['vpc', vpc && `${vpc.resourceId} of account ${vpc.accountId}`],
    ['byoc account', byoc?.accountId],
  ],
  next: ({ id }) => `dfcloud status ${id}`,
  idInExamples: 'NETWORK_ID',
};

interface CreateFlags {
  readonly name?: string;
  readonly cloud?: Provider;
  readonly region?: string;
  readonly cidr?: string;
  readonly byocAccount?: string;
}

const create: WriteShape<Network, CreateNetworkInput, CreateFlags> = {
  name: 'create',
  description: 'create a private network',
  examples: [
    'dfcloud networks create --name orders --cloud aws --region us-east-1 --cidr 10.20.0.0/16 --wait',
    `echo '{"name":"orders","location":{"provider":"gcp","region":"us-central1"},"cidrBlock":"10.21.0.0/16"}' | dfcloud networks create --spec - --json`,
  ],
  addInputFlags: (command) => {
    command
      .option('--name <name>', 'free text')
      .addOption(cloudOption())
      .option('--region <region>', "the cloud's own region name, for example us-east-1")
      .option('--cidr <cidr>', 'its addresses, /16 to /24, apart from every VPC that is to be connected')
      .option('--byoc-account <id>', 'run it in your own cloud account');
  },
  fromFlags: (flags) => {
    demand(
      { ...flags },
      {
        name: '--name <name>',
        cloud: '--cloud aws|gcp|azure',
        region: '--region <region>',
        cidr: '--cidr <cidr>',
      },
    );
    const { name = '', cloud = 'aws', region = '', cidr = '', byocAccount } = flags;
    return {
      name,
      location: { provider: cloud, region },
      cidrBlock: cidr,
      byoc: byocAccount === undefined ? undefined : { accountId: byocAccount },
    };
  },
  flagOf: {
    name: '--name',
    'location.provider': '--cloud',
    'location.region': '--region',
    cidrBlock: '--cidr',
    'byoc.accountId': '--byoc-account',
  },
  send: ({ client, call }, input) => client.networks.create(input, call),
};

const update: WriteShape<Network, UpdateNetworkInput, { readonly name?: string }> = {
  name: 'update <id>',
  description: 'rename a network; the API changes nothing else',
  examples: ['dfcloud networks update "$NETWORK_ID" --name orders-eu'],
  addInputFlags: (command) => {
    command.option('--name <name>', 'its new name');
  },
  fromFlags: (flags) => {
    demand({ ...flags }, { name: '--name <name>' });
    return { name: flags.name ?? '' };
  },
  flagOf: { name: '--name' },
  send: ({ client, id, call }, input) => client.networks.update(id, input, call),
};

/** `--cloud`. */
export function cloudOption(): Option {
  return new Option('--cloud <cloud>', 'where it runs').choices(['aws', 'gcp', 'azure']);
}

/** `dfcloud networks`. */
export function addNetworks(program: Command, runner: Runner): void {
  const family = group(
    program,
    'networks',
    'private networks inside Dragonfly Cloud',
    'dfcloud networks list',
  );
  addList(family, runner, kind);
  addGet(family, runner, kind);
  addWrite(family, runner, kind, create);
  addWrite(family, runner, kind, update);
  addDelete(family, runner, kind);
}
