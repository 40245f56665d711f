import type { Cidr } from './cidr.js';
import { lineOf, ofFamily } from './cidr-set.js';
import { type Journey, type Section, stop, travel } from './journey.js';
import type { Flows, Protocol } from './match.js';
import { type Piece, piecesOf } from './piece.js';
import { type PortRange, portSpans } from './port-range.js';
import type { Source } from './snapshot.js';
import { toSpans } from './spans.js';

/** Which connections to follow. */
export interface Survey {
  /** The customer's end. */
  readonly source: Source;
  /** The far addresses. */
  readonly remote: readonly Cidr[];
  /** The ports at the customer's end. */
  readonly localPorts: readonly PortRange[];
  /** The ports at the far end. */
  readonly remotePorts: readonly PortRange[];
  /** What they speak. */
  readonly protocol: Protocol;
}

/** Follows connections through places, each address family on its own, and sums up what becomes of them. */
export function survey(what: Survey, sections: readonly Section[]): Piece[] {
  const local = toSpans(what.source.cidrs.map(lineOf));
  const remote = toSpans(what.remote.map(lineOf));
  const ports = { localPorts: portSpans(what.localPorts), remotePorts: portSpans(what.remotePorts) };
  return ([4, 6] as const).flatMap((family) => {
    const flows: Flows = {
      protocol: what.protocol,
      local: ofFamily(family, local),
      remote: ofFamily(family, remote),
      ...ports,
    };
    if (flows.remote.length === 0) return [];
    const journeys =
      flows.local.length === 0 ? [noAddress(flows, what.source, family)] : travel(flows, sections);
    return piecesOf(flows, journeys);
  });
}

function noAddress(flows: Flows, source: Source, family: 4 | 6): Journey {
  const why = `${source.id} has no IPv${family} address`;
  const { hop, next } = stop({ kind: 'source', packet: 'first', at: source.id, why }, 'address_family');
  return { flows, endings: [{ hops: [hop], cause: { code: next, hop }, beside: false }], doubts: [] };
}
