import { Cidr } from '../../../src/path/cidr.js';
import type { FilterLayer } from '../../../src/path/filter.js';
import type { Match } from '../../../src/path/match.js';
import type { PortRange } from '../../../src/path/port-range.js';
import type { Route, RouteStage, Target } from '../../../src/path/route.js';
import type { PathSnapshot } from '../../../src/path/snapshot.js';
import {
  type Block,
  type LayerSpec,
  type MatchSpec,
  type NetworkSpec,
  type Ports,
  type RouteSpec,
  type StageSpec,
  type TargetSpec,
  WORLD,
} from './random-network.js';

/** Where the small world lies in the real address space. */
export interface Place {
  family: 4 | 6;
  local: bigint;
  remote: bigint;
}

export const PLACES: Record<'IPv4' | 'IPv6', Place> = {
  IPv4: { family: 4, local: 0x0a000000n, remote: 0xc0a80000n },
  IPv6: { family: 6, local: 0xfd00n << 112n, remote: 0xfd01n << 112n },
};

export const LOCAL_PORT = 40_000;
export const REMOTE_PORT = 6379;

export const localAddress = (place: Place, address: number) =>
  blockAt(place, 'local', address, WORLD.localBits);
export const remoteAddress = (place: Place, address: number) =>
  blockAt(place, 'remote', address, WORLD.remoteBits);

export function toSnapshot(network: NetworkSpec, place: Place): PathSnapshot {
  const local = (blocks: Block[]) => blocks.map((block) => blockAt(place, 'local', block.base, block.bits));
  const remote = (blocks: Block[]) => blocks.map((block) => blockAt(place, 'remote', block.base, block.bits));
  return {
    provider: 'aws',
    local: { id: 'vpc-local', cidrs: local(network.localCarried) },
    peering: { id: 'pcx-ours', state: 'active', up: network.up },
    sources: [
      {
        id: 'source',
        cidrs: local([{ base: 0, bits: 0 }]),
        routing: network.stages.map((stage, index) => toStage(stage, index, place)),
        out: network.out.map((layer, index) => toLayer(layer, `out-${index}`, place)),
        in: network.in.map((layer, index) => toLayer(layer, `in-${index}`, place)),
      },
    ],
    remote: {
      id: 'vpc-remote',
      cidrs: remote(network.remoteCarried),
      back: network.back ? { kind: 'read', cidrs: local(network.back) } : { kind: 'unknown' },
    },
    gaps: [],
  };
}

function blockAt(place: Place, side: 'local' | 'remote', base: number, bits: number): Cidr {
  const width = side === 'local' ? WORLD.localBits : WORLD.remoteBits;
  const all = place.family === 4 ? 32 : 128;
  return Cidr.around(place.family, place[side] + BigInt(base), all - width + bits);
}

function toStage({ listed, routes }: StageSpec, index: number, place: Place): RouteStage {
  return {
    name: `stage-${index}`,
    order: listed ? 'listed' : 'longest-prefix',
    routes: routes.map((route, position) => toRoute(route, `route-${index}-${position}`, place)),
  };
}

function toRoute(spec: RouteSpec, id: string, place: Place): Route {
  const [first = 'drop', ...more] = spec.targets;
  return {
    id,
    destination: blockAt(place, 'remote', spec.destination.base, spec.destination.bits),
    ...(spec.when && { when: toMatch(spec.when, place) }),
    rank: spec.rank,
    targets: [toTarget(first), ...more.map(toTarget)],
    pick: spec.pick,
    usable: spec.usable,
    ifUnusable: spec.ifUnusable,
    origin: 'static',
  };
}

function toTarget(spec: TargetSpec): Target {
  if (spec === 'ours') return { kind: 'peering', id: 'pcx-ours' };
  if (spec === 'other-peering') return { kind: 'peering', id: 'pcx-other' };
  if (spec === 'gateway') return { kind: 'elsewhere', id: 'tgw' };
  if (spec === 'next') return { kind: 'next-stage', id: 'default-routing' };
  return { kind: spec, id: spec };
}

function toLayer(spec: LayerSpec, id: string, place: Place): FilterLayer {
  return {
    id,
    attachedTo: 'subnet',
    stateful: spec.stateful,
    fallback: spec.fallback,
    rules: spec.rules.map(({ action, match, applies }, index) => ({
      id: `${id}-rule-${index}`,
      action,
      match: toMatch(match, place),
      applies,
    })),
  };
}

function toMatch(spec: MatchSpec, place: Place): Match {
  const { local, remote, protocol, localPorts, remotePorts, unresolved } = spec;
  return {
    ...(local && { local: local.map(({ base, bits }) => blockAt(place, 'local', base, bits)) }),
    ...(remote && { remote: remote.map(({ base, bits }) => blockAt(place, 'remote', base, bits)) }),
    ...(protocol && { protocol }),
    ...(localPorts && { localPorts: localPorts.map((ports) => shift(ports, LOCAL_PORT)) }),
    ...(remotePorts && { remotePorts: remotePorts.map((ports) => shift(ports, REMOTE_PORT)) }),
    ...(unresolved && { unresolved: ['a name that nobody could resolve'] }),
  };
}

function shift({ from, to }: Ports, by: number): PortRange {
  return { from: from + by, to: to + by };
}
