import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../helpers/child.js';

/** Hangs on /hang, is busy on /busy, answers a pending connection elsewhere. */
const server = createServer((request, response) => {
  const url = request.url ?? '';
  if (url.includes('hang')) return;
  if (url.includes('busy')) response.writeHead(503, { 'retry-after': '25' }).end();
  else if (url === '/v1/connections') response.end('[]');
  else {
    const peer = { account_id: '123456789012', vpc_id: 'vpc-0a1b2c3d' };
    const config = { name: 'c', network_id: 'n', peer };
    response.end(JSON.stringify({ connection_id: 'c', status: 'pending', connection_config: config }));
  }
});
let baseUrl = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Runs a call, aborts it after a while, and gives how long the process lived on. The signal stays referenced. */
async function outlived(call: string): Promise<{ readonly code: string; readonly ms: number }> {
  const source = `
    import('dfcloud').then(async ({ DfCloud }) => {
      const df = new DfCloud({ apiKey: 'k', baseUrl: '${baseUrl}' });
      const controller = globalThis.longLived = new AbortController();
      const { signal } = controller;
      signal.addEventListener('abort', () => undefined);
      const outcome = (${call}).then(() => 'done', (error) => error.code);
      setTimeout(() => controller.abort(), 400);
      const code = await outcome;
      const endedMs = performance.now();
      process.on('exit', () => console.log(JSON.stringify({ code, ms: performance.now() - endedMs })));
    });`;
  const { stdout, stderr } = await runProgram(source);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('the process ends by itself', () => {
  // A timer or socket that is left would hold it for the rest of its time: 15 s, 25 s, 20 minutes.
  test.each([
    ['a request', `df.networks.get('hang', { signal })`],
    ['the pause before a retry', `df.networks.get('busy', { signal })`],
    ['a wait between two polls', `df.connections.waitUntilActive('c', { signal })`],
    ['a wait during a poll', `df.connections.waitUntilActive('hang', { signal })`],
    ['a wait while the API is busy', `df.connections.waitUntilActive('busy', { signal })`],
    [
      'a thousand waits',
      `Promise.all(Array.from({ length: 1000 }, (_, i) => df.connections.waitUntilActive('c' + i, { signal })))`,
    ],
  ])('after an abort of %s', async (_name, call) => {
    const { code, ms } = await outlived(call);
    expect(code).toBe('aborted');
    expect(ms).toBeLessThan(500);
  });

  test('after a call that succeeded, its socket kept alive', async () => {
    const source = `
      import('dfcloud').then(async ({ DfCloud }) => {
        const df = new DfCloud({ apiKey: 'k', baseUrl: '${baseUrl}' });
        await df.connections.get('c');
        const endedMs = performance.now();
        process.on('exit', () => console.log(performance.now() - endedMs));
      });`;
    const { stdout } = await runProgram(source);
    expect(Number(stdout)).toBeLessThan(500);
  });

  test('after a wait timed out', async () => {
    const { code, ms } = await outlived(`df.connections.waitUntilActive('c', { timeoutMs: 200 })`);
    expect(code).toBe('timeout');
    // The abort of the program itself comes 200 ms later.
    expect(ms).toBeLessThan(700);
  });
});

test('a hundred calls on one signal warn of nothing', async () => {
  const source = `
    import { getEventListeners } from 'node:events';
    const { DfCloud } = await import('dfcloud');
    const df = new DfCloud({ apiKey: 'k', baseUrl: '${baseUrl}' });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 100 }, () => df.connections.get('c', { signal })));
    const waits = Array.from({ length: 100 }, () => df.connections.waitUntilActive('c', { signal, timeoutMs: 300 }));
    const during = getEventListeners(signal, 'abort').length;
    await Promise.allSettled(waits);
    console.log(during, getEventListeners(signal, 'abort').length);`;
  const { stdout, stderr } = await runProgram(source, { args: ['--input-type=module'] });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('1 0');
});
