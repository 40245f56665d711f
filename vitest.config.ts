import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Tests of the built program and package; the others run on the sources.
const built = ['test/cli/**/*.test.ts', 'test/package/**/*.test.ts'];
const slow = ['test/integration/**', 'test/lab/**', 'test/chaos/**'];
const buildOnce = ['test/helpers/build-once.ts'];

// Much of a test's time is waiting for sockets and clocks, so more of them run at once than there are cores.
const maxWorkers = Math.max(availableParallelism(), 3);

// Where CI wants a JSON report beside the text.
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    testTimeout: 15_000,
    maxWorkers,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...slow, ...built] } },
      { extends: true, test: { name: 'built', include: built, globalSetup: buildOnce, testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: buildOnce,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
