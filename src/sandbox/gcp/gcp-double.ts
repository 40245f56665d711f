import type { WireNetwork } from '../../resources/wire.js';
import type { Scheduler } from '../clock.js';
import type { CloudDouble, CloudParts } from '../cloud.js';
import type { CloudHalf, PeeringEnd, Peerings } from '../peerings.js';
import type { SeededIds } from '../random.js';
import { SandboxError } from '../sandbox-error.js';
import type { Peering, PeeringSide } from '../world.js';
import { ACTIONS } from './actions/index.js';
import { Permissions } from './auth/permissions.js';
import { TokenService } from './auth/token-service.js';
import { Tokens } from './auth/tokens.js';
import { ComputeService } from './compute-service.js';
import { GcpConsistencyState } from './consistency.js';
import type { GcpContext } from './gcp-context.js';
import { GcpIds } from './gcp-ids.js';
import { GcpRoutes } from './gcp-routes.js';
import { GcpControl, type GcpSandbox } from './gcp-sandbox.js';
import { type GcpSnapshot, gcpSnapshot } from './gcp-snapshot.js';
import { GcpLimitsByProject } from './limits.js';
import { Operations } from './operations.js';
import { type HalfChange, halfTowards, PeeringLife } from './peering-life.js';
import { Projects } from './projects.js';
import { emptyGcpWorld } from './state/gcp-world.js';
import { newResource } from './state/lifecycle.js';
import { addDefaultRoute, addSubnetwork, removeContents } from './state/network-contents.js';
import type { Network } from './state/records.js';
import { GcpError } from './wire/gcp-error.js';

/** What the customer's half is called when the sandbox makes it, in `sandbox.accept`. */
const ACCEPTED_NAME = 'dragonfly';

/**
 * Compute Engine of all projects, joined to Dragonfly's double at the peerings. A peering has two halves here: Dragonfly
 * makes its own with the connection, the customer makes the other one, and both are active then.
 */
export class GcpDouble implements CloudDouble, CloudHalf {
  /** What the HTTP listener asks. */
  readonly routes: GcpRoutes;
  /** What a test author uses beside the API. */
  readonly control: GcpSandbox;
  readonly #gcp: GcpContext;
  readonly #peerings: Peerings;
  readonly #control: GcpControl;

