import { describe, expect, it } from 'vitest';
import { cidr } from '../../src/path/cidr.js';
import { trace } from '../../src/path/trace.js';
import {
  cidrs,
  GATEWAY,
  LOCAL,
  layer,
  networkAcl,
  OTHER_PEERING,
  PEERING,
  route,
  rule,
  securityGroups,
  snapshot,
  story,
  table,
  told,
  traced,
} from './helpers/fixtures.js';

const NETWORK = '192.168.0.0/16';
const redisOut = rule('sgr-redis', 'continue', {
  remote: cidrs(NETWORK),
  protocol: 'tcp',
  remotePorts: [{ from: 6379, to: 6379 }],
});

describe('trace over routes', () => {
  it('passes through the main table to the peering', () => {
    const [piece] = traced(snapshot());
    expect(piece).toMatchObject({ outcome: 'passes', localPorts: [{ from: 32_768, to: 60_999 }] });
    expect(piece?.remote.join()).toBe(NETWORK);
    expect(piece?.hops.map(({ at }) => at)).toEqual(['rtb-main', 'pcx-1', 'df-1', 'df-1']);
    expect(piece?.cause).toBeUndefined();
  });

  it.each([
    ['no route at all', [], `${NETWORK}: blocked no_route by rtb-main`],
    [
      'a default route to a gateway',
      [route('0.0.0.0/0', GATEWAY)],
      `${NETWORK}: blocked route_elsewhere by 0.0.0.0/0 to tgw-1`,
    ],
    [
      'a route to another peering',
      [route(NETWORK, OTHER_PEERING)],
      `${NETWORK}: blocked route_elsewhere by ${NETWORK} to pcx-2`,
    ],
    ['a local range', [route(NETWORK, LOCAL)], `${NETWORK}: blocked route_local by ${NETWORK} to vpc-1`],
    [
      'a black hole, though a wider route works',
      [route(NETWORK, OTHER_PEERING, { usable: 'no' }), route('0.0.0.0/0')],
      `${NETWORK}: blocked blackhole by ${NETWORK} to pcx-2`,
    ],
    [
      'a next hop that drops on purpose',
      [route(NETWORK, { kind: 'drop', id: 'None' })],
      `${NETWORK}: blocked blackhole by ${NETWORK} to None`,
    ],
    [
      'an appliance',
      [route(NETWORK, { kind: 'appliance', id: 'vpce-1' })],
      `${NETWORK}: unknown appliance by ${NETWORK} to vpce-1`,
    ],
  ])('names the route: %s', (_, routes, line) => {
    expect(story(snapshot({ routing: [table(...routes)] }))).toEqual([line]);
  });

  it('skips a dead route that lets others in', () => {
    const dead = route('192.168.0.0/17', GATEWAY, {
      usable: 'no',
      ifUnusable: 'skip',
      note: 'loses to a static route',
    });
    expect(story(snapshot({ routing: [table(dead, route(NETWORK))] }))).toEqual([`${NETWORK}: passes`]);
    const [piece] = traced(snapshot({ routing: [table(dead)] }), cidrs('192.168.0.0/17'));
    expect(piece?.cause?.hop.passedOver).toEqual([{ id: dead.id, why: 'loses to a static route' }]);
  });

  it('sees what a more specific route takes', () => {
    const routes = [route(NETWORK), route('192.168.64.0/18', GATEWAY)];
    expect(story(snapshot({ routing: [table(...routes)] }))).toEqual([
      '192.168.0.0/18 192.168.128.0/17: passes',
      '192.168.64.0/18: blocked route_elsewhere by 192.168.64.0/18 to tgw-1',
    ]);
  });

  it('prefers length over rank, then rank', () => {
    const long = route('192.168.0.0/17', PEERING, { rank: 9 });
    expect(
      story(snapshot({ routing: [table(route(NETWORK, GATEWAY), long)] }), cidrs('192.168.0.0/17')),
    ).toEqual(['192.168.0.0/17: passes']);
    const ranked = [route(NETWORK, GATEWAY, { rank: 1 }), route(NETWORK)];
    expect(story(snapshot({ routing: [table(...ranked)] }))).toEqual([`${NETWORK}: passes`]);
  });

  it('follows each entry of a prefix list', () => {
    const list = ['192.168.0.0/18', '192.168.128.0/17'].map((entry) =>
      route(entry, PEERING, { origin: 'pl-1' }),
    );
    expect(story(snapshot({ routing: [table(...list)] }))).toEqual([
      '192.168.0.0/18: passes',
      '192.168.64.0/18: blocked no_route by rtb-main',
      '192.168.128.0/17: passes',
    ]);
  });

  it('says mixed when flows are spread unevenly', () => {
    const spread = route(NETWORK, PEERING, { targets: [PEERING, GATEWAY] });
    expect(story(snapshot({ routing: [table(spread)] }))).toEqual([
      `${NETWORK}: mixed route_elsewhere by ${NETWORK} to pcx-1`,
    ]);
    const same = route(NETWORK, PEERING, { targets: [PEERING, PEERING] });
    expect(story(snapshot({ routing: [table(same)] }))).toEqual([`${NETWORK}: passes`]);
  });

  it('calls a tie unknown unless both agree', () => {
    const tie = [route(NETWORK), route(NETWORK, GATEWAY)];
    const [piece] = traced(snapshot({ routing: [table(...tie)] }));
    expect(piece).toMatchObject({ outcome: 'unknown', cause: { code: 'route_elsewhere' } });
    expect(piece?.undecided?.join()).toContain('equal routes');

    const once = route(NETWORK, PEERING, { targets: [PEERING, GATEWAY], pick: 'once' });
    expect(traced(snapshot({ routing: [table(once)] }))).toMatchObject([{ outcome: 'unknown' }]);
    const agreeing = [route(NETWORK), route(NETWORK, PEERING, { id: 'other' })];
    expect(traced(snapshot({ routing: [table(...agreeing)] }))).toMatchObject([{ outcome: 'passes' }]);
  });

  it('asks the next stage after a miss', () => {
    const subnets = { ...table(route('192.168.0.0/17', LOCAL)), name: 'subnet routes' };
    const custom = { ...table(route('192.168.0.0/24', GATEWAY), route(NETWORK)), name: 'custom routes' };
    expect(story(snapshot({ routing: [subnets, custom] }))).toEqual([
      '192.168.0.0/17: blocked route_local by 192.168.0.0/17 to vpc-1',
      '192.168.128.0/17: passes',
    ]);
  });

  it('lets a policy route catch some local addresses', () => {
    const policy = route('0.0.0.0/0', GATEWAY, { when: { local: cidrs('10.0.1.0/25') } });
    const policies = { name: 'policy routes', order: 'listed' as const, routes: [policy] };
    const [piece] = traced(snapshot({ routing: [policies, table(route(NETWORK))] }));
    expect(piece?.outcome).toBe('mixed');
    expect(piece?.parts?.map(({ local, outcome }) => `${local} ${outcome}`).sort()).toEqual([
      '10.0.1.0/25 blocked',
      '10.0.1.128/25 passes',
    ]);
  });

  it('lets a policy route send packets back to normal routing', () => {
    const skip = route('192.168.0.0/17', { kind: 'next-stage', id: 'DEFAULT_ROUTING' });
    const policies = {
      name: 'policy routes',
      order: 'listed' as const,
      routes: [skip, route('0.0.0.0/0', GATEWAY)],
    };
    expect(story(snapshot({ routing: [policies, table(route(NETWORK))] }))).toEqual([
      '192.168.0.0/17: passes',
      '192.168.128.0/17: blocked route_elsewhere by 0.0.0.0/0 to tgw-1',
    ]);
  });
});

