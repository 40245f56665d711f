import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CidrSet } from '../../src/path/cidr-set.js';
import { coverage } from '../../src/path/coverage.js';
import type { RouteStage } from '../../src/path/route.js';
import { cidrs, GATEWAY, LOCAL, OTHER_PEERING, PEERING, route, table } from './helpers/fixtures.js';
import { type NetworkSpec, networks, WORLD } from './helpers/random-network.js';
import { simulate } from './helpers/simulator.js';
import { PLACES, remoteAddress, toSnapshot } from './helpers/to-snapshot.js';

const NETWORK = cidrs('192.168.0.0/16');
const where = (routing: RouteStage[], remote = NETWORK) =>
  coverage({ routing, peeringId: 'pcx-1', remote }).map(
    (part) => `${part.remote.join(' ')} ${part.goes} (${part.routes.map(({ id }) => id)})`,
  );

describe('coverage', () => {
  it('tells apart peering, elsewhere and nowhere', () => {
    const routes = [
      route('192.168.0.0/17'),
      route('192.168.16.0/20', OTHER_PEERING),
      route('192.168.200.0/24', GATEWAY, { usable: 'no' }),
    ];
    expect(where([table(...routes)])).toEqual([
      '192.168.0.0/20 192.168.32.0/19 192.168.64.0/18 peering (192.168.0.0/17 to pcx-1)',
      '192.168.16.0/20 elsewhere (192.168.16.0/20 to pcx-2)',
      '192.168.128.0/18 192.168.192.0/21 192.168.201.0/24 192.168.202.0/23 192.168.204.0/22 192.168.208.0/20 ' +
        '192.168.224.0/19 nowhere ()',
      '192.168.200.0/24 nowhere (192.168.200.0/24 to tgw-1)',
    ]);
  });

  it('counts a route to a peering that is down', () => {
    expect(where([table(route('192.168.0.0/16', PEERING, { usable: 'no' }))])).toEqual([
      '192.168.0.0/16 peering (192.168.0.0/16 to pcx-1)',
    ]);
  });

  it('covers both blocks of a network', () => {
    const remote = cidrs('192.168.0.0/24', 'fd00:1::/64');
    expect(where([table(route('192.168.0.0/24'), route('fd00:1::/65'))], remote)).toEqual([
      '192.168.0.0/24 peering (192.168.0.0/24 to pcx-1)',
      'fd00:1::/65 peering (fd00:1::/65 to pcx-1)',
      'fd00:1:0:0:8000::/65 nowhere ()',
    ]);
  });

  it('says mixed for spread flows and unknown for ties', () => {
    const spread = route('192.168.0.0/17', PEERING, { targets: [PEERING, GATEWAY] });
    const tie = [route('192.168.128.0/17'), route('192.168.128.0/17', LOCAL)];
    expect(where([table(spread, ...tie)])).toEqual([
      '192.168.0.0/17 mixed (192.168.0.0/17 to pcx-1)',
      '192.168.128.0/17 unknown (192.168.128.0/17 to pcx-1,192.168.128.0/17 to vpc-1)',
    ]);
  });

  it('says unknown when one of several targets is', () => {
    const spread = route('192.168.0.0/16', PEERING, { targets: [PEERING, { kind: 'unknown', id: 'x' }] });
    expect(where([table(spread)])).toEqual(['192.168.0.0/16 unknown (192.168.0.0/16 to pcx-1)']);
    expect(where([table(route('192.168.0.0/16', PEERING, { targets: [] }))])).toEqual([
      '192.168.0.0/16 nowhere (192.168.0.0/16 to pcx-1)',
    ]);
  });

  it('says mixed when a policy route takes some sources', () => {
    const policy = route('0.0.0.0/0', GATEWAY, { when: { local: cidrs('10.0.1.0/25') } });
    const routing: RouteStage[] = [
      { name: 'policy', order: 'listed', routes: [policy] },
      table(route('192.168.0.0/16')),
    ];
    expect(where(routing)).toEqual(['192.168.0.0/16 mixed (0.0.0.0/0 to tgw-1,192.168.0.0/16 to pcx-1)']);
    const part = coverage({ routing, peeringId: 'pcx-1', remote: NETWORK, local: cidrs('10.0.1.128/25') });
    expect(part).toMatchObject([{ goes: 'peering' }]);
  });

  it('agrees with the simulator on random tables', () => {
    fc.assert(
      fc.property(networks, (network) => {
        expect(differences(withoutConditions(network))).toEqual([]);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

/** Only routing decides: no conditions, no filters, a far side that takes everything. */
function withoutConditions(network: NetworkSpec): NetworkSpec {
  const stages = network.stages.map((stage) => ({
    ...stage,
    routes: stage.routes.map((one) => ({ ...one, when: undefined })),
  }));
  const all = [{ base: 0, bits: 0 }];
  return { stages, out: [], in: [], up: 'yes', localCarried: all, remoteCarried: all, back: all };
}

function differences(network: NetworkSpec): string[] {
  const place = PLACES.IPv4;
  const routing = toSnapshot(network, place).sources[0]?.routing ?? [];
  const remote = Array.from({ length: 1 << WORLD.remoteBits }, (_, address) => remoteAddress(place, address));
  const parts = coverage({ routing, peeringId: 'pcx-ours', remote });
  const whole = parts.flatMap((part) => part.remote);
  const faults = CidrSet.of(whole).equals(CidrSet.of(remote)) ? [] : ['the parts are not the whole'];

  for (const [address, block] of remote.entries()) {
    const [part, ...more] = parts.filter((one) => one.remote.some((outer) => outer.contains(block)));
    const { outcome, codes } = simulate(
      network,
      { local: 0, remote: address, localPort: 0, remotePort: 0 },
      'trace',
    );
    const expected =
      outcome === 'passes' ? 'peering' : codes.size === 1 ? GOES[[...codes].join()] : undefined;
    const sure = outcome === 'passes' || outcome === 'blocked';
    if (more.length > 0 || (sure && expected && part?.goes !== expected && !deadOurs(part))) {
      faults.push(`${block}: ${part?.goes}, not ${expected}`);
    }
  }
  return faults;
}

const GOES: Record<string, string> = {
  no_route: 'nowhere',
  blackhole: 'nowhere',
  route_elsewhere: 'elsewhere',
  route_local: 'elsewhere',
};

/** A dead route to the peering counts as leading there. */
const deadOurs = (part: ReturnType<typeof coverage>[number] | undefined) =>
  part?.routes.some(({ usable, targets }) => usable !== 'yes' && targets.some(({ id }) => id === 'pcx-ours'));
