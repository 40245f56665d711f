import type { WireNetwork } from '../../resources/wire.js';
import type { CloudDouble, CloudParts } from '../cloud.js';
import type { CloudHalf, PeeringEnd } from '../peerings.js';
import type { Peering, PeeringSide } from '../world.js';
import { Administrators } from './administrators.js';
import { ArmPlane } from './arm/arm-plane.js';
import type { AzureContext } from './azure-context.js';
import { AzureRoutes } from './azure-routes.js';
import { AzureControl, type AzureSandbox } from './azure-sandbox.js';
import { type AzureSnapshot, directorySnapshot } from './azure-snapshot.js';
import { Consistency } from './consistency.js';
import { EntraPlane } from './entra/entra-plane.js';
import { GraphPlane } from './graph/graph-plane.js';
import { Permissions } from './permissions.js';
import { Directories } from './state/directories.js';
import { Subscriptions } from './state/subscriptions.js';
import { Secrets } from './tokens/secrets.js';
import { Tokens } from './tokens/tokens.js';
import { DEFAULT_SUBSCRIPTION_ID, DEFAULT_TENANT_ID, VENDOR_APP_ID, VENDOR_TENANT_ID } from './well-known.js';

/** Entra, Graph and ARM, joined to Dragonfly's double at the peerings: each side notices what the other does. */
export class AzureDouble implements CloudDouble, CloudHalf {
  /** What the HTTP listener asks. */
  readonly routes: AzureRoutes;
  /** What a test author uses beside the APIs. */
  readonly control: AzureSandbox;
  readonly #azure: AzureContext;
  readonly #arm: ArmPlane;

  constructor(parts: CloudParts) {
    this.#azure = contextOf(parts);
    furnish(this.#azure);
    this.#arm = new ArmPlane(this.#azure, parts.peerings);
    const planes = { entra: new EntraPlane(this.#azure), graph: new GraphPlane(this.#azure), arm: this.#arm };
    this.routes = new AzureRoutes(planes);
    this.control = new AzureControl(this.#arm.context, new Administrators(this.#azure));
    parts.peerings.join('azure', this);
  }

  /** One address serves all three; they are told apart by path and host. */
  endpoints(origin: string) {
    return { arm: origin, graph: origin, entra: origin };
  }

  /** The administrator's secret. To hand it out does not make the subscription known: only its use does. */
  env(origin: string) {
    const { tenantId, clientId, clientSecret } = this.control.identity;
    return {
      AZURE_AUTHORITY_HOST: origin,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
      AZURE_SUBSCRIPTION_ID: DEFAULT_SUBSCRIPTION_ID,
      DFCLOUD_ARM_ENDPOINT: origin,
      DFCLOUD_GRAPH_ENDPOINT: origin,
    };
  }

  /** Everything that exists in Azure, as plain JSON without secrets. */
  snapshot(): AzureSnapshot {
    const { directories, subscriptions } = this.#azure;
    return { ...directorySnapshot(directories, subscriptions), ...this.#arm.snapshot() };
  }

  /** A network's VNet exists from now on, in a subscription of the vendor's, or of the customer's where that was asked for. */
  networkActive(network: WireNetwork): void {
    const [, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(network.vpc?.account_id ?? '') ?? [];
    const ownCloud = network.byoc.account_id !== undefined && network.byoc.account_id !== '';
    if (subscriptionId !== undefined) {
      this.#azure.subscriptions.open(subscriptionId, ownCloud ? DEFAULT_TENANT_ID : VENDOR_TENANT_ID);
    }
    this.#arm.networkActive(network);
  }

  /** The network is gone, and its VNet with it. */
  networkGone(network: WireNetwork): void {
    this.#arm.networkGone(network);
  }

  /** Every request makes a peering of its own. */
  existing(requester: PeeringSide, accepter: PeeringSide): string | undefined {
    return this.#arm.existing(requester, accepter);
  }

  /** Dragonfly makes its half, where the customer's roles let it. */
  requested(peering: Peering): string | undefined {
    return this.#arm.requested(peering);
  }

  /** The sandbox's `accept` does what the customer would do in Azure. */
  accepted(peering: Peering): void {
    this.#arm.accepted(peering);
  }

  /** Dragonfly deletes its half, or the sandbox's `revoke` does what the customer would do. */
  deleted(peering: Peering, by: PeeringEnd): void {
    this.#arm.deleted(peering, by);
  }

  /** Nothing refers to the peering any more: what Dragonfly made for it goes. */
  forgotten(peering: Peering): void {
    this.#arm.forgotten(peering);
  }
}

function contextOf({ ids, clock, timings }: CloudParts): AzureContext {
  const consistency = new Consistency(() => clock.now());
  const parts = { ids, clock, consistency };
  return {
    ids,
    clock,
    timings,
    consistency,
    directories: new Directories(parts),
    subscriptions: new Subscriptions(),
    tokens: new Tokens(ids, clock),
    secrets: new Secrets(parts),
    permissions: new Permissions(),
  };
}

/** What is there from the start: both directories, the vendor's application, a subscription and a person of the customer's. */
function furnish({ directories, subscriptions, permissions }: AzureContext): void {
  const vendor = directories.open(VENDOR_TENANT_ID, {
    displayName: 'Dragonfly',
    domain: 'dragonflydb.onmicrosoft.com',
  });
  const product = directories.addApplication(vendor.id, {
    displayName: 'dragonfly-cloud',
    appId: VENDOR_APP_ID,
    signInAudience: 'AzureADMultipleOrgs',
  });
  directories.addServicePrincipal(vendor.id, product);
  const customer = directories.open(DEFAULT_TENANT_ID, { domain: 'contoso.onmicrosoft.com' });
  subscriptions.open(DEFAULT_SUBSCRIPTION_ID, customer.id);
  permissions.addAdministrator(directories.addUser(customer.id, 'admin').id);
}
