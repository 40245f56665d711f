import type { Cidr } from './cidr.js';
import { lineOf } from './cidr-set.js';
import type { Hop } from './hop.js';
import { goOn, type Option, type Place, stop } from './journey.js';
import { cutFlows } from './match.js';
import type { NetworkSide, PathSnapshot, Peering } from './snapshot.js';
import { toSpans } from './spans.js';

type Packet = Hop['packet'];

/** The peering itself: whether it carries anything. */
export function peeringPlace(peering: Peering, packet: Packet): Place {
  const hop = { kind: 'peering', packet, at: peering.id } as const;
  const up = goOn({ ...hop, why: `${peering.id} is ${peering.state}` });
  const down = stop({ ...hop, why: `${peering.id} is ${peering.state} and carries nothing` }, 'peering_down');
  const options = { yes: [up], no: [down], maybe: [up, down] }[peering.up];
  const doubts = [`whether ${peering.id} carries packets in the state ${peering.state}`];
  return (flows) => [{ flows, options, doubts }];
}

/** The far network's addresses: the peering carries no others. */
export function remoteAddressesPlace(remote: NetworkSide, packet: Packet): Place {
  const hop = { kind: 'far-side', packet, at: remote.id } as const;
  const inside = goOn({ ...hop, why: `the far end is an address of ${remote.id}` });
  const why = `the far end is no address of ${remote.id}, which has ${list(remote.cidrs)}`;
  return divided('remote', remote.cidrs, always(inside), always(stop({ ...hop, why }, 'not_remote')));
}

/** The customer's addresses that the far side knows a way to; when that is not visible, those that the peering carries. */
export function localAddressesPlace({ local, remote }: PathSnapshot, packet: Packet): Place {
  const hop = { kind: 'far-side', packet, at: remote.id } as const;
  const known = remote.back.kind === 'unknown' ? local.cidrs : remote.back.cidrs;
  const unrouted = `${remote.id} has no way back to this address; it has one to ${list(known)}`;
  const foreign = `the source address is not in ${list(local.cidrs)}, and the peering carries no other`;

  const carried = always(goOn({ ...hop, why: `${remote.id} has a way back to this address` }));
  const noWayBack = always(stop({ ...hop, why: unrouted }, 'no_way_back'));
  const snat = always(stop({ ...hop, why: foreign }, 'snat'));
  return divided('local', known, carried, divided('local', local.cidrs, noWayBack, snat));
}

/** What the far side does with the packets, when it does not show: the last thing on the way that can be unknown. */
export function farSidePlace({ remote }: PathSnapshot): Place {
  const why = `what ${remote.id} does with the packets: its routes and filters are not visible from this side`;
  return always(stop({ kind: 'far-side', packet: 'reply', at: remote.id, why }, 'far_side_unknown'));
}

/** A place that does the same to all flows. */
function always(option: Option): Place {
  return (flows) => [{ flows, options: [option], doubts: [] }];
}

/** A place that is one place for the flows with an address in `cidrs`, and another for the rest. */
function divided(side: 'local' | 'remote', cidrs: readonly Cidr[], inside: Place, outside: Place): Place {
  const addresses = toSpans(cidrs.map(lineOf));
  return (flows) => {
    const { taken, rest } = cutFlows(flows, { [side]: addresses });
    return [...(taken ? inside(taken) : []), ...rest.flatMap(outside)];
  };
}

function list(cidrs: readonly Cidr[]): string {
  return cidrs.length === 0 ? 'no address' : cidrs.join(', ');
}
