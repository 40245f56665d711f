import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/path/hop.js';

describe('outcomeOf', () => {
  it('calls unknown only what cannot be seen', () => {
    expect((['route_unknown', 'appliance', 'far_side_unknown'] as const).map(outcomeOf)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(outcomeOf('blackhole')).toBe('blocked');
  });
});