describe('trace without a route', () => {
  it('names every table that was asked', () => {
    const custom = { ...table(), name: 'custom routes' };
    const [piece] = traced(snapshot({ routing: [{ ...table(), name: 'subnet routes' }, custom] }));
    expect(piece?.cause?.hop).toMatchObject({ at: 'subnet routes, custom routes', effect: 'stops' });
    expect(story(snapshot({ routing: [] }))).toEqual([`${NETWORK}: blocked no_route by no route table`]);
  });
});

describe('trace over the peering', () => {
  it('stops at a peering that is down', () => {
    const peering = { id: 'pcx-1', state: 'pending-acceptance', up: 'no' as const };
    expect(story(snapshot({}, { peering }))).toEqual([`${NETWORK}: blocked peering_down by pcx-1`]);
  });

  it('blames the peering, not its black hole', () => {
    const peering = { id: 'pcx-1', state: 'deleted', up: 'no' as const };
    const routing = [table(route(NETWORK, PEERING, { usable: 'no' }))];
    expect(story(snapshot({ routing }, { peering }))).toEqual([
      `${NETWORK}: blocked peering_down by ${NETWORK} to pcx-1`,
    ]);
  });

  it('does not guess about an undecided peering', () => {
    const peering = { id: 'pcx-1', state: 'provisioning', up: 'maybe' as const };
    expect(traced(snapshot({}, { peering }))).toMatchObject([
      { outcome: 'unknown', undecided: ['whether pcx-1 carries packets in the state provisioning'] },
    ]);
  });

  it('carries both blocks of a network and nothing else', () => {
    const remote = { ...snapshot().remote, cidrs: cidrs('192.168.0.0/24', '192.168.9.0/24') };
    expect(
      story(snapshot({}, { remote }), cidrs('192.168.0.0/24', '192.168.1.0/24', '192.168.9.0/24')),
    ).toEqual(['192.168.0.0/24 192.168.9.0/24: passes', '192.168.1.0/24: blocked not_remote by df-1']);
  });

  it.each([
    [
      'exchanged ranges without the source',
      '10.0.1.0/24',
      cidrs('10.0.0.0/24'),
      'blocked no_way_back by df-1',
    ],
    ['a source outside of the network', '100.64.0.0/24', cidrs('10.0.0.0/16'), 'blocked snat by df-1'],
    ['a source that is exported on purpose', '172.16.0.0/24', cidrs('172.16.0.0/16'), 'passes'],
  ])('checks the way back: %s', (_, from, known, line) => {
    const remote = { ...snapshot().remote, back: { kind: 'exchanged' as const, cidrs: known } };
    expect(story(snapshot({ cidrs: cidrs(from) }, { remote }))).toEqual([`${NETWORK}: ${line}`]);
  });

  it('leaves an invisible far side unknown', () => {
    const remote = { ...snapshot().remote, back: { kind: 'unknown' as const } };
    expect(traced(snapshot({}, { remote }))).toMatchObject([
      {
        outcome: 'unknown',
        cause: { code: 'far_side_unknown' },
        undecided: [expect.stringContaining('df-1')],
      },
    ]);
    const closed = snapshot({ out: [securityGroups()] }, { remote });
    expect(story(closed)).toEqual([`${NETWORK}: blocked filter_out by sg-1`]);
  });

  it('keeps the address families apart', () => {
    const both = cidrs(NETWORK, 'fd00:1::/64');
    expect(story(snapshot(), both)).toEqual([
      `${NETWORK}: passes`,
      'fd00:1::/64: blocked address_family by subnet-1',
    ]);
  });
});

