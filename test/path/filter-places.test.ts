import { describe, expect, it } from 'vitest';
import { firstPacketLayers, replyLayers } from '../../src/path/filter-places.js';
import { layer, networkAcl, rule, securityGroups } from './helpers/fixtures.js';
import { turnsOf } from './helpers/flows.js';

const ALL = '192.168.0.0/16 from 10.0.1.0/24';

describe('filter places', () => {
  it('ask every layer about the first packet', () => {
    const places = firstPacketLayers(
      [securityGroups(rule('sgr-1', 'continue')), networkAcl()],
      'tcp',
      'filter_out',
    );
    expect(places.map((place) => turnsOf(place))).toEqual([
      [`${ALL}: on (rule sgr-1 lets the packets go on)`],
      [`${ALL}: filter_out (no rule matches, and acl-1 drops the packets)`],
    ]);
  });

  it('ask only stateless layers about replies', () => {
    const places = replyLayers([securityGroups(), networkAcl()], 'tcp');
    expect(places.map((place) => turnsOf(place))).toEqual([
      [`${ALL}: filter_return (no rule matches, and acl-1 drops the packets)`],
    ]);
  });

  it('jump over the rest on accept', () => {
    const [place] = firstPacketLayers(
      [layer('admin', true, 'drop', rule('always', 'accept'))],
      'tcp',
      'filter_out',
    );
    expect(place && turnsOf(place)).toEqual([
      `${ALL}: past (rule always lets the packets pass all further layers)`,
    ]);
  });
});
