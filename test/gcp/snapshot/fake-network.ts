import { CloudRefusedError } from '../../../src/errors/index.js';
import type { Compute } from '../../../src/gcp/compute/compute.js';
import type * as model from '../../../src/gcp/compute/model.js';
import type { Settings } from '../../../src/gcp/options.js';
import { PeeringFinder } from '../../../src/gcp/peering-finder.js';
import { Reads } from '../../../src/gcp/reads.js';
import type { StepMeans } from '../../../src/gcp/steps/means.js';
import { systemClock } from '../../../src/internal/clock.js';
import { cidr } from '../../../src/path/cidr.js';

export const REMOTE = cidr('192.168.0.0/16');
export const PEERING = 'dfcloud-1';
const NETWORK: model.NetworkRef = { projectId: 'acme', name: 'app-vpc' };
const FAR: model.NetworkRef = { projectId: 'dragonfly-prod', name: 'vpc-net-1' };

/** A subnet with one /24. */
export function subnetFixture(changes: Partial<model.Subnetwork> = {}): model.Subnetwork {
  return {
    name: 'app',
    region: 'us-central1',
    network: NETWORK,
    cidrs: [cidr('10.0.0.0/24')],
    secondary: [],
    purpose: 'PRIVATE',
    overlapsAllowed: false,
    ...changes,
  };
}

/** This side's half of the peering, active. */
export function peeringFixture(changes: Partial<model.NetworkPeering> = {}): model.NetworkPeering {
  return {
    name: PEERING,
    network: FAR,
    state: 'ACTIVE',
    stateDetails: 'Connected.',
    importCustomRoutes: false,
    exportCustomRoutes: false,
    exportSubnetRoutesWithPublicIp: true,
    importSubnetRoutesWithPublicIp: false,
    stackType: 'IPV4_ONLY',
    updateStrategy: 'INDEPENDENT',
    ...changes,
  };
}

/** A VPC firewall rule: a deny of everything that leaves. */
export function firewallFixture(changes: Partial<model.Firewall> = {}): model.Firewall {
  return {
    name: 'deny-out',
    network: NETWORK,
    direction: 'EGRESS',
    priority: 1000,
    disabled: false,
    action: 'deny',
    layer4: [{ protocol: 'all', ports: [] }],
    sourceRanges: [],
    sourceTags: [],
    sourceServiceAccounts: [],
    destinationRanges: [cidr('0.0.0.0/0')],
    targetTags: [],
    targetServiceAccounts: [],
    description: '',
    ...changes,
  };
}

/** A rule of a firewall policy: a deny of everything that leaves. */
export function policyRuleFixture(changes: Partial<model.PolicyRule> = {}): model.PolicyRule {
  return {
    name: '',
    priority: 1000,
    action: 'deny',
    direction: 'EGRESS',
    disabled: false,
    sourceRanges: [],
    destinationRanges: [cidr('0.0.0.0/0')],
    layer4: [{ protocol: 'all', ports: [] }],
    conditions: {},
    targetServiceAccounts: [],
    targetSecureTags: [],
    targetResources: [],
    unknownTargets: [],
    ...changes,
  };
}

/** A firewall policy of one type. */
export function policyFixture(type: string, ...rules: readonly model.PolicyRule[]): model.FirewallPolicy {
  return { name: `policy-${type}`, title: `policy-${type}`, type, rules };
}

/** A static route to the internet. */
export function routeFixture(changes: Partial<model.Route> = {}): model.Route {
  return {
    name: 'default-route',
    network: NETWORK,
    destination: cidr('0.0.0.0/0'),
    priority: 1000,
    tags: [],
    nextHop: { kind: 'gateway', id: 'default-internet-gateway' },
    type: 'STATIC',
    status: 'ACTIVE',
    warnings: [],
    ...changes,
  };
}

/** A policy-based route to a load balancer. */
export function policyRouteFixture(changes: Partial<model.PolicyBasedRoute> = {}): model.PolicyBasedRoute {
  return {
    name: 'to-firewall',
    network: NETWORK,
    priority: 1000,
    protocol: 'ALL',
    nextHopIp: '10.0.0.9',
    tags: [],
    ...changes,
  };
}

/** A running VM in the fixture subnet. */
export function instanceFixture(changes: Partial<model.Instance> = {}): model.Instance {
  const subnetwork = { projectId: 'acme', region: 'us-central1', name: 'app' };
  return {
    name: 'vm-1',
    zone: 'us-central1-a',
    status: 'RUNNING',
    tags: [],
    serviceAccounts: [],
    interfaces: [{ name: 'nic0', network: NETWORK, subnetwork, aliases: [] }],
    ...changes,
  };
}

