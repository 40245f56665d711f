import { expect, test } from 'vitest';
import { WaitRecord } from '../../src/waiters/wait-record.js';
import { FakeClock } from '../helpers/fake-clock.js';

test('keeps the last state, its age, and a tally', async () => {
  const clock = new FakeClock();
  const record = new WaitRecord({ resource: 'network', id: 'n', target: 'active' }, clock);
  record.sawNothing();
  await clock.advance(1_000);
  expect(record.sawStatus('pending', undefined)).toBe(true);
  await clock.advance(2_000);
  expect(record.sawStatus('pending', 'still at it')).toBe(false);
  record.sawError('server_error');
  await clock.advance(500);
  expect(record.details()).toEqual({
    resource: 'network',
    id: 'n',
    target: 'active',
    lastStatus: 'pending',
    statusDetail: 'still at it',
    inStatusMs: 2_500,
    seen: { missing: 1, pending: 2, 'error:server_error': 1 },
    elapsedMs: 3_500,
  });
});

test('knows how long there has been nothing', async () => {
  const clock = new FakeClock();
  const record = new WaitRecord({ resource: 'network', id: 'n', target: 'active' }, clock);
  expect(record.missingMs).toBe(0);
  record.sawStatus('pending', undefined);
  await clock.advance(1_000);
  record.sawNothing();
  await clock.advance(700);
  record.sawNothing();
  expect(record.missingMs).toBe(700);
  record.sawStatus('pending', undefined);
  expect(record.missingMs).toBe(0);
});
