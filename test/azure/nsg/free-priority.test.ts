import { describe, expect, it } from 'vitest';
import { freePriority } from '../../../src/azure/nsg/free-priority.js';

describe('the priority of a new rule', () => {
  it('stands right before what blocks', () => {
    expect(freePriority([], 4000)).toBe(3999);
  });

  it('is the last legal one before a default rule', () => {
    expect(freePriority([], 65_500)).toBe(4096);
  });

  it('passes over those that are taken', () => {
    expect(freePriority([3999, 3998, 12], 4000)).toBe(3997);
  });

  it('is none when nothing is free before it', () => {
    expect(freePriority([], 100)).toBeUndefined();
    expect(freePriority([100, 101], 102)).toBeUndefined();
  });
});
