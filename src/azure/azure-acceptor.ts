import type { PathSnapshot } from '../path/snapshot.js';
import type { Acceptor, FlowContext } from '../peering/acceptor.js';
import type { Finding } from '../peering/finding.js';
import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import type { Step } from '../peering/step.js';
import { AppFinder } from './app-finder.js';
import type { AzureClients } from './clients.js';
import { layOutAcceptance } from './lay-out-acceptance.js';
import { layOutPreparation } from './lay-out-preparation.js';
import { namesFor } from './names.js';
import { openAzure } from './open-azure.js';
import { type AzureAcceptorOptions, checkOptions, type Settings } from './options.js';
import { draftOf, peerOf } from './peer.js';
import { permissionsFor } from './permissions.js';
import { runChecks } from './preflight/run-checks.js';
import { Reads } from './reads.js';
import { takeSnapshot } from './snapshot.js';
import type { StepMeans } from './steps/means.js';
import { whyTooEarly } from './too-early.js';

type Connection = Parameters<NonNullable<Acceptor['tooEarly']>>[1];

/**
 * The customer's side of a peering on Azure: makes the application and the roles that both sides need, and no others,
 * makes the customer's half of the peering, and sees to the network security groups. Makes no call and loads no library
 * before it is used; no login of Azure's command line is read or changed.
 */
export class AzureAcceptor implements Acceptor {
  readonly provider = 'azure' as const;
  readonly #settings: Settings;
  readonly #clients: AzureClients;
  #means: StepMeans | undefined;

  /** @throws InvalidInputError when an option is not legal or not known. */
  constructor(options: AzureAcceptorOptions) {
    this.#settings = checkOptions(options);
    this.#clients = openAzure(this.#settings);
  }

  /** Azure Resource Manager, Microsoft Graph and Entra ID, as the options and the environment make them. */
  async endpoints(): Promise<readonly string[]> {
    const { arm, graph, entra } = this.#settings.endpoints;
    return [arm, graph, entra];
  }

  /** Looks for everything that would make a run fail: addresses, roles of the caller, registration, limits, locks. */
  async preflight(flow: FlowContext): Promise<Finding[]> {
    return runChecks(this.#meansFor(flow));
  }

  /** The application, its service principal and Dragonfly's, the roles of both, and the wait until these hold. */
  async prepare(flow: FlowContext): Promise<Step[]> {
    return layOutPreparation(this.#meansFor(flow));
  }

  /** The virtual network with its tenant, region and the application; undefined while there is no application. */
  async peer(flow: FlowContext): ReturnType<Acceptor['peer']> {
    return peerOf(this.#meansFor(flow), flow);
  }

  /** The same with a placeholder for the application's id while there is none. */
  async draft(flow: FlowContext): ReturnType<NonNullable<Acceptor['draft']>> {
    return draftOf(this.#meansFor(flow), flow);
  }

  /** Roles take effect some minutes after they are assigned: a connection made meanwhile fails for that alone. */
  async tooEarly(flow: FlowContext, connection: Connection): Promise<string | undefined> {
    return whyTooEarly(this.#meansFor(flow), flow, connection);
  }

  /** The customer's half of the peering, its sync, and the rules of the network security groups. */
  async accept(flow: FlowContext): Promise<Step[]> {
    return layOutAcceptance(this.#meansFor(flow));
  }

  /** Subnets, routes, groups and the peering, for the path model. What may not be read becomes a gap. */
  async snapshot(flow: FlowContext): Promise<PathSnapshot> {
    return takeSnapshot(this.#meansFor(flow));
  }

  /** What a run needs in Azure and in Entra ID: exactly that of the plan, or without one everything that it may need. */
  async requiredPermissions(verb: Verb, plan?: PeeringPlan): Promise<Permissions> {
    return permissionsFor(verb, this.#settings, plan);
  }

  /** One per run: what was read in a round is shared by all that belongs to the run. */
  #meansFor(flow: FlowContext): StepMeans {
    if (this.#means?.flow.network === flow.network && this.#means.flow.clock === flow.clock) {
      return { ...this.#means, flow };
    }
    const settings = this.#settings;
    const clients = this.#clients;
    const names = namesFor(settings, flow.network.id);
    const { vnetId } = names;
    const reads = new Reads(clients, { vnetId, subscriptionId: settings.subscriptionId }, flow.clock);
    const app = new AppFinder(clients, settings, names, flow.clock);
    this.#means = { flow, settings, names, clients, reads, app };
    return this.#means;
  }
}
