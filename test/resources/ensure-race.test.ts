import { expect, test, vi } from 'vitest';
import type { EnsureEvent } from '../../src/index.js';
import { sandboxWithNetwork } from '../helpers/sandbox.js';

test('two processes use the same one, the loser says so', async () => {
  const { df, sandbox, input, operations } = await sandboxWithNetwork();
  // A fresh copy of the modules has its own locks, as another process has.
  vi.resetModules();
  const { DfCloud } = await import('../../src/client.js');
  const other = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  // Both have listed by then, and neither has its answer yet.
  sandbox.faults.add({ on: 'connections.create', fault: { kind: 'slow', ms: 300 } });

  const [ours, theirs]: [EnsureEvent[], EnsureEvent[]] = [[], []];
  const [mine, yours] = await Promise.all([
    df.connections.ensure(input, { onEvent: (event) => ours.push(event) }),
    other.connections.ensure(input, { onEvent: (event) => theirs.push(event) }),
  ]);

  expect(mine.id).toBe(yours.id);
  const types = [ours, theirs].map((events) => events.map(({ type }) => type).join());
  expect(types.toSorted()).toEqual(['created,race-won', 'race-lost']);
  const lost = [...ours, ...theirs].find(({ type }) => type === 'race-lost');
  expect(lost).toMatchObject({
    kept: { id: mine.id },
    duplicate: { id: expect.not.stringContaining(mine.id) },
  });
  expect(sandbox.world().connections).toHaveLength(2);
  expect(operations()).not.toContain('connections.delete');
});
