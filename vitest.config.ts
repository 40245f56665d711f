import { defineConfig } from 'vitest/config';

const slow = ['test/integration/**', 'test/lab/**', 'test/chaos/**'];

export default defineConfig({
  test: {
    globalSetup: ['test/helpers/build-once.ts'],
    reporters: ['default'],
    testTimeout: 15_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: slow } },
      {
        extends: true,
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 60_000 },
      },
    ],
  },
});
