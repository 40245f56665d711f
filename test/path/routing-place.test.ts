import { describe, expect, it } from 'vitest';
import type { Route, Target } from '../../src/path/route.js';
import { routingPlace } from '../../src/path/routing-place.js';
import { PEERING, route, snapshot, table } from './helpers/fixtures.js';
import { turnsOf } from './helpers/flows.js';

const ALL = '192.168.0.0/16 from 10.0.1.0/24';
const turns = (...routes: Route[]) => {
  const of = snapshot({ routing: [table(...routes)] });
  return of.sources.flatMap((source) => turnsOf(routingPlace(source, of.peering, 'first')));
};

describe('routingPlace', () => {
  it.each<[Target['kind'], string]>([
    ['local', 'route_local (r wins and keeps the packets in x (moved by hand))'],
    ['elsewhere', 'route_elsewhere (r wins and leads to x, not to pcx-1 (moved by hand))'],
    ['peering', 'route_elsewhere (r wins and leads to x, not to pcx-1 (moved by hand))'],
    ['appliance', 'appliance (r wins and leads to the appliance x (moved by hand))'],
    ['drop', 'blackhole (r wins and drops the packets on purpose (moved by hand))'],
    ['unknown', 'route_unknown (r wins and leads to nobody knows where (moved by hand))'],
  ])('says where a route to %s leads', (kind, words) => {
    const target = { kind, id: 'x' };
    expect(turns(route('192.168.0.0/16', target, { id: 'r', note: 'moved by hand' }))).toEqual([
      `${ALL}: ${words}`,
    ]);
  });

  it('says why a route is dead', () => {
    const dead = route(
      '192.168.0.0/16',
      { kind: 'elsewhere', id: 'nat-1' },
      { usable: 'no', note: 'deleted' },
    );
    expect(turns(dead)).toEqual([
      `${ALL}: blackhole (192.168.0.0/16 to nat-1 wins, but nat-1 takes no packets (deleted))`,
    ]);
    expect(turns(route('192.168.0.0/16', PEERING, { id: 'r', targets: [] }))).toEqual([
      `${ALL}: blackhole (r leads nowhere)`,
    ]);
  });

  it('offers both ways of a route that may be dead', () => {
    expect(turns(route('192.168.0.0/16', PEERING, { id: 'r', usable: 'maybe' }))).toEqual([
      `${ALL}: on (r is the best match and leads to pcx-1) or blackhole (r wins, but pcx-1 takes no packets)`,
    ]);
  });
});
