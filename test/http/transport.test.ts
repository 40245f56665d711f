import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import * as undici from 'undici';
import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import type { HttpEvent } from '../../src/http/events.js';
import { Transport, type TransportConfig } from '../../src/http/transport.js';
import { systemClock } from '../../src/internal/clock.js';
import { rejection } from '../helpers/errors.js';
import { type Script, startServer } from '../helpers/http-server.js';

const GET = { method: 'GET', path: '/v1/networks' } as const;
const PUT = { method: 'PUT', path: '/v1/networks/n', body: '{}' } as const;
const POST = { method: 'POST', path: '/v1/networks', body: '{"name":"x"}' } as const;
const DELETE = { method: 'DELETE', path: '/v1/networks/n' } as const;

/** A transport whose pauses between attempts are short, its events, and a server. */
async function setUp(script: Script, config: Partial<TransportConfig> = {}) {
  const server = await startServer(script);
  const events: HttpEvent[] = [];
  const pauses: number[] = [];
  const transport = new Transport({
    baseUrl: server.url,
    apiKey: 'the-key',
    timeoutMs: 5_000,
    totalTimeoutMs: 10_000,
    userAgent: 'dfcloud/test',
    onEvent: (event) => events.push(event),
    clock: {
      now: () => systemClock.now(),
      sleep: (ms, signal) => {
        pauses.push(ms);
        return systemClock.sleep(Math.min(ms, 5), signal);
      },
    },
    ...config,
  });
  return { server, transport, events, pauses };
}

