import type { StopCode } from '../../path/hop.js';
import type { Cause } from './cause.js';
import { cause, few, listed } from './cause.js';

/** What a cause on the way through the customer's cloud speaks of. */
export type PathEvidence = {
  /** `aws`, `gcp` or `azure`. */
  readonly provider: string;
  /** The peering in the cloud's own word. */
  readonly peering: string;
  /** The far addresses that are concerned. */
  readonly remote: readonly string[];
  /** The blocks of the far network: what a route or rule is best made for. */
  readonly network: readonly string[];
  /** The TCP port. */
  readonly port: number;
  /** The subnets, or other sources, that are concerned. */
  readonly sources: readonly string[];
  /** The place that decides: a route table, a security group, a network ACL, the peering. */
  readonly at: string;
  /** The route or rule that decides, where there is one. */
  readonly by: string | null;
  /** The decision in words. */
  readonly why: string;
  /** What else would have to be known; only where nothing is decided. */
  readonly undecided: readonly string[];
};

const from = (e: PathEvidence) => listed(few(e.sources));
const to = (e: PathEvidence) => `${listed(few(e.remote))}:${e.port}`;

/** The winning route leads nowhere or somewhere else. */
export const pathNoRoute = cause('path_no_route', 'route', 'you', (e: PathEvidence) => ({
  summary: `${e.at} has no route to ${listed(few(e.remote))}: ${from(e)} cannot reach it.`,
  fix: { text: `Add the route to the peering in ${e.at}.`, ...routeCommand(e, 'create-route') },
}));

/** Another route takes the packets. */
export const pathRouteElsewhere = cause('path_route_elsewhere', 'route', 'you', (e: PathEvidence) => ({
  summary: `In ${e.at} another route takes the packets from ${from(e)} to ${listed(few(e.remote))}: ${e.why}.`,
  fix: {
    text: `Point ${e.by ?? 'that route'} at the peering, or remove it where the peering's own route is less specific.`,
    ...routeCommand(e, 'replace-route'),
  },
}));

/** The winning route's target is gone or not up. */
export const pathBlackhole = cause('path_blackhole', 'route', 'you', (e: PathEvidence) => ({
  summary: `The route in ${e.at} that takes the packets from ${from(e)} drops them: ${e.why}.`,
  fix: { text: 'Point it at the live peering.', ...routeCommand(e, 'replace-route') },
}));

/** The peering carries nothing. */
export const pathPeeringDown = cause('path_peering_down', 'peering', 'you', (e: PathEvidence) => ({
  summary: `Peering ${e.peering} carries nothing: ${e.why}.`,
  fix: {
    text: 'Accept it, or make a new connection when it is deleted, rejected or expired.',
    command: 'dfcloud status',
  },
}));

/** A filter stops the first packet. */
export const pathFiltered = cause('path_filtered', 'firewall', 'you', (e: PathEvidence) => ({
  summary: `${e.at} does not let ${from(e)} open connections to ${to(e)}: ${e.why}.`,
  fix: { text: `Allow TCP ${e.port} to ${listed(few(e.network))} in ${e.at}.`, ...filterCommand(e) },
}));

/** A stateless filter stops the replies. */
export const pathReplyFiltered = cause('path_reply_filtered', 'firewall', 'you', (e: PathEvidence) => ({
  summary: `${e.at} stops the replies from ${to(e)} to ${from(e)}: ${e.why}.`,
  fix: {
    text: `${e.at} is stateless: allow TCP from ${listed(few(e.network))} to the ports 1024-65535 in, below the rule that denies it.`,
  },
}));

/** The source's address cannot cross the peering. */
export const pathNotCarried = cause('path_not_carried', 'route', 'you', (e: PathEvidence) => ({
  summary: `The peering does not carry packets between ${from(e)} and ${listed(few(e.remote))}: ${e.why}.`,
  fix: {
    text: 'Let the packets leave with an address of the peered VPC, towards an address of the Dragonfly network.',
  },
}));

/** The far side cannot answer. */
export const pathNoWayBack = cause('path_no_way_back', 'route', 'dragonfly', (e: PathEvidence) => ({
  summary: `The far side has no route back to ${from(e)}: ${e.why}.`,
  fix: {
    text: `Ask the support of Dragonfly Cloud for the route back over ${e.peering}, and name the addresses of ${from(e)}.`,
  },
}));

/** Something could not be read or evaluated. */
export const pathUndecided = cause('path_undecided', 'route', 'you', (e: PathEvidence) => ({
  summary: `Whether ${from(e)} can reach ${to(e)} cannot be told: ${listed(few(e.undecided)) || e.why}.`,
  fix: {
    text: 'Run the same from a host in that subnet: a packet decides it. Or grant the permission that is missing.',
  },
}));

/** The cause for each reason why the path model stops. `far_side_unknown` is none: all that can be seen passes. */
export const PATH_CAUSES: Readonly<Record<Exclude<StopCode, 'far_side_unknown'>, Cause<PathEvidence>>> = {
  no_route: pathNoRoute,
  route_elsewhere: pathRouteElsewhere,
  route_local: pathRouteElsewhere,
  route_unknown: pathUndecided,
  appliance: pathUndecided,
  blackhole: pathBlackhole,
  peering_down: pathPeeringDown,
  address_family: pathNotCarried,
  not_remote: pathNotCarried,
  snat: pathNotCarried,
  no_way_back: pathNoWayBack,
  filter_out: pathFiltered,
  filter_in: pathFiltered,
  filter_return: pathReplyFiltered,
};

function routeCommand(e: PathEvidence, verb: 'create-route' | 'replace-route'): { command?: string } {
  const [destination] = e.network;
  if (e.provider !== 'aws' || !/^rtb-/.test(e.at) || destination === undefined) return {};
  return {
    command: `aws ec2 ${verb} --route-table-id ${e.at} --destination-cidr-block ${destination} --vpc-peering-connection-id ${e.peering}`,
  };
}

function filterCommand(e: PathEvidence): { command?: string } {
  const group = /\bsg-[0-9a-f]+/.exec(e.at)?.[0];
  const [destination] = e.network;
  if (group === undefined || destination === undefined) return {};
  return {
    command: `aws ec2 authorize-security-group-egress --group-id ${group} --ip-permissions IpProtocol=tcp,FromPort=${e.port},ToPort=${e.port},IpRanges='[{CidrIp=${destination}}]'`,
  };
}
