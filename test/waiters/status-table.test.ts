import { describe, expect, test } from 'vitest';
import { judge, type StatusTable } from '../../src/waiters/status-table.js';

const connection: StatusTable = {
  pending: ['pending'],
  ordered: ['inactive', 'active'],
  yourMove: ['inactive'],
  failed: ['failed', 'irrecoverable'],
  leaving: ['deleting', 'deleted'],
};

describe.each([
  ['inactive', { pending: 'pending', inactive: 'reached', active: 'reached' }],
  ['active', { pending: 'pending', inactive: 'your-move', active: 'reached' }],
] as const)('waiting for %s', (target, expected) => {
  test.each(Object.entries(expected))('%s means %s', (status, judgement) => {
    expect(judge(connection, target, status)).toBe(judgement);
  });

  test.each(['failed', 'irrecoverable', 'deleting', 'deleted'])('%s ends it', (status) => {
    expect(judge(connection, target, status)).toBe('failed');
  });

  test.each(['provisioning', '', 'ACTIVE'])('"%s" is unknown', (status) => {
    expect(judge(connection, target, status)).toBe('unknown');
  });
});

describe('waiting for deleted', () => {
  test('only deleted is enough', () => {
    expect(judge(connection, 'deleted', 'deleted')).toBe('reached');
  });

  test.each(['pending', 'inactive', 'active', 'failed', 'irrecoverable', 'deleting'])(
    '%s is on the way',
    (status) => {
      expect(judge(connection, 'deleted', status)).toBe('pending');
    },
  );

  test('other words are unknown', () => {
    expect(judge(connection, 'deleted', 'archiving')).toBe('unknown');
  });
});