describe('trace over filters', () => {
  it('passes when one group allows the flow', () => {
    expect(story(snapshot({ out: [securityGroups(redisOut)] }))).toEqual([`${NETWORK}: passes`]);
  });

  it('needs no ingress rule for replies', () => {
    const source = { out: [securityGroups(redisOut)], in: [securityGroups()] };
    expect(story(snapshot(source))).toEqual([`${NETWORK}: passes`]);
  });

  it('names the layer when no rule allows it', () => {
    const udp = rule('sgr-udp', 'continue', { protocol: 'udp' });
    expect(story(snapshot({ out: [securityGroups(udp)] }))).toEqual([
      `${NETWORK}: blocked filter_out by sg-1`,
    ]);
  });

  it('finds the part that a rule leaves out', () => {
    const half = rule('sgr-half', 'continue', { remote: cidrs('192.168.0.0/17') });
    expect(story(snapshot({ out: [securityGroups(half)] }))).toEqual([
      '192.168.0.0/17: passes',
      '192.168.128.0/17: blocked filter_out by sg-1',
    ]);
  });

  it('lets the first matching rule of an ACL decide', () => {
    const deny = rule('90', 'drop', { remotePorts: [{ from: 6379, to: 6379 }] });
    const out = [networkAcl(deny, rule('100', 'continue'))];
    expect(story(snapshot({ out, in: [] }))).toEqual([`${NETWORK}: blocked filter_out by 90`]);
  });

  it('finds the ephemeral ports that a stateless filter drops', () => {
    const windows = rule('100', 'continue', { localPorts: [{ from: 49_152, to: 65_535 }] });
    const pieces = traced(snapshot({ in: [networkAcl(windows)] }));
    expect(
      pieces.map((piece) => [...piece.localPorts.map(({ from, to }) => `${from}-${to}`), told(piece)]),
    ).toEqual([
      ['32768-49151', `${NETWORK}: blocked filter_return by acl-1`],
      ['49152-60999', `${NETWORK}: passes`],
    ]);
  });

  it('keeps a rule that does not apply as explanation', () => {
    const tagged = rule('allow-redis', 'accept', {}, { applies: 'no', why: 'the VM lacks the tag web' });
    const [piece] = traced(snapshot({ out: [layer('vpc-rules', true, 'drop', tagged)] }));
    expect(piece?.cause).toMatchObject({
      code: 'filter_out',
      hop: { passedOver: [{ id: 'allow-redis', why: 'the VM lacks the tag web' }] },
    });
  });

  it('says unknown when an unresolved rule matters', () => {
    const byName = rule('fqdn', 'accept', { unresolved: ['host name df.example'] });
    const [piece] = traced(snapshot({ out: [layer('policy', true, 'drop', byName)] }));
    expect(piece).toMatchObject({ outcome: 'unknown', cause: { code: 'filter_out' } });
    expect(piece?.undecided).toEqual(['whether rule fqdn applies (host name df.example)']);
  });

  it('ignores an unresolved rule that changes nothing', () => {
    const byName = rule('fqdn', 'drop', { unresolved: ['host name df.example'] });
    expect(story(snapshot({ out: [layer('policy', true, 'drop', byName)] }))).toEqual([
      `${NETWORK}: blocked filter_out by policy`,
    ]);
    const allowed = rule('fqdn', 'continue', { unresolved: ['host name df.example'] });
    expect(story(snapshot({ out: [layer('policy', true, 'continue', allowed)] }))).toEqual([
      `${NETWORK}: passes`,
    ]);
  });

  it('blames what stops the packets in any case', () => {
    const maybe = rule('maybe-deny', 'drop', {}, { applies: 'maybe' });
    const out = [layer('first', true, 'continue', maybe), layer('second', true, 'drop')];
    expect(story(snapshot({ out }))).toEqual([`${NETWORK}: blocked filter_out by second`]);
  });
});

