import { expect, test } from 'vitest';
import { whoseMove } from '../../src/resources/move.js';

const kind = {
  name: 'connection',
  table: {
    pending: ['pending'],
    ordered: ['inactive', 'active'],
    yourMove: ['inactive'],
    failed: ['failed', 'irrecoverable'],
    leaving: ['deleting', 'deleted'],
  },
  yourMoveFix: () => 'accept it',
};

test.each([
  ['pending', { who: 'dragonfly' }],
  ['inactive', { who: 'you', fix: 'accept it' }],
  ['active', { who: 'nobody' }],
  ['deleting', { who: 'dragonfly' }],
  ['deleted', { who: 'nobody' }],
  ['provisioning', { who: 'dragonfly' }],
])('%s is the move of %o', (status, move) => {
  expect(whoseMove(kind, { id: 'c', status })).toEqual(move);
});

test.each(['failed', 'irrecoverable'])('%s is yours, with the cure', (status) => {
  const move = whoseMove(kind, { id: 'c', status });
  expect(move.who).toBe('you');
  expect(move.fix).toContain('dfcloud connections delete c');
});
