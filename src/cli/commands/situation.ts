import type { Connection, Datastore, DfCloud, Move, Network } from '../../index.js';

/** One resource and whose move it is. */
export interface Placed<T> {
  readonly resource: T;
  readonly move: Move;
}

/** What comes next for a network with all that belongs to it. */
export interface Next {
  /** Who has to act. */
  readonly who: Move['who'];
  /** What they have to do, in words. */
  readonly text: string;
  /** A command that does it, or that shows more. */
  readonly command?: string;
}

/** One network with all that belongs to it. */
export interface Situation {
  readonly network: Placed<Network>;
  readonly connections: readonly Placed<Connection>[];
  readonly datastores: readonly Placed<Datastore>[];
  readonly next: Next;
}

/** Puts one network and all that belongs to it together. */
export function situationOf(
  client: DfCloud,
  network: Network,
  connections: readonly Connection[],
  datastores: readonly Datastore[],
): Situation {
  const parts = {
    network: { resource: network, move: client.networks.whoseMove(network) },
    connections: connections
      .filter(({ networkId }) => networkId === network.id)
      .map((resource) => ({ resource, move: client.connections.whoseMove(resource) })),
    datastores: datastores
      .filter(({ networkId }) => networkId === network.id)
      .map((resource) => ({ resource, move: client.datastores.whoseMove(resource) })),
  };
  return { ...parts, next: nextOf(parts) };
}

type Parts = Omit<Situation, 'next'>;

function nextOf(parts: Parts): Next {
  const { network, connections, datastores } = parts;
  const all: readonly Placed<{ readonly id: string; readonly status: string }>[] = [
    network,
    ...connections,
    ...datastores,
  ];
  const fix = all.find(({ move }) => move.who === 'you')?.move.fix;
  if (fix !== undefined) return { who: 'you', text: fix };

  const busy = all.find(({ move }) => move.who === 'dragonfly');
  const missing = network.resource.status === 'active' ? missingPart(parts) : undefined;
  if (missing) return missing;
  if (busy) {
    const { id, status } = busy.resource;
    return {
      who: 'dragonfly',
      text: `${id} is ${status}: wait.`,
      command: `dfcloud status ${network.resource.id}`,
    };
  }
  const addr = datastores.find(({ resource }) => resource.addr !== undefined)?.resource.addr;
  return {
    who: 'nobody',
    text: 'Everything is set up. From inside your VPC, prove it:',
    ...(addr !== undefined && {
      command: `dfcloud verify --endpoint ${addr} --cidr ${network.resource.cidrBlock}`,
    }),
  };
}

const PEER_FLAGS: Readonly<Record<string, string>> = {
  aws: '--aws-account <id> --vpc <vpc-id>',
  gcp: '--gcp-project <id> --gcp-network <name>',
  azure:
    '--azure-subscription <id> --azure-resource-group <name> --azure-vnet <name> --azure-tenant <id> --azure-app <id>',
};

/** What an active network still lacks. */
function missingPart({ network, connections, datastores }: Parts): Next | undefined {
  const { id, location } = network.resource;
  if (connections.length === 0) {
    const peer = PEER_FLAGS[location.provider] ?? '<flags of your VPC>';
    return {
      who: 'you',
      text: 'Connect your VPC:',
      command: `dfcloud connections ensure --name <name> --network ${id} ${peer}`,
    };
  }
  if (datastores.length > 0) return undefined;
  return {
    who: 'you',
    text: 'Create a datastore:',
    command: `dfcloud datastores create --name <name> --network ${id} --memory 3GB --tier dev --wait`,
  };
}
