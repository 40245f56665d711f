import type { AwsSandbox } from './aws/aws-sandbox.js';
import type { AzureSandbox } from './azure/azure-sandbox.js';
import type { SandboxClock } from './clock.js';
import type { Faults } from './faults.js';
import type { GcpSandbox } from './gcp/gcp-sandbox.js';
import type { LoggedRequest } from './request-log.js';
import type { DatastoreControl } from './resp/store-host.js';
import type { WorldSnapshot } from './world.js';

/** A running double of Dragonfly Cloud, and of the customer's side of its connections. */
export interface Sandbox extends AsyncDisposable {
  /** The API's base URL, the same as `endpoints.dragonfly`. */
  readonly url: string;
  /** The base URL of each service. */
  readonly endpoints: {
    readonly dragonfly: string;
    readonly ec2: string;
    readonly sts: string;
    /** Compute Engine and the other Google APIs, which are told apart by their paths. */
    readonly compute: string;
    /** Azure Resource Manager. */
    readonly arm: string;
    /** Microsoft Graph, without the version. */
    readonly graph: string;
    /** Microsoft Entra ID, as `AZURE_AUTHORITY_HOST`. */
    readonly entra: string;
    /**
     * With TLS, a proxy (CONNECT) for clients whose hosts cannot be changed: it leads the real clouds' hosts to their
     * doubles, and refuses every other host.
     */
    readonly proxy?: string;
  };
  /** The environment variables with which clients, the `aws` command line too, find this sandbox. Holds the keys. */
  readonly env: {
    readonly DFCLOUD_BASE_URL: string;
    readonly DFCLOUD_API_KEY: string;
    readonly AWS_ENDPOINT_URL_EC2: string;
    readonly AWS_ENDPOINT_URL_STS: string;
    readonly AWS_ACCESS_KEY_ID: string;
    readonly AWS_SECRET_ACCESS_KEY: string;
    readonly CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: string;
    readonly GOOGLE_OAUTH_ACCESS_TOKEN: string;
    readonly GOOGLE_CLOUD_PROJECT: string;
    readonly AZURE_AUTHORITY_HOST: string;
    readonly AZURE_TENANT_ID: string;
    readonly AZURE_CLIENT_ID: string;
    readonly AZURE_CLIENT_SECRET: string;
    readonly AZURE_SUBSCRIPTION_ID: string;
    readonly DFCLOUD_ARM_ENDPOINT: string;
    readonly DFCLOUD_GRAPH_ENDPOINT: string;
  };
  /** The API key that requests must carry. */
  readonly apiKey: string;
  /** The CA of the sandbox's certificates as PEM; null while nothing in it uses TLS. */
  readonly ca: string | null;
  /** The time on which everything happens. */
  readonly clock: SandboxClock;
  /** Makes the API misbehave. */
  readonly faults: Faults;
  /** The customer's side in AWS: accounts, policies, limits. The rest is done through EC2's API, at `endpoints.ec2`. */
  readonly aws: AwsSandbox;
  /** The customer's side in Google Cloud: projects, permissions, limits. The rest is done through its APIs, at `endpoints.compute`. */
  readonly gcp: GcpSandbox;
  /** The customer's side in Azure: identities, permissions, delays. The rest is done through the APIs at `endpoints`. */
  readonly azure: AzureSandbox;
  /** All requests that the API received, oldest first, without secrets. */
  requests(): LoggedRequest[];
  /** Forgets the requests so far. */
  clearRequests(): void;
  /** Everything that exists, as plain JSON without secrets. */
  world(): WorldSnapshot;
  /**
   * The customer accepts the peering of an inactive connection; the connection becomes active soon after. Accepting
   * an active one changes nothing.
   * @throws {SandboxError} `unknown_id`, `wrong_state`
   */
  accept(connectionId: string): void;
  /**
   * The customer deletes the peering of an inactive or active connection, which becomes irrecoverable soon after.
   * @throws {SandboxError} `unknown_id`, `wrong_state`
   */
  revoke(connectionId: string): void;
  /**
   * A pending or inactive connection fails at once.
   * @throws {SandboxError} `unknown_id`, `wrong_state`
   */
  fail(connectionId: string, statusDetail: string): void;
  /**
   * Control of an active datastore's listeners.
   * @throws {SandboxError} `unknown_id`, `wrong_state`
   */
  datastore(datastoreId: string): DatastoreControl;
  /** The API's port refuses connections until `acceptConnections`. */
  refuseConnections(): Promise<void>;
  /** The API's port, the same as before, accepts connections again. */
  acceptConnections(): Promise<void>;
  /** Ends everything: no timer, socket or listener is left. A second call waits for the first. */
  close(): Promise<void>;
}
