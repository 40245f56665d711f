import { isSameNetwork } from '../compute/links.js';
import type { Connector, DirectEgress, Instance, Subnetwork, SubnetworkRef } from '../compute/model.js';
import type { FirewallSettings } from '../options.js';
import type { NetworkFacts } from './facts.js';
import type { Workload } from './workload.js';

/** The tags and service accounts that some rule or route speaks of: by the others nothing is told apart. */
export interface Distinctions {
  readonly tags: ReadonlySet<string>;
  readonly serviceAccounts: ReadonlySet<string>;
}

/**
 * Everything that packets can start from: for each subnet the VMs, grouped by what firewalls and routes can tell apart,
 * then the connectors and the services of Cloud Run. A subnet without a VM is there too, as one with the named targets.
 */
export function workloadsOf(facts: NetworkFacts, named: FirewallSettings | undefined): Workload[] {
  const subnets = (facts.subnets ?? []).filter(({ purpose, cidrs }) => isForVms(purpose) && cidrs.length > 0);
  const told = distinctionsOf(facts);
  const inSubnets = subnets.flatMap((subnet) => workloadsIn(subnet, facts.instances, told, named));
  const serverless = [...facts.regions.values()].flatMap(({ connectors, services }) => [
    ...connectors.flatMap((connector) => connectorWorkload(connector, facts)),
    ...services.flatMap((service) => serviceWorkload(service, facts)),
  ]);
  return [...inSubnets, ...serverless];
}

/** Proxies and service attachments have subnets of their own, in which no client runs. */
function isForVms(purpose: string): boolean {
  return purpose === 'PRIVATE' || purpose === '';
}

function distinctionsOf({ firewalls, regions, routes, policyRoutes }: NetworkFacts): Distinctions {
  const effective = [firewalls, ...[...regions.values()].map((region) => region.firewalls)];
  const rules = effective.flatMap((one) => one?.firewalls ?? []);
  const policyRules = effective.flatMap((one) => (one?.policies ?? []).flatMap((policy) => policy.rules));
  const tags = [...(routes ?? []), ...(policyRoutes ?? [])].flatMap((route) => route.tags);
  return {
    tags: new Set([...tags, ...rules.flatMap(({ targetTags }) => targetTags)]),
    serviceAccounts: new Set(
      [...rules, ...policyRules].flatMap(({ targetServiceAccounts }) => targetServiceAccounts),
    ),
  };
}

type Identity = Pick<Workload, 'tags' | 'serviceAccounts'>;

function workloadsIn(
  subnet: Subnetwork,
  instances: readonly Instance[] | undefined,
  told: Distinctions,
  named: FirewallSettings | undefined,
): Workload[] {
  const subnetId = idOf(subnet);
  const identities = instances ? identitiesIn(subnet, instances, told) : [];
  const unseen: Identity = {
    tags: given(named?.targetTags) ?? (instances && []),
    serviceAccounts: given(named?.targetServiceAccounts) ?? (instances && []),
  };
  const shown = identities.length > 0 ? identities : [unseen];
  return shown.map((identity) => ({
    ...identity,
    id: [subnetId, nameOf(identity)].filter((part) => part !== '').join('/'),
    subnetId,
    region: subnet.region,
    cidrs: rangesOf(subnet),
  }));
}

function given(names: readonly string[] | undefined): readonly string[] | undefined {
  return names && names.length > 0 ? names : undefined;
}

/** The different sets of tags and service accounts that VMs of a subnet have. */
function identitiesIn(subnet: Subnetwork, instances: readonly Instance[], told: Distinctions): Identity[] {
  const here = instances.filter(({ interfaces }) => interfaces.some((nic) => isIn(nic.subnetwork, subnet)));
  const identities = here.map(({ tags, serviceAccounts }) => ({
    tags: tags.filter((tag) => told.tags.has(tag)).sort(),
    serviceAccounts: serviceAccounts.filter((account) => told.serviceAccounts.has(account)).sort(),
  }));
  const different = new Map(identities.map((identity) => [nameOf(identity), identity]));
  return [...different.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identity]) => identity);
}

function nameOf({ tags = [], serviceAccounts = [] }: Identity): string {
  return [...tags, ...serviceAccounts].join('+');
}

/**
 * The network tags that every connector's machines carry, and those of one connector (documentation of Serverless VPC
 * Access, "Connector network tags").
 */
function connectorTags({ region, name }: Connector): string[] {
  return ['vpc-connector', `vpc-connector-${region}-${name}`];
}

function connectorWorkload(connector: Connector, facts: NetworkFacts): Workload[] {
  const { name, region, cidr, state } = connector;
  const place = placeOf(connector, facts);
  const cidrs = cidr ? [cidr] : place && rangesOf(place).slice(0, 1);
  if (!cidrs || !isOurs(connector, facts)) return [];
  const running = ['READY', 'UPDATING', ''].includes(state);
  return [
    {
      id: `${region}/connector:${name}`,
      ...(place && { subnetId: idOf(place) }),
      region,
      cidrs,
      tags: connectorTags(connector),
      serviceAccounts: [],
      outboundOnly: true,
      ...(!running && { broken: `connector ${name} is ${state}` }),
    },
  ];
}

function serviceWorkload(service: DirectEgress, facts: NetworkFacts): Workload[] {
  const place = placeOf(service, facts);
  if (!place || !isOurs(service, facts)) return [];
  const { name, region, tags } = service;
  return [
    {
      id: `${region}/service:${name}`,
      subnetId: idOf(place),
      region,
      cidrs: place.cidrs,
      tags,
      outboundOnly: true,
      // Whether a service counts as the account that it runs as is not said by the API.
      serviceAccounts: undefined,
    },
  ];
}

type Serverless = Pick<DirectEgress, 'network' | 'subnetwork' | 'region'>;

/** The subnet that it uses; a service that names the network only uses the subnet of the network's name. */
function placeOf({ network, subnetwork, region }: Serverless, facts: NetworkFacts): Subnetwork | undefined {
  return facts.subnets?.find((subnet) =>
    subnetwork ? isIn(subnetwork, subnet) : subnet.region === region && subnet.name === network?.name,
  );
}

function isOurs(one: Serverless, facts: NetworkFacts): boolean {
  if (!one.network || !facts.network) return placeOf(one, facts) !== undefined;
  return isSameNetwork(one.network, facts.network);
}

/** A subnet belongs to the project of its network; with Shared VPC that is the host project. */
function isIn(reference: SubnetworkRef | undefined, { region, name, network }: Subnetwork): boolean {
  if (reference?.region !== region || reference.name !== name) return false;
  return reference.projectId === network.projectId;
}

/** `us-central1/app`: a name is unique in its region only. */
function idOf({ region, name }: Subnetwork): string {
  return `${region}/${name}`;
}

/** All ranges of a subnet: those of VMs, then those of pods and services. */
export function rangesOf({ cidrs, secondary }: Subnetwork): Workload['cidrs'] {
  return [...cidrs, ...secondary.map(({ cidr }) => cidr)];
}
