import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { type ProbeResult, probe } from '../../src/verify/probe-many.js';
import { summarizeProbes } from '../../src/verify/summarize.js';
import { freePort } from './fixtures/listen.js';
import { silentServer } from './fixtures/misbehaving.js';
import { lockedStore, respServer } from './fixtures/resp-server.js';

async function collect(results: AsyncIterable<ProbeResult>): Promise<ProbeResult[]> {
  const all: ProbeResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe('many targets', () => {
  it('each get a result with their place', async () => {
    const [open, locked, closed] = [
      await respServer(),
      await respServer({ reply: lockedStore('p') }),
      await freePort(),
    ];
    const targets = [open.endpoint, { endpoint: locked.endpoint, tls: false }, `127.0.0.1:${closed}`];
    const results = (await collect(probe(targets))).toSorted((a, b) => a.index - b.index);
    expect(results).toMatchObject([
      { index: 0, endpoint: open.endpoint, verdict: 'reachable', cause: null, replyMs: expect.any(Number) },
      { index: 1, verdict: 'reachable', cause: 'resp_noauth', connectMs: expect.any(Number) },
      { index: 2, verdict: 'unreachable', cause: 'tcp_refused', connectMs: null, replyMs: null },
    ]);
    for (const result of results) expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('arrive as they finish, not in line', async () => {
    const [silent, open] = [await silentServer(), await respServer()];
    const results = await collect(probe([silent.endpoint, open.endpoint], { respTimeoutMs: 400 }));
    expect(results.map((result) => result.index)).toEqual([1, 0]);
  });

  it('are never more at once than allowed', async () => {
    let waiting = 0;
    let most = 0;
    const store = await respServer({
      reply: (_, socket) => {
        waiting += 1;
        most = Math.max(most, waiting);
        setTimeout(() => {
          waiting -= 1;
          socket.write('+PONG\r\n');
        }, 20);
        return undefined;
      },
    });
    const targets = Array.from({ length: 12 }, () => store.endpoint);
    expect(await collect(probe(targets, { concurrency: 4 }))).toHaveLength(12);
    expect(most).toBe(4);
  });

  it('are hundreds at once without a false alarm', async () => {
    const store = await respServer();
    const targets = Array.from({ length: 300 }, () => store.endpoint);
    const summary = summarizeProbes(await collect(probe(targets, { concurrency: 150 })));
    expect(summary).toMatchObject({ total: 300, reachable: 300, causes: {} });
  });

  it('stop when the loop is left', async () => {
    const silent = await silentServer();
    const open = await respServer();
    for await (const result of probe([open.endpoint, silent.endpoint], {
      respTimeoutMs: 60_000,
      timeoutMs: 60_000,
    })) {
      expect(result.index).toBe(0);
      break;
    }
    await expect.poll(() => silent.sockets.size).toBe(0);
  });

  it('may be none', async () => {
    expect(await collect(probe([]))).toEqual([]);
  });
});

describe('bad input is refused at the call', () => {
  it.each([
    [['10.0.0.1', 'http://x'], {}, 'targets[1].endpoint'],
    [[{ endpoint: '10.0.0.1', ports: 1 }], {}, 'targets[0].ports'],
    [[{ endpoint: '10.0.0.1', onEvent: () => undefined }], {}, 'targets[0].onEvent'],
    [[7], {}, 'targets[0].options'],
    ['10.0.0.1', {}, 'targets'],
    [['10.0.0.1'], { concurrency: 0 }, 'concurrency'],
    [['10.0.0.1'], { concurency: 5 }, 'concurency'],
    [['10.0.0.1'], { endpoint: '10.0.0.1' }, 'endpoint'],
  ])('%j %j names %s', (targets, options, field) => {
    const call = () => probe(targets as never, options as never);
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(expect.objectContaining({ field }));
  });
});
