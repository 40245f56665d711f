import type { Cidr } from '../../../src/path/cidr.js';
import { CidrSet } from '../../../src/path/cidr-set.js';
import type { Place } from '../../../src/path/journey.js';
import type { Flows } from '../../../src/path/match.js';
import { portSpans } from '../../../src/path/port-range.js';
import { cidrs } from './fixtures.js';

/** TCP flows from any high local port to port 6379. */
export function flowsBetween(
  local: readonly Cidr[] = cidrs('10.0.1.0/24'),
  remote: readonly Cidr[] = cidrs('192.168.0.0/16'),
): Flows {
  return {
    protocol: 'tcp',
    local: CidrSet.of(local).spans,
    remote: CidrSet.of(remote).spans,
    localPorts: portSpans([{ from: 1024, to: 65_535 }]),
    remotePorts: portSpans([{ from: 6379, to: 6379 }]),
  };
}

/** What a place does to flows, one line for each turn: far and local addresses, then each option with its words. */
export function turnsOf(place: Place, flows: Flows = flowsBetween()): string[] {
  return place(flows).map((turn) => {
    const [remote, local] = [turn.flows.remote, turn.flows.local].map((side) =>
      CidrSet.fromSpans(side).cidrs().join(' '),
    );
    return `${remote} from ${local}: ${turn.options.map(({ next, hop }) => `${next} (${hop.why})`).join(' or ')}`;
  });
}
