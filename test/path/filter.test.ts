import { describe, expect, it } from 'vitest';
import { cidrs, layer, rule, snapshot, story, traced } from './helpers/fixtures.js';

describe('filter layers', () => {
  it('match nothing with an empty list of addresses', () => {
    const emptyPrefixList = rule('pl-empty', 'continue', { remote: [] });
    expect(story(snapshot({ out: [layer('sg', true, 'drop', emptyPrefixList)] }))).toEqual([
      '192.168.0.0/16: blocked filter_out by sg',
    ]);
  });

  it('say which rule let the packets go on', () => {
    const [piece] = traced(snapshot({ out: [layer('acl', false, 'drop', rule('100', 'continue'))] }));
    expect(piece?.hops.find(({ kind }) => kind === 'filter')).toEqual({
      kind: 'filter',
      packet: 'first',
      at: 'acl',
      by: '100',
      effect: 'goes-on',
      why: 'rule 100 lets the packets go on',
    });
  });

  it('explain a drop only with rules that would help', () => {
    const rules = [
      rule('for-others', 'accept', { remote: cidrs('172.16.0.0/12') }, { applies: 'no' }),
      rule('denies', 'drop', {}, { applies: 'no' }),
      rule('helps', 'accept', {}, { applies: 'no' }),
      rule('udp', 'accept', { protocol: 'udp' }, { applies: 'no' }),
    ];
    const [piece] = traced(snapshot({ out: [layer('rules', true, 'drop', ...rules)] }));
    expect(piece?.cause?.hop.passedOver).toEqual([{ id: 'helps', why: 'it does not apply to this source' }]);
  });
});
