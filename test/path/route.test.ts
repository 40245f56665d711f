import { describe, expect, it } from 'vitest';
import { CidrSet } from '../../src/path/cidr-set.js';
import type { Flows } from '../../src/path/match.js';
import { portSpans } from '../../src/path/port-range.js';
import { chooseRoutes, type RouteStage, routesPassedOver } from '../../src/path/route.js';
import { cidrs, GATEWAY, LOCAL, PEERING, route, table } from './helpers/fixtures.js';

const flows: Flows = {
  protocol: 'tcp',
  local: CidrSet.of(cidrs('10.0.1.0/24')).spans,
  remote: CidrSet.of(cidrs('192.168.0.0/16')).spans,
  localPorts: portSpans([{ from: 1024, to: 65_535 }]),
  remotePorts: portSpans([{ from: 6379, to: 6379 }]),
};
const choose = (...stages: RouteStage[]) =>
  chooseRoutes(flows, stages).map(({ flows: part, possible }) => {
    const ways = possible.map((choice) =>
      choice ? `${choice.route.id}${choice.alive ? '' : ' dead'}` : 'none',
    );
    return `${CidrSet.fromSpans(part.remote).cidrs().join(' ')}: ${ways.join(' or ')}`;
  });

describe('chooseRoutes', () => {
  it('goes down to the next best of a skipped route', () => {
    const maybe = route('192.168.0.0/24', GATEWAY, { usable: 'maybe', ifUnusable: 'skip' });
    expect(choose(table(maybe, route('192.168.0.0/20'), route('0.0.0.0/0', LOCAL)))).toEqual([
      '192.168.0.0/24: 192.168.0.0/24 to tgw-1 or 192.168.0.0/20 to pcx-1',
      '192.168.1.0/24 192.168.2.0/23 192.168.4.0/22 192.168.8.0/21: 192.168.0.0/20 to pcx-1',
      '192.168.16.0/20 192.168.32.0/19 192.168.64.0/18 192.168.128.0/17: 0.0.0.0/0 to vpc-1',
    ]);
  });

  it('keeps a route that may be dead for itself', () => {
    const maybe = route('192.168.0.0/16', PEERING, { usable: 'maybe', ifUnusable: 'drop' });
    expect(choose(table(maybe, route('0.0.0.0/0', GATEWAY)))).toEqual([
      '192.168.0.0/16: 192.168.0.0/16 to pcx-1 or 192.168.0.0/16 to pcx-1 dead',
    ]);
  });

  it('ignores length in a listed stage', () => {
    const routes = [route('0.0.0.0/0', GATEWAY), route('192.168.0.0/16')];
    expect(choose({ name: 'listed', order: 'listed', routes })).toEqual([
      '192.168.0.0/16: 0.0.0.0/0 to tgw-1',
    ]);
  });

  it('combines destination and conditions', () => {
    const when = { remote: cidrs('192.168.0.0/20', '172.16.0.0/12'), protocol: 'tcp' as const };
    const routes = [
      route('192.168.0.0/18', GATEWAY, { when }),
      route('192.168.0.0/16', LOCAL, { when: { protocol: 'udp' } }),
    ];
    expect(choose({ name: 'listed', order: 'listed', routes })[0]).toBe(
      '192.168.0.0/20: 192.168.0.0/18 to tgw-1',
    );
    expect(choose({ name: 'listed', order: 'listed', routes })).toHaveLength(2);
  });

  it('takes unresolved conditions as a maybe', () => {
    const when = { unresolved: ['network tag of the VM'] };
    expect(choose(table(route('192.168.0.0/16', GATEWAY, { when })))).toEqual([
      '192.168.0.0/16: 192.168.0.0/16 to tgw-1 or none',
    ]);
  });

  it('finds none without stages', () => {
    expect(choose()).toEqual(['192.168.0.0/16: none']);
  });
});

describe('routesPassedOver', () => {
  it('lists the skipped routes for these addresses', () => {
    const skipped = route('192.168.0.0/24', GATEWAY, { usable: 'no', ifUnusable: 'skip' });
    const far = route('172.16.0.0/12', GATEWAY, { usable: 'no', ifUnusable: 'skip' });
    const blackhole = route('192.168.1.0/24', GATEWAY, { usable: 'no' });
    expect(routesPassedOver(flows, [table(skipped, far, blackhole)])).toEqual([
      { id: skipped.id, why: 'its target takes no packets' },
    ]);
  });
});
