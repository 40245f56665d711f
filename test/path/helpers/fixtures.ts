import { type Cidr, cidr } from '../../../src/path/cidr.js';
import type { FilterLayer, Rule } from '../../../src/path/filter.js';
import type { Piece } from '../../../src/path/piece.js';
import type { Route, RouteStage, Target } from '../../../src/path/route.js';
import type { PathSnapshot, Source } from '../../../src/path/snapshot.js';
import { trace } from '../../../src/path/trace.js';

export const cidrs = (...texts: string[]): Cidr[] => texts.map(cidr);

export const PEERING: Target = { kind: 'peering', id: 'pcx-1' };
export const OTHER_PEERING: Target = { kind: 'peering', id: 'pcx-2' };
export const GATEWAY: Target = { kind: 'elsewhere', id: 'tgw-1' };
export const LOCAL: Target = { kind: 'local', id: 'vpc-1' };

/** A route to a target, usable, of rank 0. */
export function route(destination: string, target: Target = PEERING, more: Partial<Route> = {}): Route {
  return {
    id: `${destination} to ${target.id}`,
    destination: cidr(destination),
    rank: 0,
    targets: [target],
    usable: 'yes',
    ifUnusable: 'drop',
    origin: 'CreateRoute',
    ...more,
  };
}

/** A table as AWS has them: the longest prefix wins. */
export function table(...routes: Route[]): RouteStage {
  return { name: 'rtb-main', order: 'longest-prefix', routes };
}

/** A rule that applies. */
export function rule(
  id: string,
  action: Rule['action'],
  match: Rule['match'] = {},
  more: Partial<Rule> = {},
): Rule {
  return { id, action, match, applies: 'yes', ...more };
}

export function layer(
  id: string,
  stateful: boolean,
  fallback: FilterLayer['fallback'],
  ...rules: Rule[]
): FilterLayer {
  return { id, attachedTo: 'subnet-1', stateful, rules, fallback };
}

/** All security groups of an interface: stateful, only what a rule allows goes on. */
export const securityGroups = (...rules: Rule[]) => layer('sg-1', true, 'drop', ...rules);

/** A network ACL: stateless, the last word is no. */
export const networkAcl = (...rules: Rule[]) => layer('acl-1', false, 'drop', ...rules);

/** One source at 10.0.1.0/24 with a route to the peering and no filters, a far side that answers; change what matters. */
export function snapshot(source: Partial<Source> = {}, more: Partial<PathSnapshot> = {}): PathSnapshot {
  const local = cidrs('10.0.0.0/16');
  return {
    provider: 'aws',
    local: { id: 'vpc-1', cidrs: local },
    peering: { id: 'pcx-1', state: 'active', up: 'yes' },
    sources: [
      {
        id: 'subnet-1',
        cidrs: cidrs('10.0.1.0/24'),
        routing: [table(route('10.0.0.0/16', LOCAL), route('192.168.0.0/16'))],
        out: [],
        in: [],
        ...source,
      },
    ],
    remote: { id: 'df-1', cidrs: cidrs('192.168.0.0/16'), back: { kind: 'exchanged', cidrs: local } },
    gaps: [],
    ...more,
  };
}

/** Traces port 6379 from the only source, Linux ephemeral ports. */
export function traced(of: PathSnapshot, remote: readonly Cidr[] = of.remote.cidrs): Piece[] {
  return trace(of, {
    sourceId: 'subnet-1',
    remote,
    port: 6379,
    ephemeral: { from: 32_768, to: 60_999 },
  });
}

/** A piece on one line: far addresses, outcome, cause, and what decided last. */
export function told({ remote, outcome, cause }: Pick<Piece, 'remote' | 'outcome' | 'cause'>): string {
  const reason = cause ? ` ${cause.code} by ${cause.hop.by ?? cause.hop.at}` : '';
  return `${remote.join(' ')}: ${outcome}${reason}`;
}

/** What `trace` says, one line for each piece. */
export const story = (of: PathSnapshot, remote?: readonly Cidr[]) => traced(of, remote).map(told);
