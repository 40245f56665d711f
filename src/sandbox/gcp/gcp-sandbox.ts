import { parseCidr } from '../../path/cidr.js';
import { SandboxError } from '../sandbox-error.js';
import type { GcpConsistency } from './consistency.js';
import type { GcpContext } from './gcp-context.js';
import { DEFAULT_GCP_LIMITS, type GcpLimits } from './limits.js';
import { DEFAULT_TRAFFIC, type NewHalf } from './peering-life.js';
import type { Project } from './projects.js';
import { isRegion } from './regions.js';
import { newResource } from './state/lifecycle.js';
import type { HierarchicalPolicy, LearnedRoute, TrafficOptions } from './state/records.js';

/** A project of the sandbox. */
export interface GcpProject {
  /** The project's id. */
  readonly id: string;
  /** The bearer token of its identity, which may do everything in it until `permissions` says otherwise. A secret. */
  readonly accessToken: string;
}

/** How Dragonfly makes its half of a peering. */
export interface DragonflyPeerings extends Partial<TrafficOptions> {
  /** `INDEPENDENT` or `CONSENSUS`. @default 'INDEPENDENT' */
  readonly updateStrategy?: string;
}

/** What a test can do with the sandbox's Google Cloud beside calling its APIs. */
export interface GcpSandbox {
  /** The project whose token is in `sandbox.env`. */
  readonly defaultProjectId: string;
  /**
   * A project and its token, the vendor's too. @default the project of `sandbox.env`
   * @throws {SandboxError} `invalid_option`
   */
  project(id?: string): GcpProject;
  /** What the identity of a project may do: `compute.networks.get` and so on. Null allows everything again. */
  permissions(projectId: string, permissions: readonly string[] | null): void;
  /** Ends all tokens of a project's identity: requests with them are answered 401. `project` gives a new one. */
  expireTokens(projectId: string): void;
  /**
   * How far answers lag behind; replaces what was set before. `{}` for not at all.
   * @throws {SandboxError} `invalid_option`
   */
  consistency(knobs: GcpConsistency): void;
  /**
   * How much a project may have; what is not named stays as it was.
   * @throws {SandboxError} `invalid_option`
   */
  limits(projectId: string, limits: Partial<GcpLimits>): void;
  /** Switches a service of a project, `compute.googleapis.com`, on or off. */
  service(projectId: string, host: string, enabled: boolean): void;
  /**
   * Enforces `constraints/compute.restrictVpcPeering`: networks of the project may be peered with these only
   * (`projects/p/global/networks/n`, or `projects/p` for all of one project). Null ends it.
   */
  restrictPeering(projectId: string, allowed: readonly string[] | null): void;
  /**
   * A network learns a route by BGP.
   * @throws {SandboxError} `unknown_id`, `invalid_option`
   */
  learnRoute(route: LearnedRoute): void;
  /** The firewall policies above a project: the organization's first, then the folders' from the top. Replaces those before. */
  hierarchicalPolicies(projectId: string, policies: readonly HierarchicalPolicy[]): void;
  /** How Dragonfly makes its halves of peerings from now on. */
  dragonflyMakes(options: DragonflyPeerings): void;
  /**
   * A legacy network, which the API no longer makes.
   * @throws {SandboxError} `invalid_option`
   */
  legacyNetwork(projectId: string, name: string, range: string): void;
}

/** A project id, with the domain that old ones have in front: `example.com:app`. */
const PROJECT_ID = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
/** The project whose token a sandbox hands out. */
const DEFAULT_PROJECT_ID = 'customer-project';

const KNOBS = {
  notFoundMs: 'number',
  notFoundCalls: 'number',
  stalePeeringsMs: 'number',
  stalePeeringsCalls: 'number',
  pendingMs: 'number',
  impatientWait: 'boolean',
  operationsKeptMs: 'number',
  throttleEvery: 'number',
} as const satisfies Record<keyof GcpConsistency, string>;

/** `GcpSandbox` on the doubles. What each member does: see there. */
export class GcpControl implements GcpSandbox {
  readonly defaultProjectId = DEFAULT_PROJECT_ID;
  /** How Dragonfly makes its halves. */
  dragonflyPeerings: Pick<NewHalf, 'options' | 'updateStrategy'> = {
    options: DEFAULT_TRAFFIC,
    updateStrategy: 'INDEPENDENT',
  };
  readonly #gcp: GcpContext;

  constructor(gcp: GcpContext) {
    this.#gcp = gcp;
  }

