import { describe, expect, it } from 'vitest';
import {
  farSidePlace,
  localAddressesPlace,
  peeringPlace,
  remoteAddressesPlace,
} from '../../src/path/crossing-places.js';
import { cidrs, snapshot } from './helpers/fixtures.js';
import { flowsBetween, turnsOf } from './helpers/flows.js';

const ALL = '192.168.0.0/16 from 10.0.1.0/24';

describe('crossing places', () => {
  it.each([
    ['yes', 'on (pcx-1 is active)'],
    ['no', 'peering_down (pcx-1 is active and carries nothing)'],
    ['maybe', 'on (pcx-1 is active) or peering_down (pcx-1 is active and carries nothing)'],
  ] as const)('take the state of the peering: %s', (up, options) => {
    const place = peeringPlace({ id: 'pcx-1', state: 'active', up }, 'first');
    expect(turnsOf(place)).toEqual([`${ALL}: ${options}`]);
  });

  it('say which far addresses the peering carries', () => {
    const place = remoteAddressesPlace({ id: 'df-1', cidrs: cidrs('192.168.0.0/17') }, 'first');
    expect(turnsOf(place)).toEqual([
      '192.168.0.0/17 from 10.0.1.0/24: on (the far end is an address of df-1)',
      '192.168.128.0/17 from 10.0.1.0/24: not_remote (the far end is no address of df-1, which has 192.168.0.0/17)',
    ]);
    expect(turnsOf(remoteAddressesPlace({ id: 'df-1', cidrs: [] }, 'first'))).toEqual([
      `${ALL}: not_remote (the far end is no address of df-1, which has no address)`,
    ]);
  });

  it('tell a missing way back from a foreign source', () => {
    const back = { kind: 'read' as const, cidrs: cidrs('10.0.0.0/24') };
    const place = localAddressesPlace(snapshot({}, { remote: { ...snapshot().remote, back } }), 'reply');
    expect(turnsOf(place, flowsBetween(cidrs('10.0.0.0/23', '172.16.0.0/24')))).toEqual([
      '192.168.0.0/16 from 10.0.0.0/24: on (df-1 has a way back to this address)',
      '192.168.0.0/16 from 10.0.1.0/24: no_way_back (df-1 has no way back to this address; it has one to 10.0.0.0/24)',
      '192.168.0.0/16 from 172.16.0.0/24: snat (the source address is not in 10.0.0.0/16, and the peering carries no other)',
    ]);
  });

  it('end at a far side that does not show', () => {
    expect(turnsOf(farSidePlace(snapshot()))).toEqual([
      `${ALL}: far_side_unknown (what df-1 does with the packets: its routes and filters are not visible from this side)`,
    ]);
  });
});
