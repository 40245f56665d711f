import fc from 'fast-check';

/**
 * A small world in plain numbers: 4 local addresses, 16 far addresses, 4 local ports, 2 far ports. The simulator works
 * on this description, and `toSnapshot` turns the same into what the path model takes.
 */
export const WORLD = { localBits: 2, remoteBits: 4, localPorts: 4, remotePorts: 2 } as const;

/** A block: its `bits` leading bits are those of `base`. */
export interface Block {
  base: number;
  bits: number;
}

export interface Ports {
  from: number;
  to: number;
}

export interface MatchSpec {
  local: Block[] | undefined;
  remote: Block[] | undefined;
  protocol: 'tcp' | 'udp' | undefined;
  localPorts: Ports[] | undefined;
  remotePorts: Ports[] | undefined;
  unresolved: boolean;
}

export type Knowledge = 'yes' | 'no' | 'maybe';

export interface RouteSpec {
  destination: Block;
  when: MatchSpec | undefined;
  rank: number;
  targets: TargetSpec[];
  pick: 'per-flow' | 'once';
  usable: Knowledge;
  ifUnusable: 'drop' | 'skip';
}

export type TargetSpec =
  | 'ours'
  | 'other-peering'
  | 'local'
  | 'gateway'
  | 'appliance'
  | 'drop'
  | 'next'
  | 'unknown';

export interface StageSpec {
  listed: boolean;
  routes: RouteSpec[];
}

export interface RuleSpec {
  action: 'continue' | 'accept' | 'drop';
  match: MatchSpec;
  applies: Knowledge;
}

export interface LayerSpec {
  stateful: boolean;
  rules: RuleSpec[];
  fallback: 'continue' | 'accept' | 'drop';
}

export interface NetworkSpec {
  stages: StageSpec[];
  out: LayerSpec[];
  in: LayerSpec[];
  up: Knowledge;
  /** What the peering carries; what the far side knows a way back to (undefined: not visible). */
  localCarried: Block[];
  remoteCarried: Block[];
  back: Block[] | undefined;
}

const block = (width: number) =>
  fc
    .record({ base: fc.nat((1 << width) - 1), bits: fc.integer({ min: 0, max: width }) })
    .map(({ base, bits }): Block => ({ base: (base >> (width - bits)) << (width - bits), bits }));

const ports = (count: number) =>
  fc
    .tuple(fc.nat(count - 1), fc.nat(count - 1))
    .map(([a, b]): Ports => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const some = <T>(item: fc.Arbitrary<T>, freq = 2) =>
  fc.option(fc.array(item, { minLength: 1, maxLength: 2 }), { nil: undefined, freq });

/** Rather large than small, so that most packets meet it. */
const wideBlock = (width: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Block>({ base: 0, bits: 0 }) },
    { weight: 3, arbitrary: block(width) },
  );

const rarely = (value: fc.Arbitrary<boolean>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: value });

const match: fc.Arbitrary<MatchSpec> = fc.record({
  local: some(block(WORLD.localBits), 1),
  remote: some(block(WORLD.remoteBits), 3),
  protocol: fc.constantFrom(undefined, undefined, 'tcp' as const, 'udp' as const),
  localPorts: some(ports(WORLD.localPorts), 1),
  remotePorts: some(ports(WORLD.remotePorts), 1),
  unresolved: rarely(fc.constant(true)),
});

const mostly = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Knowledge>('yes') },
  { weight: 1, arbitrary: fc.constant<Knowledge>('maybe') },
  { weight: 1, arbitrary: fc.constant<Knowledge>('no') },
);

const target: fc.Arbitrary<TargetSpec> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<TargetSpec>('ours') },
  {
    weight: 3,
    arbitrary: fc.constantFrom<TargetSpec>(
      'other-peering',
      'local',
      'gateway',
      'appliance',
      'drop',
      'unknown',
    ),
  },
);

const route: fc.Arbitrary<RouteSpec> = fc.record({
  destination: wideBlock(WORLD.remoteBits),
  when: fc.option(match, { nil: undefined, freq: 1 }),
  rank: fc.nat(1),
  targets: fc.oneof(
    { weight: 6, arbitrary: fc.tuple(target) },
    { weight: 1, arbitrary: fc.constant<[TargetSpec]>(['next']) },
    { weight: 2, arbitrary: fc.tuple(target, target) },
  ),
  pick: fc.constantFrom('per-flow', 'once'),
  usable: mostly,
  ifUnusable: fc.constantFrom('drop', 'skip'),
});

const layer: fc.Arbitrary<LayerSpec> = fc.record({
  stateful: fc.boolean(),
  rules: fc.array(
    fc.record({ action: fc.constantFrom('continue', 'continue', 'accept', 'drop'), match, applies: mostly }),
    { maxLength: 4 },
  ),
  fallback: fc.constantFrom('continue', 'continue', 'accept', 'drop'),
});

const carried = (width: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Block[]>([{ base: 0, bits: 0 }]) },
    { weight: 1, arbitrary: fc.array(wideBlock(width), { maxLength: 2 }) },
  );

/** Networks with about one unknown in ten facts, and mostly something that passes. */
export const networks: fc.Arbitrary<NetworkSpec> = fc.record({
  stages: fc.array(fc.record({ listed: fc.boolean(), routes: fc.array(route, { maxLength: 5 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  out: fc.array(layer, { maxLength: 3 }),
  in: fc.array(layer, { maxLength: 3 }),
  up: mostly,
  localCarried: carried(WORLD.localBits),
  remoteCarried: carried(WORLD.remoteBits),
  back: fc.option(carried(WORLD.localBits), { nil: undefined, freq: 4 }),
});
