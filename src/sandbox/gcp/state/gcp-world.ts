import type { FirewallPolicy } from './firewall-policy-record.js';
import type { Instance } from './instance-record.js';
import type {
  Firewall,
  HierarchicalPolicy,
  LearnedRoute,
  Network,
  Other,
  Route,
  Subnetwork,
} from './records.js';
import { Table } from './table.js';

/** Everything that exists in all projects. A kind of object joins with a table. */
export interface GcpTables {
  readonly networks: Table<Network>;
  readonly subnetworks: Table<Subnetwork>;
  readonly routes: Table<Route>;
  readonly firewalls: Table<Firewall>;
  /** Global and regional network firewall policies. */
  readonly firewallPolicies: Table<FirewallPolicy>;
  readonly instances: Table<Instance>;
  readonly routers: Table<Other>;
  readonly policyBasedRoutes: Table<Other>;
  /** Connectors of Serverless VPC Access. */
  readonly connectors: Table<Other>;
  readonly runServices: Table<Other>;
  readonly runJobs: Table<Other>;
}

/** The tables, and what no call of the API makes. */
export interface GcpWorld extends GcpTables {
  readonly learnedRoutes: LearnedRoute[];
  /** By project id, the policies above it: the organization's first, then the folders' from the top. */
  readonly hierarchy: Map<string, readonly HierarchicalPolicy[]>;
}

/** A world in which nothing exists. */
export function emptyGcpWorld(): GcpWorld {
  return {
    networks: new Table('networks', 'network', 'compute#network'),
    subnetworks: new Table('subnetworks', 'subnetwork', 'compute#subnetwork'),
    routes: new Table('routes', 'route', 'compute#route'),
    firewalls: new Table('firewalls', 'firewall', 'compute#firewall'),
    firewallPolicies: new Table('firewallPolicies', 'firewall_policy', 'compute#firewallPolicy'),
    instances: new Table('instances', 'instance', 'compute#instance'),
    routers: new Table('routers', 'router', 'compute#router'),
    policyBasedRoutes: new Table('policyBasedRoutes', 'route', 'networkconnectivity#policyBasedRoute'),
    connectors: new Table('connectors', 'connector', 'vpcaccess#connector'),
    runServices: new Table('services', 'service', 'run#service'),
    runJobs: new Table('jobs', 'job', 'run#job'),
    learnedRoutes: [],
    hierarchy: new Map(),
  };
}
