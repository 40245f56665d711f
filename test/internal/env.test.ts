import { afterEach, expect, test, vi } from 'vitest';
import { readEnv } from '../../src/internal/env.js';

afterEach(() => vi.unstubAllEnvs());

test('tells an empty variable from a missing one', () => {
  vi.stubEnv('DFCLOUD_TEST_EMPTY', '');
  expect(readEnv('DFCLOUD_TEST_EMPTY')).toBe('');
  expect(readEnv('DFCLOUD_TEST_MISSING')).toBeUndefined();
});
