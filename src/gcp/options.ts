/** What `GcpAcceptor` needs of a GoogleAuth (or any auth client) of google-auth-library. */
export interface GcpAuth {
  /** The headers that authenticate a request to `url`. */
  getRequestHeaders(url?: string): Promise<Headers | Readonly<Record<string, string>>>;
}

/** The content of a key file: a service account, an external account, … as Google made it. */
export type GcpCredentials = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * Which VPC firewall rules are to let the traffic of the datastores' port pass, and for which VMs. Exactly one of
 * `targets`, `targetTags` and `targetServiceAccounts` is given.
 */
export interface GcpFirewallChoice {
  /** For all VMs of the network. */
  readonly targets?: 'all' | undefined;
  /** For the VMs with one of these network tags. */
  readonly targetTags?: readonly string[] | undefined;
  /** For the VMs that run as one of these service accounts. */
  readonly targetServiceAccounts?: readonly string[] | undefined;
  /**
   * A rule that lets the Dragonfly network in, as the documentation of Dragonfly Cloud asks. Connections that your
   * clients open work without it. @default true
   */
  readonly ingress?: boolean | undefined;
  /** A rule that lets connections out, where nothing does so already: Google lets everything out by default. @default true */
  readonly egress?: boolean | undefined;
  /** The priority of the rules, 0 to 65535; the lowest wins. @default 1000, or with `overrideDeny` lower than the denies */
  readonly priority?: number | undefined;
  /** Make the rules also where a deny rule of the network now stops the traffic. @default false: that is a conflict */
  readonly overrideDeny?: boolean | undefined;
}

/** What a `GcpAcceptor` is made of. */
export interface GcpAcceptorOptions {
  /** The id (not the number) of the project that the network is in; with Shared VPC that is the host project. */
  readonly projectId: string;
  /** The name of the VPC network that is to be connected. */
  readonly network: string;
  /** A GoogleAuth or an auth client of your own. */
  readonly auth?: GcpAuth | undefined;
  /** The content of a key file, parsed. */
  readonly credentials?: GcpCredentials | undefined;
  /** The path of a key file. For an endpoint on loopback only an external account whose token server is there, too. */
  readonly keyFile?: string | undefined;
  /**
   * An access token, or a function that gives one. @default GOOGLE_OAUTH_ACCESS_TOKEN, else Application Default
   * Credentials
   */
  readonly accessToken?: string | (() => Promise<string>) | undefined;
  /** The project that the calls are counted for. @default the one that the credentials, or GOOGLE_CLOUD_QUOTA_PROJECT, name */
  readonly quotaProject?: string | undefined;
  /**
   * The name of a new peering. `destroy` removes a peering only under the default name; one of another name it leaves.
   *
   * @default `dfcloud-` and a hash of the Dragonfly network, the project and the VPC network
   */
  readonly peeringName?: string | undefined;
  /** Take the static and dynamic routes that the other side offers. @default not touched; Google's default is false */
  readonly importCustomRoutes?: boolean | undefined;
  /** Offer this side's static and dynamic routes. @default not touched; Google's default is false */
  readonly exportCustomRoutes?: boolean | undefined;
  /** @default not touched; Google's default is IPV4_ONLY */
  readonly stackType?: 'IPV4_ONLY' | 'IPV4_IPV6' | undefined;
  /** Firewall rules. @default none: no rule is touched */
  readonly firewall?: GcpFirewallChoice | undefined;
  /**
   * The URL of Compute Engine; `/compute/v1` may be left out. `http:` towards loopback only. On loopback, the calls of the
   * other APIs go there as well.
   *
   * @default CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE, else https://compute.googleapis.com
   */
  readonly endpoint?: string | undefined;
  /** How long one attempt of one call may take, in milliseconds. @default 20_000 */
  readonly timeoutMs?: number | undefined;
}

/** Which VPC firewall rules are wanted, with every default filled in. */
export interface FirewallSettings {
  readonly targetTags: readonly string[];
  readonly targetServiceAccounts: readonly string[];
  readonly ingress: boolean;
  readonly egress: boolean;
  readonly priority: number | undefined;
  readonly overrideDeny: boolean;
}

/** The options with every default filled in. */
export interface Settings extends Omit<GcpAcceptorOptions, 'firewall'> {
  /** Undefined: no rule is touched. */
  readonly firewall: FirewallSettings | undefined;
  readonly timeoutMs: number;
}
