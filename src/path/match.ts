import type { Cidr } from './cidr.js';
import { lineOf } from './cidr-set.js';
import { type PortRange, portSpans } from './port-range.js';
import { areApart, intersect, type Spans, subtract, toSpans } from './spans.js';

/** The protocol of a flow: its usual name, or its IANA number for the rest. */
export type Protocol = 'tcp' | 'udp' | 'icmp' | number;

/**
 * Which packets a rule or a route is meant for, seen from the customer's side: `local` is the customer's end and
 * `remote` the far end, whichever way the packet goes. What is left out does not restrict; an empty list matches
 * nothing. All conditions must hold, so what a cloud joins by "or" becomes several rules.
 */
export interface Match {
  /** The customer's end lies in one of these. */
  readonly local?: readonly Cidr[];
  /** The far end lies in one of these. */
  readonly remote?: readonly Cidr[];
  /** The flow is of this protocol. */
  readonly protocol?: Protocol;
  /** The port at the customer's end lies in one of these. */
  readonly localPorts?: readonly PortRange[];
  /** The port at the far end lies in one of these. */
  readonly remotePorts?: readonly PortRange[];
  /** Further conditions that could not be evaluated (a host name, an address group that may not be read), in words. */
  readonly unresolved?: readonly string[];
}

/** A set of flows: every combination of these addresses and ports. */
export interface Flows {
  /** What all of them speak. */
  readonly protocol: Protocol;
  /** Addresses at the customer's end. */
  readonly local: Spans;
  /** Addresses at the far end. */
  readonly remote: Spans;
  /** Ports at the customer's end. */
  readonly localPorts: Spans;
  /** Ports at the far end. */
  readonly remotePorts: Spans;
}

/** The sides of `Flows` that can be cut. */
export const SIDES = ['remote', 'remotePorts', 'local', 'localPorts'] as const;

/** One of `SIDES`. */
export type Side = (typeof SIDES)[number];

/** A match in the form that flows are cut by; a side that is left out is not cut. */
export type Cut = Readonly<Partial<Record<Side, Spans>>>;

/** What a cut leaves: the flows it takes, and the rest, in sets that do not overlap. */
export interface Halves {
  /** The flows inside of the cut; undefined when there are none. */
  readonly taken: Flows | undefined;
  /** The flows outside. */
  readonly rest: readonly Flows[];
}

/** The cut of a match for flows of one protocol; undefined when the match is for another protocol. No match cuts nothing. */
export function cutOf(match: Match | undefined, protocol: Protocol): Cut | undefined {
  if (!match) return {};
  if (match.protocol !== undefined && match.protocol !== protocol) return undefined;
  return {
    ...(match.local && { local: toSpans(match.local.map(lineOf)) }),
    ...(match.remote && { remote: toSpans(match.remote.map(lineOf)) }),
    ...(match.localPorts && { localPorts: portSpans(match.localPorts) }),
    ...(match.remotePorts && { remotePorts: portSpans(match.remotePorts) }),
  };
}

/** True when a cut surely takes none of the flows; a cheap question that most rules answer with yes. */
export function misses(flows: Flows, cut: Cut): boolean {
  for (const side of SIDES) {
    const wanted = cut[side];
    if (wanted && areApart(flows[side], wanted)) return true;
  }
  return false;
}

/** Divides flows into those inside and those outside of a cut. Nothing is lost, and nothing is in two parts. */
export function cutFlows(flows: Flows, cut: Cut): Halves {
  const rest: Flows[] = [];
  let taken = flows;
  for (const side of SIDES) {
    const wanted = cut[side];
    if (!wanted) continue;
    const inside = intersect(taken[side], wanted);
    if (inside.length === 0) return { taken: undefined, rest: [flows] };
    if (inside === taken[side]) continue;
    rest.push({ ...taken, [side]: subtract(taken[side], wanted) });
    taken = { ...taken, [side]: inside };
  }
  return { taken, rest };
}