/** A port where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a request', () => {
  test('carries key, agent, and a content type where it has a body', async () => {
    const { server, transport } = await setUp([{ json: {} }]);
    await transport.request(GET);
    await transport.request(POST);
    const [get, post] = server.requests;
    expect(get?.headers).toMatchObject({
      authorization: 'Bearer the-key',
      accept: 'application/json',
      'user-agent': 'dfcloud/test',
    });
    expect(get?.headers).not.toHaveProperty('content-type');
    expect(post?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(post?.body).toBe('{"name":"x"}');
  });

  test.each([200, 201, 202, 204])('any 2xx is success, empty or not: %s', async (status) => {
    const { transport } = await setUp([{ status }]);
    expect(await transport.request(DELETE)).toMatchObject({ status, body: undefined });
  });

  test('an answer that is no JSON is a typed error', async () => {
    const { transport, server } = await setUp([{ text: '<html>login</html>' }]);
    const error = await rejection(transport.request(GET), errors.ResponseError);
    expect(error.request).toMatchObject({ status: 200, sent: 'yes', attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test('a redirect is refused and the key stays here', async () => {
    const target = await startServer([{ json: [] }]);
    const { transport } = await setUp([{ status: 302, headers: { location: `${target.url}/v1/networks` } }]);
    const error = await rejection(transport.request(GET), errors.ResponseError);
    expect(error.message).toContain(`redirected to ${target.url}`);
    expect(target.requests).toHaveLength(0);
  });
});

describe('retries', () => {
  test.each([GET, PUT, DELETE])('$method is repeated after 408, 429, 5xx and cuts', async (request) => {
    const script = [
      { status: 408 },
      { status: 429 },
      { status: 503 },
      'cut',
      { json: { ok: true } },
    ] as const;
    const { transport, server, events } = await setUp(script);
    expect((await transport.request(request)).body).toEqual({ ok: true });
    expect(server.requests).toHaveLength(5);
    const retries = events.filter((event) => event.type === 'retry');
    expect(retries.map(({ because }) => because)).toEqual([
      'server_error',
      'rate_limited',
      'server_error',
      'network',
    ]);
    expect(retries.map(({ attempt }) => attempt)).toEqual([2, 3, 4, 5]);
  });

  test('they end after five attempts, and the error counts them', async () => {
    const { transport, server } = await setUp([{ status: 500, json: { error: 'out of order' } }]);
    const error = await rejection(transport.request(GET), errors.ServerError);
    expect(server.requests).toHaveLength(5);
    expect(error.request).toMatchObject({ attempts: 5, sent: 'yes', status: 500 });
    expect(error.message).toContain('(5 attempts)');
    expect(error.message).toContain('out of order');
  });

  test.each([{ status: 500 }, { status: 408 }, { status: 429 }, 'cut', 'cut-in-body'] as const)(
    'POST is not repeated after %j',
    async (answer) => {
      const { transport, server } = await setUp([answer]);
      await rejection(transport.request(POST), errors.DfCloudError);
      expect(server.requests).toHaveLength(1);
    },
  );

  test('POST is repeated when nothing listened', async () => {
    const port = await closedPort();
    const { transport, events } = await setUp([], { baseUrl: `http://127.0.0.1:${port}` });
    const error = await rejection(transport.request(POST), errors.NetworkError);
    expect(error.request).toMatchObject({ attempts: 5, sent: 'no' });
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).toContain('nothing was changed');
    expect(events.filter(({ type }) => type === 'no-answer')).toHaveLength(5);
  });

  test.each([400, 401, 403, 404, 409, 422])('a %s stands', async (status) => {
    const { transport, server } = await setUp([{ status }]);
    await rejection(transport.request(GET), errors.DfCloudError);
    expect(server.requests).toHaveLength(1);
  });

  test('a 404 to a repeated DELETE is success', async () => {
    const { transport } = await setUp(['cut', { status: 404 }]);
    expect((await transport.request(DELETE)).status).toBe(404);
    const { transport: other } = await setUp([{ status: 404 }]);
    await rejection(other.request(DELETE), errors.NotFoundError);
  });

  test('a Retry-After sets the pause', async () => {
    const { transport, pauses } = await setUp([
      { status: 429, headers: { 'retry-after': '2' } },
      { json: [] },
    ]);
    await transport.request(GET);
    expect(pauses).toEqual([2_000]);
  });

  test('a pause beyond the total time is not begun', async () => {
    const { transport, server, pauses } = await setUp([{ status: 429, headers: { 'retry-after': '30' } }]);
    const error = await rejection(transport.request(GET), errors.RateLimitError);
    expect(error.retryAfterMs).toBe(30_000);
    expect(pauses).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('pauses are jittered and grow', async () => {
    const { transport, pauses } = await setUp([{ status: 500 }]);
    await rejection(transport.request(GET), errors.ServerError);
    expect(pauses).toHaveLength(4);
    for (const [index, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(200 * 2 ** index);
    expect(new Set(pauses).size).toBeGreaterThan(1);
  });
});

describe('the two clocks', () => {
  test('timeoutMs ends one attempt, the next begins afresh', async () => {
    const { transport, server } = await setUp(['hang', { json: { ok: true } }], { timeoutMs: 60 });
    expect((await transport.request(GET)).body).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });

  test('timeoutMs ends a body that stalls', async () => {
    const { transport } = await setUp(['stall', { json: { ok: true } }], { timeoutMs: 60 });
    expect((await transport.request(GET)).body).toEqual({ ok: true });
  });

  test('totalTimeoutMs ends all attempts', async () => {
    const { transport } = await setUp(['cut', 'hang'], { totalTimeoutMs: 500 });
    const error = await rejection(transport.request(GET), errors.TimeoutError);
    expect(error.message).toContain('totalTimeoutMs = 500');
    expect(error.request?.attempts).toBe(2);
  });

  test('a POST that timed out may have been made', async () => {
    const attempt = await setUp(['hang'], { timeoutMs: 40 });
    const late = await rejection(attempt.transport.request(POST), errors.TimeoutError);
    expect(late.request).toMatchObject({ attempts: 1, sent: 'maybe' });
    expect(late.message).toContain('timeoutMs = 40');

    const total = await setUp(['hang'], { totalTimeoutMs: 40 });
    const later = await rejection(total.transport.request(POST), errors.TimeoutError);
    expect(later.request).toMatchObject({ attempts: 1, sent: 'maybe' });
  });
});

describe('an AbortSignal', () => {
  const abortedWithin100Ms = async (work: Promise<unknown>, controller: AbortController) => {
    const startedMs = performance.now();
    controller.abort(new TypeError('the caller left'));
    const error = await rejection(work, errors.AbortedError);
    expect(performance.now() - startedMs).toBeLessThan(100);
    expect(error.cause).toBe(controller.signal.reason);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    return error;
  };

  test('that has fired already lets nothing leave', async () => {
    const { transport, server } = await setUp([{ json: [] }]);
    const error = await rejection(
      transport.request({ ...GET, signal: AbortSignal.abort() }),
      errors.AbortedError,
    );
    expect(error.request).toMatchObject({ attempts: 0, sent: 'no' });
    expect(server.requests).toHaveLength(0);
  });

  test.each(['hang', 'stall'] as const)('ends a request that would %s', async (answer) => {
    const { transport, server } = await setUp([answer]);
    const controller = new AbortController();
    const work = transport.request({ ...POST, signal: controller.signal });
    work.catch(() => undefined);
    await server.received(1);
    const error = await abortedWithin100Ms(work, controller);
    expect(error.request).toMatchObject({ attempts: 1, sent: 'maybe' });
    expect(error.message).toContain('It may have taken effect');
  });

  test('ends the pause before a retry', async () => {
    const { transport, server, events } = await setUp([{ status: 503 }], { clock: systemClock });
    const controller = new AbortController();
    const work = transport.request({ ...GET, signal: controller.signal });
    work.catch(() => undefined);
    while (!events.some(({ type }) => type === 'retry')) await systemClock.sleep(1);
    await abortedWithin100Ms(work, controller);
    expect(server.requests.length).toBeLessThan(5);
  });

  test.each([null, undefined, 'text', 0])('may fire with any reason (%s)', async (reason) => {
    const { transport, server } = await setUp(['hang']);
    const controller = new AbortController();
    const work = transport.request({ ...GET, signal: controller.signal });
    work.catch(() => undefined);
    await server.received(1);
    controller.abort(reason);
    await rejection(work, errors.AbortedError);
  });

  test('may be used for 100 calls at once', async () => {
    const { transport } = await setUp([{ json: [] }]);
    const { signal } = new AbortController();
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.name);
    process.on('warning', note);
    await Promise.all(Array.from({ length: 100 }, () => transport.request({ ...GET, signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('events', () => {
  test('tell each request and answer, and no secret', async () => {
    const headers = { 'x-request-id': 'req-7 the-key' };
    const { transport, events } = await setUp([
      { status: 503, headers },
      { json: {}, headers },
    ]);
    await transport.request(PUT);
    const about = { method: 'PUT', path: '/v1/networks/n' };
    expect(events).toEqual([
      { type: 'request', ...about, attempt: 1 },
      { type: 'answer', ...about, attempt: 1, status: 503, ms: expect.any(Number), requestId: 'req-7 ***' },
      { type: 'retry', ...about, attempt: 2, delayMs: expect.any(Number), because: 'server_error' },
      { type: 'request', ...about, attempt: 2 },
      { type: 'answer', ...about, attempt: 2, status: 200, ms: expect.any(Number), requestId: 'req-7 ***' },
    ]);
  });

  test('tell why no answer came', async () => {
    const { transport, events } = await setUp(['cut'], {});
    await rejection(transport.request(POST), errors.NetworkError);
    expect(events.at(-1)).toMatchObject({ type: 'no-answer', attempt: 1, reason: 'UND_ERR_SOCKET' });
  });
});

describe('an injected fetch', () => {
  test('gets a URL text and plain options', async () => {
    const calls: unknown[][] = [];
    const { transport } = await setUp([], {
      fetch: async (...call) => {
        calls.push(call);
        return Response.json({ ok: true });
      },
    });
    expect((await transport.request(POST)).body).toEqual({ ok: true });
    const [[url, init] = []] = calls;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/networks$/);
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual', body: '{"name":"x"}' });
    expect(init).toHaveProperty('signal');
  });

  test('may come from another copy of undici', async () => {
    const foreign: typeof fetch = Reflect.get(undici, String('fetch'));
    const { transport, server } = await setUp([{ json: [1] }], { fetch: foreign });
    expect((await transport.request(PUT)).body).toEqual([1]);
    expect(server.requests[0]).toMatchObject({ method: 'PUT', body: '{}' });
  });

  test('may ignore the signal: abort and clocks still hold', async () => {
    const deaf = () => new Promise<Response>(() => undefined);
    const { transport } = await setUp([], { fetch: deaf, timeoutMs: 30, totalTimeoutMs: 80 });
    await rejection(transport.request(POST), errors.TimeoutError);

    const patient = await setUp([], { fetch: deaf });
    const controller = new AbortController();
    const work = patient.transport.request({ ...GET, signal: controller.signal });
    work.catch(() => undefined);
    await systemClock.sleep(20);
    const startedMs = performance.now();
    controller.abort();
    await rejection(work, errors.AbortedError);
    expect(performance.now() - startedMs).toBeLessThan(100);
  });

  test('that throws is a network error with its cause', async () => {
    const cause = new TypeError('proxy exploded');
    const { transport } = await setUp([], {
      fetch: () => {
        throw cause;
      },
    });
    const error = await rejection(transport.request(POST), errors.NetworkError);
    expect(error.cause).toBe(cause);
    expect(error.request).toMatchObject({ attempts: 1, sent: 'maybe' });
  });
});

test('no error shows the key', async () => {
  const answers = [400, 401, 403, 404, 409, 429, 500].map((status) => ({
    status,
    json: { error: 'Bearer the-key is bad' },
  }));
  for (const answer of answers) {
    const { transport } = await setUp([answer]);
    const error = await rejection(transport.request(POST), errors.DfCloudError);
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('the-key');
  }
});
