import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../src/errors/aborted-error.js';
import { thisHost } from '../../src/verify/host.js';
import { readVerifyOptions, type VerifyOptions } from '../../src/verify/options.js';
import { probe } from '../../src/verify/probe-many.js';
import { verify, verifyRequest } from '../../src/verify/verify.js';
import { droppingPort, silentServer } from './fixtures/misbehaving.js';
import { respServer } from './fixtures/resp-server.js';

/** Starts, aborts after a while, and gives the error and how long it took from then on. */
async function abortAfter(ms: number, start: (signal: AbortSignal) => Promise<unknown>) {
  const controller = new AbortController();
  let abortedAt = 0;
  setTimeout(() => {
    abortedAt = performance.now();
    controller.abort('enough');
  }, ms);
  const error = await start(controller.signal).catch((thrown: unknown) => thrown);
  return { error, tookMs: performance.now() - abortedAt };
}

const patient = { respTimeoutMs: 60_000, timeoutMs: 60_000 };

describe('an abort', () => {
  const stages: readonly [string, (options: Partial<VerifyOptions>) => Promise<unknown>][] = [
    [
      'waiting for PONG',
      async (options) => verify({ endpoint: (await silentServer()).endpoint, ...options }),
    ],
    [
      'shaking hands',
      async (options) => verify({ endpoint: (await silentServer()).endpoint, ...options, tls: true }),
    ],
    ['connecting', async (options) => verify({ endpoint: `127.0.0.1:${await droppingPort()}`, ...options })],
    [
      'resolving the name',
      (options) =>
        verifyRequest(readVerifyOptions({ endpoint: 'store.example', ...options }), {
          ...thisHost,
          lookup: () => new Promise(() => undefined),
        }),
    ],
  ];

  it.each(stages)('while %s ends it at once', async (_, start) => {
    const { error, tookMs } = await abortAfter(450, (signal) => start({ ...patient, signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(tookMs).toBeLessThan(100);
  });

  it('before the start sends nothing', async () => {
    const store = await respServer();
    const run = verify({ endpoint: store.endpoint, signal: AbortSignal.abort() });
    await expect(run).rejects.toBeInstanceOf(AbortedError);
    expect(store.accepted()).toBe(0);
  });

  it('closes every connection', async () => {
    const server = await silentServer();
    await abortAfter(450, (signal) => verify({ endpoint: server.endpoint, ...patient, signal }));
    expect(server.accepted()).toBe(2);
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('ends a stream of probes', async () => {
    const server = await silentServer();
    const targets = Array.from({ length: 20 }, () => server.endpoint);
    const { error, tookMs } = await abortAfter(100, async (signal) => {
      for await (const _ of probe(targets, { ...patient, concurrency: 5, signal }));
    });
    expect(error).toBeInstanceOf(AbortedError);
    expect(tookMs).toBeLessThan(100);
  });

  it('leaves no listener on the signal', async () => {
    const store = await respServer();
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await verify({ endpoint: store.endpoint, signal });
    expect(listeners).toBe(0);
  });
});

describe('the process', () => {
  const entry = join(import.meta.dirname, '..', '..', 'dist', 'verify', 'index.js');
  const run = (program: string) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });

  it('ends by itself right after an abort', async () => {
    const server = await silentServer();
    const { stdout } = await run(`
      import { verify } from ${JSON.stringify(entry)};
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 500);
      const options = { endpoint: '${server.endpoint}', timeoutMs: 60000, respTimeoutMs: 60000, signal: stop.signal };
      const code = await verify(options).catch((error) => error.code);
      const since = performance.now();
      process.on('exit', () => console.log(code, performance.now() - since < 300));
    `);
    expect(stdout).toBe('aborted true\n');
  });

  it('says nothing and changes nothing on import', async () => {
    const { stdout, stderr } = await run(`
      const state = () => Object.keys(globalThis).join();
      const before = state();
      await import(${JSON.stringify(entry)});
      process.exitCode = state() === before ? 0 : 1;
    `);
    expect([stdout, stderr]).toEqual(['', '']);
  });
});
