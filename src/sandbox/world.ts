import type { WireConnection, WireDatastore, WireNetwork, WirePeer } from '../resources/wire.js';
import type { AwsSnapshot } from './aws/aws-snapshot.js';
import type { AzureSnapshot } from './azure/azure-snapshot.js';
import type { GcpSnapshot } from './gcp/gcp-snapshot.js';

/** One of the three clouds. */
export type Provider = 'aws' | 'gcp' | 'azure';

/** One side of a peering, in its cloud's words. */
export interface PeeringSide {
  /** AWS account, GCP project id, or Azure resource group path. */
  readonly account_id: string;
  /** AWS VPC id, GCP network name, or Azure VNet name. */
  readonly vpc_id: string;
  /** The cloud's region name; empty where the cloud has none for it. */
  readonly region: string;
  /** What else Azure needs of the customer's side; absent in the other clouds, and on Dragonfly's side. */
  readonly azure?: WirePeer['azure'];
}

/** A peering as the cloud sees it: what a Dragonfly connection asks for, and the customer accepts. */
export interface Peering {
  /** AWS `pcx-…`; GCP peering name; Azure resource id of the peering. */
  readonly id: string;
  /** The cloud that it lives in. */
  readonly provider: Provider;
  /** Whether the customer has accepted it, one of the sides deleted it, or the cloud refused it. */
  state: 'pending-acceptance' | 'active' | 'deleted' | 'failed';
  /** Why the cloud refused it. */
  failure?: string;
  /** Dragonfly's side. */
  readonly requester: PeeringSide & { readonly cidr_block: string };
  /** The customer's side. */
  readonly accepter: PeeringSide;
}

/** A network and when it becomes visible. */
export interface NetworkRecord {
  /** As the API answers. */
  readonly wire: WireNetwork;
  /** The moment on the sandbox's clock from which GET finds it. */
  readonly visibleAtMs: number;
}

/** A connection and the peering that it asked for. */
export interface ConnectionRecord {
  /** As the API answers. */
  readonly wire: WireConnection;
  /** The moment on the sandbox's clock from which GET finds it. */
  readonly visibleAtMs: number;
  /** Undefined until it was requested in the cloud. */
  peeringId?: string;
}

/** A datastore; its password is kept apart from the rest, so that no snapshot can hold it. */
export interface DatastoreRecord {
  /** As the API answers, but for the password. */
  readonly wire: Omit<WireDatastore, 'password'>;
  /** The moment on the sandbox's clock from which GET finds it. */
  readonly visibleAtMs: number;
  /** What AUTH takes; the API shows it only when the passkey is on. */
  readonly password: string;
  /** What is bound on this machine, `address:port`, one for each node. */
  listeners: string[];
}

/** The state that the doubles of all clouds share: plain data, without timers, sockets or behaviour. */
export interface World {
  /** By id, oldest first, as are all of these. */
  readonly networks: Map<string, NetworkRecord>;
  /** By id. */
  readonly connections: Map<string, ConnectionRecord>;
  /** By id. */
  readonly datastores: Map<string, DatastoreRecord>;
  /** By id; the clouds' halves of the connections. */
  readonly peerings: Map<string, Peering>;
}

/** A copy of the world as plain JSON, in the API's own words, without secrets. Equal worlds print equally. */
export interface WorldSnapshot {
  /** The networks, oldest first. */
  readonly networks: readonly WireNetwork[];
  /** The connections, oldest first. */
  readonly connections: readonly WireConnection[];
  /** The datastores, oldest first, with what is bound on this machine (`address:port`, one for each node). */
  readonly datastores: readonly (Omit<WireDatastore, 'password'> & {
    readonly listeners: readonly string[];
  })[];
  /** The clouds' halves of the connections, oldest first. */
  readonly peerings: readonly Peering[];
  /** Everything in AWS, in all accounts and regions. */
  readonly aws: AwsSnapshot;
  /** Everything in Google Cloud, in all projects. */
  readonly gcp: GcpSnapshot;
  /** Everything in Azure, in all directories and subscriptions. */
  readonly azure: AzureSnapshot;
}

/** The part of the snapshot that the clouds' doubles tell. */
type CloudSnapshots = Pick<WorldSnapshot, 'aws' | 'gcp' | 'azure'>;

/** A world in which nothing exists. */
export function emptyWorld(): World {
  return { networks: new Map(), connections: new Map(), datastores: new Map(), peerings: new Map() };
}

/** A copy that later changes do not touch. */
export function snapshotOf(world: World, clouds: CloudSnapshots): WorldSnapshot {
  return structuredClone({
    networks: [...world.networks.values()].map((record) => record.wire),
    connections: [...world.connections.values()].map((record) => record.wire),
    datastores: [...world.datastores.values()].map(({ wire, listeners }) => ({
      ...wire,
      config: { ...wire.config, dragonfly: withoutAclRules(wire.config.dragonfly) },
      listeners,
    })),
    peerings: [...world.peerings.values()],
    ...clouds,
  });
}

type Options = WireDatastore['config']['dragonfly'];

/** ACL rules may hold passwords. */
function withoutAclRules(options: Options): NonNullable<Options> {
  const rules = options?.acl_rules?.length;
  return rules ? { ...options, acl_rules: Array<string>(rules).fill('***') } : { ...options };
}
