import type { Json } from '../json.js';
import type { GcpTables, GcpWorld } from './state/gcp-world.js';
import type { LearnedRoute, PeeringHalf, Resource } from './state/records.js';

/** An object as the snapshot shows it. */
type Shown = { readonly [key: string]: Json };

/**
 * Everything that exists in Google Cloud, by kind, in all projects, in the order of the paths. Numeric ids and times are
 * left out: they say when something was made, not what it is.
 */
export type GcpSnapshot = Readonly<Record<keyof GcpTables | 'learnedRoutes', readonly Shown[]>>;

/** A copy that later changes do not touch. Equal worlds print equally. */
export function gcpSnapshot(world: GcpWorld): GcpSnapshot {
  const { networks, subnetworks, routes, firewalls, firewallPolicies, instances } = world;
  const { routers, policyBasedRoutes, connectors, runServices, runJobs } = world;
  return {
    networks: shown(networks.all(), ({ peerings }) => ({ peerings: byName(peerings).map(half) })),
    subnetworks: shown(subnetworks.all()),
    routes: shown(routes.all()),
    firewalls: shown(firewalls.all()),
    firewallPolicies: shown(firewallPolicies.all()),
    instances: shown(instances.all()),
    routers: shown(routers.all()),
    policyBasedRoutes: shown(policyBasedRoutes.all()),
    connectors: shown(connectors.all()),
    runServices: shown(runServices.all()),
    runJobs: shown(runJobs.all()),
    learnedRoutes: world.learnedRoutes.map((route: LearnedRoute) => ({ ...route })),
  };
}

/** What is still being made is no part of the world yet. */
function shown<R extends Resource>(records: readonly R[], more: (record: R) => Shown = () => ({})): Shown[] {
  return records
    .filter(({ phase }) => phase !== 'creating')
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((record) => ({ path: record.path, ...plainEntries(record.fields), ...more(record) }));
}

function byName(halves: readonly PeeringHalf[]): PeeringHalf[] {
  return [...halves].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function half({
  name,
  peer,
  updateStrategy,
  options,
  effective,
  state,
  details,
  deletion,
}: PeeringHalf): Shown {
  return {
    name,
    peer,
    updateStrategy,
    options: { ...options },
    effective: { ...effective },
    state,
    details,
    deletion,
  };
}

function plainEntries(fields: object): Shown {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, plain(value)]),
  );
}

function plain(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? plainEntries(value) : null;
}