  project(id: string = DEFAULT_PROJECT_ID): GcpProject {
    this.#projectOf(id);
    return { id, accessToken: this.#gcp.tokens.lasting(id) };
  }

  permissions(projectId: string, permissions: readonly string[] | null): void {
    this.#projectOf(projectId);
    this.#gcp.permissions.grant(projectId, permissions);
  }

  expireTokens(projectId: string): void {
    this.#gcp.tokens.revoke(projectId);
  }

  consistency(knobs: GcpConsistency): void {
    for (const [name, value] of Object.entries(knobs)) {
      const type = Object.entries(KNOBS).find(([knob]) => knob === name)?.[1];
      if (!type) throw refusal(`there is no knob ${name}`, `The knobs are ${Object.keys(KNOBS).join(', ')}.`);
      if (typeof value === type && (typeof value !== 'number' || value >= 0)) continue;
      throw refusal(
        `${name} is ${String(value)}`,
        `Give a ${type}${type === 'number' ? ', zero or more' : ''}.`,
      );
    }
    this.#gcp.consistency.configure(knobs);
  }

  limits(projectId: string, limits: Partial<GcpLimits>): void {
    for (const [name, value] of Object.entries(limits)) {
      if (!Object.hasOwn(DEFAULT_GCP_LIMITS, name)) {
        throw refusal(
          `there is no limit ${name}`,
          `The limits are ${Object.keys(DEFAULT_GCP_LIMITS).join(', ')}.`,
        );
      }
      if (!Number.isSafeInteger(value) || value < 0)
        throw refusal(`${name} is ${value}`, 'Give a whole number.');
    }
    this.#gcp.limits.change(projectId, limits);
  }

  service(projectId: string, host: string, enabled: boolean): void {
    const { disabledServices } = this.#projectOf(projectId);
    if (enabled) disabledServices.delete(host);
    else disabledServices.add(host);
  }

  restrictPeering(projectId: string, allowed: readonly string[] | null): void {
    this.#projectOf(projectId).peeringAllowed = allowed ?? undefined;
  }

  learnRoute(route: LearnedRoute): void {
    const { network, region, destRange, priority } = route;
    if (!this.#gcp.world.networks.get(network)) {
      throw new SandboxError(
        'unknown_id',
        `no network ${network} exists`,
        'See sandbox.world().gcp.networks.',
      );
    }
    if (!isRegion(region)) throw refusal(`${region} is no region`, 'Give one, such as us-central1.');
    checkBlock(destRange);
    if (!Number.isSafeInteger(priority)) throw refusal(`priority is ${priority}`, 'Give a whole number.');
    this.#gcp.world.learnedRoutes.push({ network, region, destRange, priority });
  }

  hierarchicalPolicies(projectId: string, policies: readonly HierarchicalPolicy[]): void {
    this.#projectOf(projectId);
    this.#gcp.world.hierarchy.set(projectId, structuredClone(policies));
  }

  dragonflyMakes({ updateStrategy = 'INDEPENDENT', ...options }: DragonflyPeerings): void {
    if (updateStrategy !== 'INDEPENDENT' && updateStrategy !== 'CONSENSUS') {
      throw refusal(`updateStrategy is ${updateStrategy}`, 'Give INDEPENDENT or CONSENSUS.');
    }
    this.dragonflyPeerings = { options: { ...DEFAULT_TRAFFIC, ...options }, updateStrategy };
  }

  legacyNetwork(projectId: string, name: string, range: string): void {
    checkBlock(range);
    const { world } = this.#gcp;
    const at = { project: this.#projectOf(projectId).id, scope: 'global', name };
    const record = newResource(this.#gcp, world.networks, at, {
      IPv4Range: range,
      gatewayIPv4: range.replace(/\d+\/\d+$/, '1'),
      routingConfig: { routingMode: 'REGIONAL', bgpBestPathSelectionMode: 'LEGACY' },
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
    });
    world.networks.add({ ...record, phase: 'ready', peerings: [] });
  }

  #projectOf(id: string): Project {
    if (PROJECT_ID.test(id)) return this.#gcp.projects.ensure(id);
    throw refusal(
      `${id} is no id of a Google Cloud project`,
      'Give 6 to 30 lower-case letters, digits and hyphens, a letter first: app-project.',
    );
  }
}

function checkBlock(text: string): void {
  if (!parseCidr(text).ok) throw refusal(`${text} is no CIDR block`, 'Give one, such as 10.0.0.0/8.');
}

function refusal(message: string, fix: string): SandboxError {
  return new SandboxError('invalid_option', message, fix);
}
