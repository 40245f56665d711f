import type { Cidr } from '../../path/cidr.js';
import type { Match, Protocol } from '../../path/match.js';
import type { FirewallDirection, Layer4 } from '../compute/model.js';

/** Which packets a rule is for, before targets and special conditions. */
export interface RuleScope {
  readonly direction: FirewallDirection;
  readonly layer4: readonly Layer4[];
  /** Blocks at the customer's end; none: all. */
  readonly local: readonly Cidr[];
}

/** One match for each protocol that a rule names: a match holds one protocol only. The far end is left open. */
export function matchesOf({ direction, layer4, local }: RuleScope): Match[] {
  const all: readonly Layer4[] = [{ protocol: 'all', ports: [] }];
  return (layer4.length > 0 ? layer4 : all).map(({ protocol, ports }) => {
    const name = protocolOf(protocol);
    return {
      ...(name !== undefined && { protocol: name }),
      ...(local.length > 0 && { local }),
      // The ports of a rule are those of the packet's destination: far ones on the way out, own ones on the way in.
      ...(ports.length > 0 && (direction === 'EGRESS' ? { remotePorts: ports } : { localPorts: ports })),
    };
  });
}

/** The names that Google takes beside numbers. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  ipip: 94,
  esp: 50,
  ah: 51,
  sctp: 132,
};

/** Undefined: all protocols. */
function protocolOf(name: string): Protocol | undefined {
  return name === 'all' ? undefined : (PROTOCOLS[name] ?? Number(name));
}

/** The lowest priority number first; at an equal one a denial goes before an allowance. */
export function byPriority<R extends { readonly priority: number; readonly action: string }>(
  rules: readonly R[],
): R[] {
  const denies = ({ action }: R) => (action === 'deny' ? 0 : 1);
  return [...rules].sort((a, b) => a.priority - b.priority || denies(a) - denies(b));
}