  constructor({ ids, clock, peerings, timings, closing }: CloudParts) {
    this.#peerings = peerings;
    this.#gcp = contextOf(ids, clock, timings.gcpOperationMs, closing);
    this.#control = new GcpControl(this.#gcp);
    this.control = this.#control;
    const { tokens, projects } = this.#gcp;
    const { defaultProjectId } = this.control;
    const tokenService = new TokenService({ tokens, projects, clock, defaultProjectId });
    this.routes = new GcpRoutes(ACTIONS, new ComputeService(this.#gcp), tokenService);
    peerings.join('gcp', this);
    this.#gcp.peerings.onChange((change) => this.#tellDragonfly(change));
  }

  /** Compute and everything beside it share one address. */
  endpoints(origin: string) {
    return { compute: origin };
  }

  /** The token is the customer's. To hand it out does not make the project known: only its use does. */
  env(origin: string) {
    const { defaultProjectId } = this.control;
    this.#gcp.projects.ensure(defaultProjectId);
    return {
      CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `${origin}/compute/v1/`,
      GOOGLE_OAUTH_ACCESS_TOKEN: this.#gcp.tokens.lasting(defaultProjectId),
      GOOGLE_CLOUD_PROJECT: defaultProjectId,
    };
  }

  /** Everything that exists in Google Cloud, as plain JSON. */
  snapshot(): GcpSnapshot {
    return gcpSnapshot(this.#gcp.world);
  }

  /** The network's VPC exists from now on, in the vendor's project, or in the customer's where that was asked for. */
  networkActive({ vpc, location, cidr_block }: WireNetwork): void {
    if (!vpc) return;
    const { world, projects } = this.#gcp;
    const project = projects.ensure(vpc.account_id).id;
    const at = { project, scope: 'global', name: vpc.resource_id };
    const record = newResource(this.#gcp, world.networks, at, {
      autoCreateSubnetworks: false,
      routingConfig: { routingMode: 'REGIONAL', bgpBestPathSelectionMode: 'LEGACY' },
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
    });
    const network: Network = { ...record, phase: 'ready', peerings: [] };
    world.networks.add(network);
    addDefaultRoute(this.#gcp, network);
    addSubnetwork(this.#gcp, network, { region: location.region, block: cidr_block });
  }

  /** The network is gone, and its VPC with it. */
  networkGone({ vpc }: WireNetwork): void {
    const network = this.#networkAt(vpc?.account_id, vpc?.resource_id);
    if (!network) return;
    removeContents(this.#gcp, network);
    this.#gcp.world.networks.remove(network);
  }

  /** A second half towards the same network is refused: nothing is shared. */
  existing(): undefined {
    return undefined;
  }

  /** Dragonfly makes its half. The network on the other side need not exist: then it waits. */
  requested({ id, requester, accepter }: Peering): string | undefined {
    const network = this.#networkAt(requester.account_id, requester.vpc_id);
    if (!network) return undefined;
    const peer = this.#pathOf(accepter);
    const same = halfTowards(network, peer);
    if (same) return `There is already a peering ${same.name} with the same network. Select another network.`;
    const { options, updateStrategy } = this.#control.dragonflyPeerings;
    try {
      const half = this.#gcp.peerings.add(network, { name: id, peer, options, updateStrategy });
      if (half.state === 'ACTIVE') this.#peerings.accept(id);
      return undefined;
    } catch (error) {
      if (error instanceof GcpError) return error.message;
      throw error;
    }
  }

  /** The sandbox's `accept` does what the customer would do: makes the other half, where there is a network for it. */
  accepted({ id, requester, accepter }: Peering): void {
    const ours = this.#networkAt(requester.account_id, requester.vpc_id);
    const half = ours?.peerings.find(({ name }) => name === id);
    if (!ours || !half || half.state === 'ACTIVE') return;
    const theirs = this.#networkAt(accepter.account_id, accepter.vpc_id);
    if (!theirs || halfTowards(theirs, ours.path)) {
      this.#gcp.peerings.activate(ours, half);
      return;
    }
    const { options, updateStrategy } = half;
    try {
      this.#gcp.peerings.add(theirs, { name: ACCEPTED_NAME, peer: ours.path, options, updateStrategy });
    } catch (error) {
      if (!(error instanceof GcpError)) throw error;
      throw new SandboxError(
        'wrong_state',
        `Google refuses the peering: ${error.message}`,
        'Change the ranges.',
      );
    }
  }

  /** Dragonfly deletes the connection, or the sandbox's `revoke` does what the customer would do. */
  deleted(peering: Peering, by: PeeringEnd): void {
    if (by === 'requester') {
      this.forgotten(peering);
      return;
    }
    const { id, requester, accepter } = peering;
    const theirs = this.#networkAt(accepter.account_id, accepter.vpc_id);
    const half = theirs && halfTowards(theirs, this.#pathOf(requester));
    if (theirs && half) this.#gcp.peerings.remove(theirs, half);
    const ours = this.#networkAt(requester.account_id, requester.vpc_id);
    const own = ours?.peerings.find(({ name }) => name === id);
    // Towards a network that nobody has made here, Dragonfly's half is all there is.
    if (ours && own) this.#gcp.peerings.disconnect(ours, own);
  }

  /** Dragonfly's half goes with the last connection that had it. */
  forgotten({ id, requester }: Peering): void {
    const network = this.#networkAt(requester.account_id, requester.vpc_id);
    const half = network?.peerings.find(({ name }) => name === id);
    if (network && half) this.#gcp.peerings.remove(network, half);
  }

  /** Dragonfly hears of what becomes of its own halves. */
  #tellDragonfly({ network, half, what }: HalfChange): void {
    if (!this.#peerings.isOf('gcp', half.name, { account_id: network.project, vpc_id: network.name })) return;
    if (what === 'connected') this.#peerings.accept(half.name);
    else this.#peerings.delete(half.name, what === 'removed' ? 'requester' : 'accepter');
  }

  #networkAt(project: string | undefined, name: string | undefined): Network | undefined {
    if (project === undefined || name === undefined) return undefined;
    return this.#gcp.world.networks.get(this.#pathOf({ account_id: project, vpc_id: name }));
  }

  /** The customer may have given the project's number. */
  #pathOf({ account_id, vpc_id }: Pick<PeeringSide, 'account_id' | 'vpc_id'>): string {
    const { projects, world } = this.#gcp;
    return world.networks.path(projects.find(account_id)?.id ?? account_id, 'global', vpc_id);
  }
}

function contextOf(
  seeded: SeededIds,
  clock: Scheduler,
  durationMs: number,
  closing: AbortSignal,
): GcpContext {
  const world = emptyGcpWorld();
  const ids = new GcpIds(seeded);
  const consistency = new GcpConsistencyState(() => clock.now());
  return {
    world,
    clock,
    ids,
    consistency,
    projects: new Projects(ids),
    tokens: new Tokens(ids, clock),
    permissions: new Permissions(),
    limits: new GcpLimitsByProject(),
    operations: new Operations({ clock, ids, consistency, durationMs, closing }),
    peerings: new PeeringLife(world, clock, consistency),
  };
}
