import { describe, expect, it } from 'vitest';
import { isNotAllowed, isRefusal } from '../../../src/azure/rest/refusal.js';
import { RestClient } from '../../../src/azure/rest/rest-client.js';
import type { TokenOptions } from '../../../src/azure/tokens.js';
import { CloudRefusedError } from '../../../src/errors/index.js';
import { rejection } from '../../helpers/errors.js';
import { type Script, startServer } from '../../helpers/http-server.js';
import { QuickClock } from '../helpers/clock.js';

const GET = { operation: 'Test/read', method: 'GET', path: '/thing' } as const;
const POST = { operation: 'Test/action', method: 'POST', path: '/thing' } as const;

/** The error that `work` rejects with. */
const caught = (work: Promise<unknown>) => rejection(work, Error);

async function setUp(script: Script) {
  const server = await startServer(script);
  const clock = new QuickClock();
  const asked: (TokenOptions | undefined)[] = [];
  const client = new RestClient({
    endpoint: server.url,
    requestIdHeader: 'x-ms-client-request-id',
    tokens: {
      token: async (_, options) => {
        asked.push(options);
        return options?.fresh ? 'fresh-token' : 'old-token';
      },
    },
    timeoutMs: 2_000,
    fetch: undefined,
  });
  return { server, client, clock, asked, context: { signal: undefined, clock } };
}

const error = (code: string, message = 'It is so.') => ({ error: { code, message } });

describe('a client of one service', () => {
  it('sends token, name of the request and product', async () => {
    const { server, client, context } = await setUp([{ json: { id: '1' } }]);
    await client.call(GET, context);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer old-token',
      'x-ms-client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'user-agent': expect.stringMatching(/^dfcloud\//),
    });
  });

  it('waits as long as a 429 asks', async () => {
    const { server, client, context, clock } = await setUp([
      { status: 429, headers: { 'retry-after': '7' }, json: error('TooManyRequests') },
      { json: { fine: true } },
    ]);
    expect((await client.call(GET, context)).body).toEqual({ fine: true });
    expect(clock.slept).toEqual([7_000]);
    expect(server.requests).toHaveLength(2);
  });

  it('does not wait for an hour', async () => {
    const { server, client, context } = await setUp([
      { status: 429, headers: { 'retry-after': '3600' }, json: error('TooManyRequests') },
    ]);
    const refusal = await caught(client.call(GET, context));
    expect(isRefusal(refusal, 'TooManyRequests')).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up on 5xx after five attempts', async () => {
    const { server, client, context } = await setUp([{ status: 503, json: error('ServiceUnavailable') }]);
    expect(isRefusal(await caught(client.call(GET, context)), 'ServiceUnavailable')).toBe(true);
    expect(server.requests).toHaveLength(5);
  });

  it('never repeats a POST whose answer was lost', async () => {
    const { server, client, context } = await setUp(['cut']);
    expect(await caught(client.call(POST, context))).toMatchObject({ name: 'NetworkError' });
    expect(server.requests).toHaveLength(1);
  });

  it('repeats a POST that was only turned away', async () => {
    const { server, client, context } = await setUp([
      { status: 429, headers: { 'retry-after': '0' }, json: error('TooManyRequests') },
      { json: {} },
    ]);
    await client.call(POST, context);
    expect(server.requests).toHaveLength(2);
  });

  it('repeats a GET whose answer was lost', async () => {
    const { server, client, context } = await setUp(['cut', { json: {} }]);
    await client.call(GET, context);
    expect(server.requests).toHaveLength(2);
  });

  it('takes a fresh token when the old one ended', async () => {
    const { server, client, context, asked } = await setUp([
      { status: 401, json: error('ExpiredAuthenticationToken') },
      { json: {} },
    ]);
    await client.call(GET, context);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer old-token',
      'Bearer fresh-token',
    ]);
    expect(asked.at(-1)).toEqual({ fresh: true });
  });

  it('does not repeat for a token of another tenant', async () => {
    const { server, client, context } = await setUp([
      { status: 401, json: error('InvalidAuthenticationTokenTenant') },
    ]);
    const refusal = await caught(client.call(GET, context));
    expect(refusal).toMatchObject({ fix: expect.stringContaining('tenantId') });
    expect(server.requests).toHaveLength(1);
  });

  it('does not follow a URL to another origin', async () => {
    const other = await startServer([{ json: {} }]);
    const { client, context } = await setUp([{ json: {} }]);
    const stray = await caught(client.call({ ...GET, path: `${other.url}/next` }, context));
    expect(stray).toMatchObject({ name: 'ResponseError' });
    expect(other.requests).toHaveLength(0);
  });

  it('does not follow redirects', async () => {
    const other = await startServer([{ json: {} }]);
    const { client, context } = await setUp([{ status: 302, headers: { location: other.url } }]);
    expect(await caught(client.call(GET, context))).toMatchObject({ name: 'CloudRefusedError' });
    expect(other.requests).toHaveLength(0);
  });

  it('refuses a page where JSON should be', async () => {
    const { client, context } = await setUp([{ text: '<html>Sign in</html>' }]);
    expect(await caught(client.call(GET, context))).toMatchObject({ name: 'ResponseError' });
  });

  it('says what was refused, and under which id', async () => {
    const { client, context } = await setUp([
      { status: 403, headers: { 'x-ms-request-id': 'r-1' }, json: error('AuthorizationFailed', 'No role.') },
    ]);
    const refusal = await caught(client.call(GET, context));
    expect(isNotAllowed(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      message: expect.stringMatching(/Test\/read.*r-1.*No role\./),
      call: { provider: 'azure', operation: 'Test/read', cloudCode: 'AuthorizationFailed', requestId: 'r-1' },
    });
  });

  it('tells the meanings of one code apart', async () => {
    const details = [{ code: 'NoBackingApplicationObject', message: 'x', target: 'appId' }];
    const answers = [
      { error: { code: 'Request_BadRequest', message: 'No.', details } },
      error('Authorization_RequestDenied', 'the backing application must in the local tenant'),
      error('Request_BadRequest'),
      { error: { code: 'RetryableError', details: [{ code: 'ReferencedResourceNotProvisioned' }] } },
      { Error: { Code: 'ResourceGroupDeletionBlocked', Message: 'x' } },
    ];
    const refusals = [];
    for (const json of answers) {
      const { client, context } = await setUp([{ status: 400, json }]);
      refusals.push(await rejection(client.call(GET, context), CloudRefusedError));
    }
    expect(refusals.map(({ call }) => call.cloudCode)).toEqual([
      'Request_BadRequest.NoBackingApplicationObject',
      'Authorization_RequestDenied.NotInLocalTenant',
      'Request_BadRequest',
      'RetryableError.ReferencedResourceNotProvisioned',
      'ResourceGroupDeletionBlocked',
    ]);
    expect(isRefusal(refusals[0], 'Request_BadRequest')).toBe(true);
  });

  it('ends at once when it is cancelled', async () => {
    const { client, clock } = await setUp(['hang']);
    const controller = new AbortController();
    const call = caught(client.call(GET, { signal: controller.signal, clock }));
    controller.abort();
    expect(await call).toMatchObject({ name: 'AbortedError' });
  });

  it('shows no token when it is printed', async () => {
    const { client } = await setUp([{ json: {} }]);
    expect(JSON.stringify(client)).not.toContain('token');
  });
});
