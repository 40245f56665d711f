import type { StopCode } from '../../path/hop.js';
import { fixFor } from '../path-fixes.js';
import type { Cause } from './cause.js';
import { cause, few, listed } from './cause.js';
import { from, type PathEvidence, to } from './path-evidence.js';

/** The winning route leads nowhere or somewhere else. */
export const pathNoRoute = cause('path_no_route', 'route', 'you', (e: PathEvidence) => ({
  summary: `${e.at} has no route to ${listed(few(e.remote))}: ${from(e)} cannot reach it.`,
  fix: fixFor('no_route', e, { text: `Add the route to the peering in ${e.at}.` }),
}));

/** Another route takes the packets. */
export const pathRouteElsewhere = cause('path_route_elsewhere', 'route', 'you', (e: PathEvidence) => ({
  summary: `In ${e.at} another route takes the packets from ${from(e)} to ${listed(few(e.remote))}: ${e.why}.`,
  fix: fixFor('route_elsewhere', e, {
    text: `Point ${e.by ?? 'that route'} at the peering, or remove it where the peering's own route is less specific.`,
  }),
}));

/** The winning route's target is gone or not up. */
export const pathBlackhole = cause('path_blackhole', 'route', 'you', (e: PathEvidence) => ({
  summary: `The route in ${e.at} that takes the packets from ${from(e)} drops them: ${e.why}.`,
  fix: fixFor('blackhole', e, { text: 'Point it at the live peering.' }),
}));

/** The peering carries nothing. */
export const pathPeeringDown = cause('path_peering_down', 'peering', 'you', (e: PathEvidence) => ({
  summary: `Peering ${e.peering} carries nothing: ${e.why}.`,
  fix: fixFor('peering_down', e, {
    text: 'Accept it, or make a new connection when it is deleted, rejected or expired.',
    command: 'dfcloud status',
  }),
}));

/** A filter stops the first packet. */
export const pathFiltered = cause('path_filtered', 'firewall', 'you', (e: PathEvidence) => ({
  summary: `${e.at} does not let ${from(e)} open connections to ${to(e)}: ${e.why}.`,
  fix: fixFor('filtered', e, { text: `Allow TCP ${e.port} to ${listed(few(e.network))} in ${e.at}.` }),
}));

/** A stateless filter stops the replies. */
export const pathReplyFiltered = cause('path_reply_filtered', 'firewall', 'you', (e: PathEvidence) => ({
  summary: `${e.at} stops the replies from ${to(e)} to ${from(e)}: ${e.why}.`,
  fix: fixFor('reply_filtered', e, {
    text: `${e.at} is stateless: allow TCP from ${listed(few(e.network))} to the ports 1024-65535 in, below the rule that denies it.`,
  }),
}));

/** The source's address cannot cross the peering. */
export const pathNotCarried = cause('path_not_carried', 'route', 'you', (e: PathEvidence) => ({
  summary: `The peering does not carry packets between ${from(e)} and ${listed(few(e.remote))}: ${e.why}.`,
  fix: fixFor('not_carried', e, {
    text: 'Let the packets leave with an address of the peered VPC, towards an address of the Dragonfly network.',
  }),
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