describe('trace as GCP evaluates', () => {
  it('denies first among equal priorities', () => {
    const rules = [rule('deny-all', 'drop'), rule('allow-redis', 'accept')];
    expect(story(snapshot({ out: [layer('vpc-rules', true, 'drop', ...rules)] }))).toEqual([
      `${NETWORK}: blocked filter_out by deny-all`,
    ]);
  });

  it('hands goto_next to the next policy', () => {
    const next = rule('goto', 'continue', { remote: cidrs('192.168.0.0/17') });
    const allow = rule('allow', 'accept');
    const out = [
      layer('hierarchical', true, 'continue', next, allow),
      layer('vpc-rules', true, 'drop', rule('deny-all', 'drop')),
    ];
    expect(story(snapshot({ out }))).toEqual([
      '192.168.0.0/17: blocked filter_out by deny-all',
      '192.168.128.0/17: passes',
    ]);
  });
});

describe('trace as Azure evaluates', () => {
  it('lets an admin rule skip the security groups', () => {
    const always = rule('admin-allow', 'accept', { remote: cidrs('192.168.0.0/17') });
    const out = [
      layer('admin', true, 'continue', always),
      layer('nic', true, 'drop'),
      layer('subnet', true, 'drop'),
    ];
    expect(story(snapshot({ out }))).toEqual([
      '192.168.0.0/17: passes',
      '192.168.128.0/17: blocked filter_out by nic',
    ]);
  });

  it('needs both the NIC and the subnet', () => {
    const out = [layer('nic', true, 'continue'), layer('subnet', true, 'continue', rule('deny', 'drop'))];
    expect(story(snapshot({ out }))).toEqual([`${NETWORK}: blocked filter_out by deny`]);
  });
});

describe('trace requests', () => {
  const request = {
    sourceId: 'subnet-1',
    remote: [cidr(NETWORK)],
    port: 6379,
    ephemeral: { from: 1024, to: 65_535 },
  };

  it('refuses a source that is not there', () => {
    expect(() => trace(snapshot(), { ...request, sourceId: 'subnet-9' })).toThrow(
      /subnet-9.*it has: subnet-1/,
    );
  });

  it('refuses ports that are none', () => {
    expect(() => trace(snapshot(), { ...request, port: 70_000 })).toThrow(RangeError);
    expect(() => trace(snapshot(), { ...request, ephemeral: { from: 2, to: 1 } })).toThrow(RangeError);
  });

  it('finds nothing for no address', () => {
    expect(trace(snapshot(), { ...request, remote: [] })).toEqual([]);
  });

  it('follows other protocols by their own rules', () => {
    const out = [securityGroups(rule('sgr-udp', 'continue', { protocol: 'udp' }))];
    expect(trace(snapshot({ out }), { ...request, protocol: 'udp' })).toMatchObject([{ outcome: 'passes' }]);
  });
});
