import { describe, expect, it } from 'vitest';
import { ALL_PORTS, portRanges, portSpans } from '../../src/path/port-range.js';

describe('port ranges', () => {
  it('come back sorted and joined', () => {
    const ranges = [{ from: 80, to: 90 }, ALL_PORTS, { from: 1, to: 1 }];
    expect(portRanges(portSpans(ranges.slice(0, 1)))).toEqual([{ from: 80, to: 90 }]);
    expect(portRanges(portSpans(ranges))).toEqual([ALL_PORTS]);
  });

  it.each([
    [-1, 2],
    [0, 65_536],
    [3, 2],
    [1.5, 2],
    [Number.NaN, 2],
  ])('refuse %s to %s', (from, to) => {
    expect(() => portSpans([{ from, to }])).toThrow(RangeError);
  });
});
