import { expect, test } from 'vitest';
import { isLoopbackHost } from '../../src/internal/loopback.js';

test.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.9', '::1', '[::1]'])(
  '%s is loopback',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each(['127.0.0.1.example.com', 'localhost.example.com', '128.0.0.1', '0.0.0.0', '::', '10.0.0.1', ''])(
  '"%s" is not loopback',
  (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  },
);
