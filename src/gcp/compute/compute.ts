import type {
  Connector,
  DirectEgress,
  EffectiveFirewalls,
  Firewall,
  Instance,
  Network,
  NetworkRef,
  NewFirewall,
  PeeringRoute,
  PolicyBasedRoute,
  Route,
  RouteDirection,
  Subnetwork,
} from './model.js';

/**
 * The calls of Google Cloud that dfcloud makes, and no others: Compute Engine, and beside it the three APIs that hold
 * policy-based routes, connectors and Cloud Run services. Lists come whole, whatever the number of pages; a write is over
 * when its promise is: the operation was waited for, and its error thrown. Each write has a request id of its own, which its
 * retries repeat. Every call throws `CloudRefusedError`, `NetworkError` or `AbortedError`.
 *
 * The project is the acceptor's, the network the one that is named.
 */
export interface Compute {
  /** The origins that the calls go to. */
  endpoints(): readonly string[];

  network(name: string, signal?: AbortSignal): Promise<Network>;
  /** Those of one network, in all regions. */
  subnetworks(network: string, signal?: AbortSignal): Promise<Subnetwork[]>;
  /** Those of one network. */
  routes(network: string, signal?: AbortSignal): Promise<Route[]>;
  /** What a peering exchanges in one direction; `region` decides which dynamic routes are shown. */
  peeringRoutes(query: PeeringRoutesQuery, signal?: AbortSignal): Promise<PeeringRoute[]>;
  /** Without regional policies. */
  effectiveFirewalls(network: string, signal?: AbortSignal): Promise<EffectiveFirewalls>;
  /** With the regional policies of one region. */
  regionalEffectiveFirewalls(
    query: { readonly network: string; readonly region: string },
    signal?: AbortSignal,
  ): Promise<EffectiveFirewalls>;
  /** Those of one network. */
  firewalls(network: string, signal?: AbortSignal): Promise<Firewall[]>;
  /** The VMs with an interface in one network, in all zones. */
  instances(network: string, signal?: AbortSignal): Promise<Instance[]>;
  /** Those of one network. Network Connectivity API. */
  policyBasedRoutes(network: string, signal?: AbortSignal): Promise<PolicyBasedRoute[]>;
  /** All of one region. Serverless VPC Access API. */
  connectors(region: string, signal?: AbortSignal): Promise<Connector[]>;
  /** All of one region. Cloud Run API. */
  directEgress(region: string, signal?: AbortSignal): Promise<DirectEgress[]>;
  /** Which of these permissions the credentials have on the project. Resource Manager API. */
  testPermissions(permissions: readonly string[], signal?: AbortSignal): Promise<string[]>;

  addPeering(network: string, peering: NewPeering, signal?: AbortSignal): Promise<void>;
  updatePeering(network: string, peering: PeeringUpdate, signal?: AbortSignal): Promise<void>;
  removePeering(network: string, name: string, signal?: AbortSignal): Promise<void>;
  /** Asks the other side to agree to the removal of a CONSENSUS peering. */
  requestRemovePeering(network: string, name: string, signal?: AbortSignal): Promise<void>;
  insertFirewall(network: string, firewall: NewFirewall, signal?: AbortSignal): Promise<void>;
  /** Makes the rule of this name what it is to be, and enabled. */
  patchFirewall(firewall: NewFirewall, signal?: AbortSignal): Promise<void>;
  deleteFirewall(name: string, signal?: AbortSignal): Promise<void>;
}

/** Which peering routes to list. */
export interface PeeringRoutesQuery {
  readonly network: string;
  /** The peering's name. */
  readonly peering: string;
  readonly direction: RouteDirection;
  readonly region: string;
}

/** The options of a peering; an absent one stays as it is, or at Google's default. */
export interface PeeringFlags {
  readonly importCustomRoutes?: boolean;
  readonly exportCustomRoutes?: boolean;
  /** `IPV4_ONLY` or `IPV4_IPV6`. */
  readonly stackType?: string;
}

/** A peering as it is to be made. */
export interface NewPeering extends PeeringFlags {
  readonly name: string;
  /** The other network. */
  readonly peer: NetworkRef;
}

/** What of a peering is to be changed. */
export interface PeeringUpdate extends PeeringFlags {
  readonly name: string;
}
