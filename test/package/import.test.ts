import { describe, expect, test } from 'vitest';
import { ENTRIES, runProgram } from '../helpers/child.js';

/** Prints one line for each module that is resolved, on the standard error. */
const SPY = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    import { writeSync } from 'node:fs';
    export async function resolve(specifier, context, next) {
      const resolved = await next(specifier, context);
      writeSync(2, 'LOADED ' + resolved.url + '\\\\n');
      return resolved;
    }
  \`));
`)}`;

const load = (entry: string, then = '') => `import(${JSON.stringify(entry)}).then(() => { ${then} })`;

describe.each(ENTRIES)('importing %s', (entry) => {
  test('is silent and ends by itself', async () => {
    const env = { DEBUG: '*', DFCLOUD_API_KEY: 'k', DFCLOUD_BASE_URL: 'nonsense' };
    expect(await runProgram(load(entry), { env })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('loads no ky, zod, p-retry or undici', async () => {
    const builtins = `console.log(process.moduleLoadList.filter((m) => /undici/.test(m)).join())`;
    const { stdout, stderr } = await runProgram(load(entry, builtins), { args: ['--import', SPY] });
    const loaded = stderr.split('\n').filter((line) => line.startsWith('LOADED '));
    expect(loaded.some((line) => line.includes('/dist/'))).toBe(true);
    expect(loaded.filter((line) => line.includes('node_modules'))).toEqual([]);
    expect(stdout.trim()).toBe('');
  });

  test('reads no environment variable', async () => {
    const source = `
      const read = [];
      const real = process.env;
      process.env = new Proxy(real, {
        get: (env, name) => { if (typeof name === 'string') read.push(name); return env[name]; },
        has: (env, name) => { read.push(name); return name in env; },
        ownKeys: (env) => { read.push('*'); return Reflect.ownKeys(env); },
      });
      ${load(entry, `console.log(read.filter((name) => !/^(NODE_|WATCH_)/.test(name)).join())`)}`;
    expect((await runProgram(source)).stdout.trim()).toBe('');
  });

  test('leaves globals alone, holds no handle', async () => {
    const source = `
      const before = Object.getOwnPropertyNames(globalThis).join();
      const listeners = () => process.eventNames().map((name) => String(name) + process.listenerCount(name)).join();
      const heard = listeners();
      ${load(
        entry,
        `console.log(
          before === Object.getOwnPropertyNames(globalThis).join(),
          heard === listeners(),
          process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Immediate/.test(name)).length)`,
      )}`;
    expect((await runProgram(source)).stdout.trim()).toBe('true true 0');
  });
});

test('a client is made without loading anything', async () => {
  const source = `
    import('dfcloud').then(({ DfCloud }) => {
      new DfCloud({ apiKey: 'k' });
      console.log(process.moduleLoadList.filter((m) => /undici/.test(m)).join());
    })`;
  const { stdout, stderr } = await runProgram(source, { args: ['--import', SPY] });
  expect(stderr).not.toContain('node_modules');
  expect(stdout.trim()).toBe('');
});
