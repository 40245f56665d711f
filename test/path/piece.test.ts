import { describe, expect, it } from 'vitest';
import { isClearOnThisSide, joinOutcomes } from '../../src/path/piece.js';
import {
  cidrs,
  layer,
  PEERING,
  route,
  rule,
  securityGroups,
  snapshot,
  table,
  traced,
} from './helpers/fixtures.js';

describe('joinOutcomes', () => {
  it('is mixed only when everything is known', () => {
    expect(joinOutcomes(['passes', 'passes'])).toBe('passes');
    expect(joinOutcomes(['passes', 'blocked'])).toBe('mixed');
    expect(joinOutcomes(['passes', 'blocked', 'unknown'])).toBe('unknown');
  });
});

describe('isClearOnThisSide', () => {
  const unseen = { remote: { ...snapshot().remote, back: { kind: 'unknown' as const } } };
  const clear = (of: ReturnType<typeof snapshot>) => traced(of).map(isClearOnThisSide);

  it('holds when only the far side is unknown', () => {
    expect(clear(snapshot())).toEqual([true]);
    expect(clear(snapshot({}, unseen))).toEqual([true]);
  });

  it('does not hold when something here may stop it', () => {
    expect(clear(snapshot({ out: [securityGroups()] }))).toEqual([false]);
    const maybe = rule('maybe', 'continue', {}, { applies: 'maybe' });
    expect(clear(snapshot({ out: [securityGroups(maybe)] }, unseen))).toEqual([false]);
    const some = rule('some', 'drop', { local: cidrs('10.0.1.0/25') }, { applies: 'maybe' });
    expect(clear(snapshot({ out: [layer('policy', true, 'continue', some)] }, unseen))).toEqual([false]);
  });
});

describe('pieces', () => {
  it('say which local addresses fare how', () => {
    const half = rule('half', 'continue', { local: cidrs('10.0.1.0/25') });
    const [piece] = traced(snapshot({ out: [securityGroups(half)] }));
    expect(piece).toMatchObject({ outcome: 'mixed', cause: { code: 'filter_out' } });
    expect(piece?.parts?.map(({ local, outcome }) => `${local} ${outcome}`).sort()).toEqual([
      '10.0.1.0/25 passes',
      '10.0.1.128/25 blocked',
    ]);
  });

  it('come in rising order and joined', () => {
    const routes = ['192.168.64.0/18', '192.168.192.0/18'].map((text) =>
      route(text, PEERING, { id: 'pl-1' }),
    );
    expect(traced(snapshot({ routing: [table(...routes)] })).map(({ remote }) => remote.join(' '))).toEqual([
      '192.168.0.0/18 192.168.128.0/18',
      '192.168.64.0/18 192.168.192.0/18',
    ]);
  });
});
