import { describe, expect, it } from 'vitest';
import { unreadableLayer, unreadableRoutes } from '../../src/path/unreadable.js';
import { cidrs, GATEWAY, layer, PEERING, route, snapshot, story, table, traced } from './helpers/fixtures.js';

describe('unreadableLayer', () => {
  const unread = {
    id: 'acl-1',
    attachedTo: 'subnet-1',
    stateful: true,
    why: 'ec2:DescribeNetworkAcls is missing',
  };

  it('makes the path unknown', () => {
    const [piece] = traced(
      snapshot({ out: [unreadableLayer({ ...unread, actions: ['continue', 'drop'] })] }),
    );
    expect(piece).toMatchObject({
      outcome: 'unknown',
      cause: { code: 'filter_out' },
      undecided: ['whether rule acl-1 applies (ec2:DescribeNetworkAcls is missing)'],
    });
  });

  it('may hide a later drop only if it can accept', () => {
    const later = layer('later', true, 'drop');
    const policy = unreadableLayer({ ...unread, actions: ['continue', 'accept', 'drop'] });
    expect(traced(snapshot({ out: [policy, later] }))).toMatchObject([{ outcome: 'unknown' }]);
    const acl = unreadableLayer({ ...unread, actions: ['continue', 'drop'] });
    expect(story(snapshot({ out: [acl, later] }))).toEqual(['192.168.0.0/16: blocked filter_out by later']);
  });
});

describe('unreadableRoutes', () => {
  const why = 'ec2:DescribeRouteTables is missing';

  it('in place of a table make the path unknown', () => {
    const routing = [unreadableRoutes({ name: 'rtb-1', why })];
    for (const remote of ['192.168.0.0/16', 'fd00::/8']) {
      const [piece] = traced(snapshot({ routing, cidrs: cidrs('10.0.1.0/24', 'fd01::/64') }), cidrs(remote));
      expect(piece).toMatchObject({
        outcome: 'unknown',
        cause: { code: 'route_unknown' },
        undecided: [expect.stringContaining(why)],
      });
    }
  });

  it('before a table matter only where they differ', () => {
    const main = table(route('192.168.0.0/17'), route('192.168.128.0/17', GATEWAY));
    const list = unreadableRoutes({ name: 'pl-1', target: PEERING, why });
    expect(story(snapshot({ routing: [list, main] }))).toEqual([
      '192.168.0.0/17: passes',
      '192.168.128.0/17: unknown route_elsewhere by 192.168.128.0/17 to tgw-1',
    ]);
  });
});
