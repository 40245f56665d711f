import {
  type Block,
  type LayerSpec,
  type MatchSpec,
  type NetworkSpec,
  type RouteSpec,
  type StageSpec,
  type TargetSpec,
  WORLD,
} from './random-network.js';

/** One connection of the small world. */
export interface Flow {
  local: number;
  remote: number;
  localPort: number;
  remotePort: number;
}

/** What may become of it, and every reason why it may stop. */
export interface Verdict {
  outcome: 'passes' | 'blocked' | 'mixed' | 'unknown';
  codes: Set<string>;
}

/**
 * Sends single packets through the description of a network, rule by rule, with plain numbers and no set of anything:
 * slow and obvious. Whatever is not known is tried both ways, each combination being a world of its own.
 */
export function simulate(network: NetworkSpec, flow: Flow, direction: 'trace' | 'exposure'): Verdict {
  const codes = new Set<string>();
  const outcomes = new Set<Verdict['outcome']>();
  forEachChoice((decide) => {
    const ends = new Set<'passes' | 'blocked' | 'unknown'>();
    forEachChoice((hash) => {
      const end =
        direction === 'trace' ? openOut(network, flow, decide, hash) : openIn(network, flow, decide, hash);
      if (end !== 'passes') codes.add(end);
      ends.add(end === 'passes' ? end : UNSEEN.includes(end) ? 'unknown' : 'blocked');
    });
    outcomes.add(all(ends));
  });
  const [only] = outcomes;
  return { outcome: only && outcomes.size === 1 ? only : 'unknown', codes };
}

/** The outcome of flows that exist side by side. */
export function all(outcomes: Set<Verdict['outcome']>): Verdict['outcome'] {
  const [only] = outcomes;
  if (only && outcomes.size === 1) return only;
  return outcomes.has('unknown') ? 'unknown' : 'mixed';
}

const UNSEEN = ['route_unknown', 'appliance', 'far_side_unknown'];

type Choose = (what: string, ways: number) => number;

/** Runs `body` once for each combination of the choices that it asks for. */
function forEachChoice(body: (choose: Choose) => void): void {
  let script: number[] = [];
  for (;;) {
    const taken: { way: number; ways: number }[] = [];
    const known = new Map<string, number>();
    body((what, ways) => {
      const before = known.get(what);
      if (before !== undefined) return before;
      const way = script[taken.length] ?? 0;
      taken.push({ way, ways });
      known.set(what, way);
      return way;
    });
    while (taken.length > 0 && (taken.at(-1)?.way ?? 0) + 1 >= (taken.at(-1)?.ways ?? 0)) taken.pop();
    const last = taken.at(-1);
    if (!last) return;
    script = [...taken.slice(0, -1).map(({ way }) => way), last.way + 1];
  }
}

function openOut(network: NetworkSpec, flow: Flow, decide: Choose, hash: Choose): string {
  const routed = route(network, flow, decide, hash);
  if (routed !== 'ours') return routed;
  if (!allowed(network.out, flow, decide, 'out')) return 'filter_out';
  if (!isUp(network, decide)) return 'peering_down';
  if (!inside(network.remoteCarried, flow.remote, WORLD.remoteBits)) return 'not_remote';
  const back = wayBack(network, flow);
  if (back !== 'yes') return back;
  const stateless = network.in.filter(({ stateful }) => !stateful);
  if (!allowed(stateless, flow, decide, 'in')) return 'filter_return';
  return network.back ? 'passes' : 'far_side_unknown';
}

function openIn(network: NetworkSpec, flow: Flow, decide: Choose, hash: Choose): string {
  if (!isUp(network, decide)) return 'peering_down';
  if (!inside(network.remoteCarried, flow.remote, WORLD.remoteBits)) return 'not_remote';
  const back = wayBack(network, flow);
  if (back !== 'yes') return back;
  if (!allowed(network.in, flow, decide, 'in')) return 'filter_in';
  const routed = route(network, flow, decide, hash);
  if (routed !== 'ours') return routed;
  const stateless = network.out.filter(({ stateful }) => !stateful);
  return allowed(stateless, flow, decide, 'out') ? 'passes' : 'filter_return';
}

function isUp({ up }: NetworkSpec, decide: Choose): boolean {
  return up === 'yes' || (up === 'maybe' && decide('up', 2) === 1);
}