/** A route that the peering exchanges. */
export function exchangedFixture(
  destination: string,
  changes: Partial<model.PeeringRoute> = {},
): model.PeeringRoute {
  return {
    destination: cidr(destination),
    type: 'SUBNET_PEERING_ROUTE',
    priority: 0,
    imported: true,
    ...changes,
  };
}

/** An error of Google. */
export function refusal(cloudCode: string, operation: string): CloudRefusedError {
  return new CloudRefusedError({ message: cloudCode, fix: 'x' }, { provider: 'gcp', operation, cloudCode });
}

/** A network in memory, in which everything passes; tests break one thing. */
export class FakeNetwork {
  readonly calls: string[] = [];
  readonly failures = new Map<string, unknown>();
  enforcementOrder = 'AFTER_CLASSIC_FIREWALL';
  peerings = [peeringFixture()];
  subnets = [subnetFixture()];
  routes = [routeFixture()];
  policyRoutes: model.PolicyBasedRoute[] = [];
  instances = [instanceFixture()];
  firewalls: model.Firewall[] = [];
  policies: model.FirewallPolicy[] = [];
  regionalPolicies: model.FirewallPolicy[] = [];
  incoming = [exchangedFixture('192.168.0.0/16')];
  outgoing = [exchangedFixture('10.0.0.0/24')];
  connectors: model.Connector[] = [];
  services: model.DirectEgress[] = [];

  get means(): StepMeans {
    const settings = { ...NETWORK, network: NETWORK.name, firewall: undefined, timeoutMs: 1000 };
    return this.meansFor(settings);
  }

  meansFor(settings: Settings): StepMeans {
    const compute = async () => this.#compute();
    const flow: StepMeans['flow'] = {
      network: {
        id: 'net_1',
        name: 'net',
        status: 'active',
        location: { provider: 'gcp', region: 'us-central1' },
        cidrBlock: String(REMOTE),
        vpc: { accountId: FAR.projectId, resourceId: FAR.name },
        raw: {},
      },
      connection: () => undefined,
      signal: undefined,
      emit: () => undefined,
      clock: systemClock,
      round: {},
    };
    const reads = new Reads(compute, NETWORK.name);
    return { flow, settings, reads, finder: new PeeringFinder(reads, flow, settings), compute };
  }

  #compute(): Compute {
    const read =
      <A extends unknown[], T>(name: string, give: (...question: A) => T) =>
      async (...question: A): Promise<T> => {
        this.calls.push([name, ...question.filter(Boolean).map((part) => JSON.stringify(part))].join(' '));
        if (this.failures.has(name)) throw this.failures.get(name);
        return give(...question);
      };
    const never = async () => {
      throw new TypeError('a snapshot does not make this call');
    };
    return {
      endpoints: () => [],
      network: read('network', () => this.#network()),
      subnetworks: read('subnetworks', () => this.subnets),
      routes: read('routes', () => this.routes),
      peeringRoutes: read('peeringRoutes', ({ direction }: { direction: model.RouteDirection }) =>
        direction === 'INCOMING' ? this.incoming : this.outgoing,
      ),
      effectiveFirewalls: read('effectiveFirewalls', () => this.#effective(this.policies)),
      regionalEffectiveFirewalls: read('regionalEffectiveFirewalls', () =>
        this.#effective([...this.policies, ...this.regionalPolicies]),
      ),
      instances: read('instances', () => this.instances),
      policyBasedRoutes: read('policyBasedRoutes', () => this.policyRoutes),
      connectors: read('connectors', (region: string) =>
        this.connectors.filter((one) => one.region === region),
      ),
      directEgress: read('directEgress', (region: string) =>
        this.services.filter((one) => one.region === region),
      ),
      firewalls: never,
      testPermissions: never,
      addPeering: never,
      updatePeering: never,
      removePeering: never,
      requestRemovePeering: never,
      insertFirewall: never,
      patchFirewall: never,
      deleteFirewall: never,
    };
  }

  #network(): model.Network {
    const { enforcementOrder, peerings } = this;
    return { ...NETWORK, autoMode: false, mtu: 1460, routingMode: 'REGIONAL', enforcementOrder, peerings };
  }

  #effective(policies: readonly model.FirewallPolicy[]): model.EffectiveFirewalls {
    return { firewalls: this.firewalls, policies };
  }
}
