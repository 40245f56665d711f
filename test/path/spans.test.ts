import { describe, expect, it } from 'vitest';
import {
  countOf,
  equalSpans,
  intersect,
  type Spans,
  subtract,
  toSpans,
  unite,
} from '../../src/path/spans.js';

const spans = (...runs: [number, number][]): Spans =>
  runs.map(([from, end]) => ({ from: BigInt(from), end: BigInt(end) }));

describe('spans', () => {
  it('joins runs that touch and drops empty ones', () => {
    expect(toSpans(spans([5, 7], [1, 3], [3, 5], [9, 9]))).toEqual(spans([1, 7]));
  });

  it('intersects run by run', () => {
    expect(intersect(spans([0, 5], [7, 10]), spans([3, 8], [9, 12]))).toEqual(spans([3, 5], [7, 8], [9, 10]));
  });

  it('subtracts run by run', () => {
    expect(subtract(spans([0, 10], [20, 30]), spans([2, 3], [5, 25]))).toEqual(
      spans([0, 2], [3, 5], [25, 30]),
    );
  });

  it('gives back the same object when nothing changes', () => {
    const all = spans([0, 10], [20, 30]);
    expect(intersect(all, spans([0, 40]))).toBe(all);
    expect(subtract(all, spans([10, 20]))).toBe(all);
    expect(subtract(all, [])).toBe(all);
    expect(unite(all, [])).toBe(all);
  });

  it('counts and compares', () => {
    expect(countOf(spans([0, 10], [20, 30]))).toBe(20n);
    expect(equalSpans(spans([0, 10]), spans([0, 10]))).toBe(true);
    expect(equalSpans(spans([0, 10]), spans([0, 9]))).toBe(false);
  });
});
