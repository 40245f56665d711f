import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../src/path/snapshot.js';
import { snapshot } from './helpers/fixtures.js';

describe('sourceOf', () => {
  it('finds a source by its id', () => {
    expect(sourceOf(snapshot(), 'subnet-1').id).toBe('subnet-1');
  });

  it('says which sources there are', () => {
    expect(() => sourceOf(snapshot(), 'x')).toThrow('source x is not in the snapshot; it has: subnet-1');
    expect(() => sourceOf(snapshot({}, { sources: [] }), 'x')).toThrow('it has: none');
  });
});
