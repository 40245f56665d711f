import { defineConfig, type Options } from 'tsup';

const shared = {
  format: ['esm'],
  target: 'node20.19',
  platform: 'node',
  sourcemap: false,
  treeshake: true,
} satisfies Options;

export default defineConfig([
  {
    ...shared,
    // One build for all library entries, so that they share chunks and `instanceof` holds across subpaths.
    entry: {
      index: 'src/index.ts',
      'verify/index': 'src/verify/index.ts',
      'aws/index': 'src/aws/index.ts',
      'gcp/index': 'src/gcp/index.ts',
      'azure/index': 'src/azure/index.ts',
      'sandbox/index': 'src/sandbox/index.ts',
    },
    outDir: 'dist',
    splitting: true,
    clean: true,
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  {
    ...shared,
    // The command line bundles its argument parser (CommonJS, hence the `require` banner) and reaches the
    // library through the built entry files beside it: src/cli/library.ts is the only door.
    entry: { main: 'src/cli/main.ts' },
    outDir: 'dist/cli',
    splitting: true,
    clean: false,
    external: [
      '../index.js',
      '../aws/index.js',
      '../gcp/index.js',
      '../azure/index.js',
      '../verify/index.js',
      '../sandbox/index.js',
    ],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
]);
