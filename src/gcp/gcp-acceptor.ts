import type { Clock } from '../internal/clock.js';
import { type Cidr, parseCidr } from '../path/cidr.js';
import type { PathSnapshot } from '../path/snapshot.js';
import type { Acceptor, FlowContext } from '../peering/acceptor.js';
import type { Finding } from '../peering/finding.js';
import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import type { Step } from '../peering/step.js';
import { checkOptions } from './check-options.js';
import { openCompute } from './client.js';
import type { Compute } from './compute/compute.js';
import { isRefusal } from './compute/refusal.js';
import { originsOf, resolveEndpoints } from './endpoints.js';
import { layOutSteps } from './lay-out-steps.js';
import type { GcpAcceptorOptions, Settings } from './options.js';
import { PeeringFinder } from './peering-finder.js';
import { permissionsFor } from './permissions.js';
import { runChecks } from './preflight/run-checks.js';
import { Reads } from './reads.js';
import { takeSnapshot } from './snapshot.js';
import type { StepMeans } from './steps/means.js';

/** The way to Google Cloud, and what was read of it. */
interface Session {
  readonly compute: () => Promise<Compute>;
  readonly reads: Reads;
}

/**
 * The customer's side of a peering on Google Cloud: adds the half of the peering that leads to the network that Dragonfly's
 * API names and to no other, and makes the firewall rules that were asked for. Makes no call and loads no library before
 * it is used; never starts gcloud, and asks nobody for a project.
 */
export class GcpAcceptor implements Acceptor {
  readonly provider = 'gcp' as const;
  readonly #settings: Settings;
  readonly #sessions = new WeakMap<Clock, Session>();

  /** @throws InvalidInputError when an option is not legal or not known. */
  constructor(options: GcpAcceptorOptions) {
    this.#settings = checkOptions(options);
  }

  /** Those of Compute Engine and of the APIs beside it. */
  async endpoints(): Promise<readonly string[]> {
    return originsOf(resolveEndpoints(this.#settings.endpoint));
  }

  /** Looks for everything that would make a run fail: both networks, addresses, limits, rules, permissions. */
  async preflight(flow: FlowContext): Promise<Finding[]> {
    return runChecks({ ...this.#means(flow), remote: remoteOf(flow) });
  }

  /** Nothing has to exist on Google Cloud before the connection does. */
  async prepare(): Promise<Step[]> {
    return [];
  }

  /** The network, as it was named. */
  async peer(): ReturnType<Acceptor['peer']> {
    const { projectId, network } = this.#settings;
    return { provider: 'gcp', projectId, network };
  }

  /** Peering, options, comparing, firewall rules. None when the network does not exist (any more). */
  async accept(flow: FlowContext): Promise<Step[]> {
    try {
      return await layOutSteps(this.#means(flow), remoteOf(flow));
    } catch (error) {
      if (isRefusal(error, 'notFound')) return [];
      throw error;
    }
  }

  /** Subnets, routes, firewalls and the peering, for the path model. What may not be read becomes a gap. */
  async snapshot(flow: FlowContext): Promise<PathSnapshot> {
    return takeSnapshot(this.#means(flow), remoteOf(flow));
  }

  /** The custom role that a run needs: exactly that of the plan, or without one everything that a run may need. */
  async requiredPermissions(verb: Verb, plan?: PeeringPlan): Promise<Permissions> {
    return permissionsFor(verb, plan);
  }

  #means(flow: FlowContext): StepMeans {
    const settings = this.#settings;
    const { compute, reads } = this.#session(flow.clock);
    return { flow, settings, reads, finder: new PeeringFinder(reads, flow, settings), compute };
  }

  /** One for each clock, since pauses between attempts are made by it. */
  #session(clock: Clock): Session {
    const known = this.#sessions.get(clock);
    if (known) return known;
    let opened: Promise<Compute> | undefined;
    const compute = () => {
      opened ??= openCompute(this.#settings, clock).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    };
    const session = { compute, reads: new Reads(compute, this.#settings.network) };
    this.#sessions.set(clock, session);
    return session;
  }
}

function remoteOf({ network }: FlowContext): Cidr[] {
  const parsed = parseCidr(network.cidrBlock);
  return parsed.ok ? [parsed.cidr] : [];
}