function wayBack({ back, localCarried }: NetworkSpec, flow: Flow): 'yes' | 'no_way_back' | 'snat' {
  if (inside(back ?? localCarried, flow.local, WORLD.localBits)) return 'yes';
  return inside(localCarried, flow.local, WORLD.localBits) ? 'no_way_back' : 'snat';
}

/** 'ours', or the reason why the packet does not get to the peering. */
function route(network: NetworkSpec, flow: Flow, decide: Choose, hash: Choose): string {
  for (const [index, stage] of network.stages.entries()) {
    const end = routeInStage(network, stage, `stage ${index}`, flow, decide, hash);
    if (end !== 'next') return end;
  }
  return 'no_route';
}

function routeInStage(
  network: NetworkSpec,
  stage: StageSpec,
  name: string,
  flow: Flow,
  decide: Choose,
  hash: Choose,
): string {
  let left = stage.routes
    .map((spec, index) => ({ spec, id: `${name} route ${index}` }))
    .filter(({ spec }) => inside([spec.destination], flow.remote, WORLD.remoteBits))
    .filter(({ spec, id }) => !spec.when || matches(spec.when, flow, decide, id))
    .map((entry) => ({ ...entry, alive: isAlive(entry.spec, entry.id, decide) }))
    .filter(({ spec, alive }) => alive || spec.ifUnusable === 'drop');
  if (!stage.listed && left.length > 0) {
    const longest = Math.max(...left.map(({ spec }) => spec.destination.bits));
    left = left.filter(({ spec }) => spec.destination.bits === longest);
    const lowest = Math.min(...left.map(({ spec }) => spec.rank));
    left = left.filter(({ spec }) => spec.rank === lowest);
  }
  const winner = left[stage.listed || left.length < 2 ? 0 : decide(`tie in ${name}`, left.length)];
  if (!winner) return 'next';
  const { spec, id, alive } = winner;
  if (!alive) return network.up === 'no' && spec.targets.includes('ours') ? 'peering_down' : 'blackhole';
  const pick = spec.pick === 'once' ? decide : hash;
  return END_OF[spec.targets[pick(`target of ${id}`, spec.targets.length)] ?? 'drop'];
}

const END_OF: Record<TargetSpec, string> = {
  ours: 'ours',
  next: 'next',
  'other-peering': 'route_elsewhere',
  gateway: 'route_elsewhere',
  local: 'route_local',
  appliance: 'appliance',
  unknown: 'route_unknown',
  drop: 'blackhole',
};

function isAlive({ usable }: RouteSpec, id: string, decide: Choose): boolean {
  return usable === 'yes' || (usable === 'maybe' && decide(`${id} alive`, 2) === 1);
}

function allowed(layers: LayerSpec[], flow: Flow, decide: Choose, name: string): boolean {
  for (const [index, layer] of layers.entries()) {
    const action = rule(layer, flow, decide, `${name} ${index}`)?.action ?? layer.fallback;
    if (action === 'drop') return false;
    if (action === 'accept') return true;
  }
  return true;
}

function rule(layer: LayerSpec, flow: Flow, decide: Choose, name: string) {
  return layer.rules.find(({ applies, match }, index) => {
    if (applies === 'no' || !matches(match, flow, decide, `${name} rule ${index}`)) return false;
    return applies === 'yes' || decide(`${name} rule ${index} applies`, 2) === 1;
  });
}

function matches(match: MatchSpec, flow: Flow, decide: Choose, name: string): boolean {
  if (match.protocol === 'udp') return false;
  if (match.local && !inside(match.local, flow.local, WORLD.localBits)) return false;
  if (match.remote && !inside(match.remote, flow.remote, WORLD.remoteBits)) return false;
  if (match.localPorts && !match.localPorts.some(between(flow.localPort))) return false;
  if (match.remotePorts && !match.remotePorts.some(between(flow.remotePort))) return false;
  return !match.unresolved || decide(`${name} resolved`, 2) === 1;
}

const between =
  (port: number) =>
  ({ from, to }: { from: number; to: number }) =>
    from <= port && port <= to;

function inside(blocks: Block[], address: number, width: number): boolean {
  return blocks.some(({ base, bits }) => base >> (width - bits) === address >> (width - bits));
}
