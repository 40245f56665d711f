import { describe, expect, it } from 'vitest';
import { SandboxError } from '../../src/sandbox/index.js';
import { parseFault } from '../../src/sandbox/parse-fault.js';

describe('a fault from outside', () => {
  it('is taken as it stands when it is right', () => {
    const faults = [
      { kind: 'answer-lost' },
      { kind: 'slow', ms: 5, phase: 'before' },
      { kind: 'rate-limit', retryAfterSeconds: 1, format: 'date' },
      { kind: 'status', status: 503, body: 'busy', headers: { 'x-a': 'b' }, effect: true },
      { kind: 'malformed', how: 'missing-field', field: 'a.b' },
    ];
    for (const fault of faults) expect(parseFault(fault)).toBe(fault);
  });

  const wrong: [string, unknown, RegExp][] = [
    ['no object', 'slow', /a fault is an object/],
    ['an unknown kind', { kind: 'explode' }, /kind "explode"/],
    ['an inherited name as kind', { kind: 'toString' }, /kind "toString"/],
    ['a field that is missing', { kind: 'slow' }, /slow has ms: undefined/],
    ['a field of the wrong type', { kind: 'slow', ms: '5' }, /slow has ms: "5"/],
    ['a field out of range', { kind: 'status', status: 42 }, /status has status: 42/],
    ['a field that it does not have', { kind: 'refused', ms: 5 }, /refused has no field ms/],
    ['no field to leave out', { kind: 'malformed', how: 'missing-field' }, /malformed lacks field/],
  ];
  for (const [what, fault, message] of wrong) {
    it(`is refused with ${what}`, () => {
      expect(() => parseFault(fault)).toThrow(SandboxError);
      expect(() => parseFault(fault)).toThrow(message);
    });
  }
});
