import { describe, expect, it } from 'vitest';
import { checkOptions } from '../../src/gcp/check-options.js';
import { openCompute } from '../../src/gcp/client.js';
import type { GcpAcceptorOptions } from '../../src/gcp/options.js';
import { cidr } from '../../src/path/cidr.js';
import { type ReceivedRequest, type Script, startServer, type TestServer } from '../helpers/http-server.js';
import { BUSY, operation, refused } from './helpers/answers.js';
import { FastClock } from './helpers/fast-clock.js';

const PEER = { projectId: 'vendor-project', name: 'vendor-vpc' };
const NETWORK = { name: 'app-vpc' };

async function open(script: Script, options: Partial<GcpAcceptorOptions> = {}) {
  const server = await startServer(script);
  const settings = checkOptions({
    projectId: 'my-project',
    network: 'app-vpc',
    accessToken: 'token-1',
    endpoint: server.url,
    ...options,
  });
  const clock = new FastClock();
  return { server, clock, compute: await openCompute(settings, clock) };
}

const path = ({ url }: ReceivedRequest) => url.replace(/\?.*/, '');
const requestIds = ({ requests }: TestServer) =>
  requests.flatMap(({ url }) => new URL(url, 'http://x').searchParams.get('requestId') ?? []);

describe('a write', () => {
  it('is waited for by name, not by link', async () => {
    const link = 'https://elsewhere.test/compute/v1/projects/x/global/operations/other';
    const { server, compute } = await open([
      operation('RUNNING', { selfLink: link, targetLink: link }),
      operation('RUNNING'),
      operation('DONE'),
    ]);
    await compute.addPeering('app-vpc', { name: 'df', peer: PEER, importCustomRoutes: true });
    const base = '/compute/v1/projects/my-project/global';
    expect(server.requests.map((request) => `${request.method} ${path(request)}`)).toEqual([
      `POST ${base}/networks/app-vpc/addPeering`,
      `POST ${base}/operations/operation-1-a-b-c/wait`,
      `POST ${base}/operations/operation-1-a-b-c/wait`,
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      networkPeering: {
        name: 'df',
        network: 'projects/vendor-project/global/networks/vendor-vpc',
        exchangeSubnetRoutes: true,
        importCustomRoutes: true,
      },
    });
  });

  it('fails when the operation failed with HTTP 200', async () => {
    const message =
      'An IP range in the peer network (10.0.0.0/24) overlaps with an IP range in the local network (10.0.0.0/16).';
    const { compute } = await open([
      operation('RUNNING'),
      operation('DONE', {
        error: { errors: [{ code: 'INVALID_USAGE', message }] },
        httpErrorStatusCode: 400,
      }),
    ]);
    await expect(compute.addPeering('app-vpc', { name: 'df', peer: PEER })).rejects.toMatchObject({
      code: 'cloud_refused',
      message: expect.stringContaining('overlaps with'),
      fix: expect.stringContaining('another CIDR'),
      call: { provider: 'gcp', operation: 'compute.networks.addPeering', cloudCode: 'invalidUsage' },
    });
  });

  it('has one code for both forms of a refusal', async () => {
    const message = 'The network resource is already being used';
    const asOperation = operation('DONE', {
      error: { errors: [{ code: 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE', message }] },
    });
    const asAnswer = refused(400, 'resourceInUseByAnotherResource', message);
    for (const answer of [asOperation, asAnswer]) {
      const { compute } = await open([answer]);
      await expect(compute.deleteFirewall('rule')).rejects.toMatchObject({
        call: { cloudCode: 'resourceInUseByAnotherResource' },
      });
    }
  });

  it('waits longer than any other call may take', async () => {
    const answers = (request: ReceivedRequest) =>
      path(request).endsWith('/wait')
        ? { ...(operation('DONE') as object), afterMs: 400 }
        : operation('RUNNING');
    const { server, compute } = await open(answers, { timeoutMs: 150 });
    await compute.removePeering('app-vpc', 'df');
    expect(server.requests).toHaveLength(2);
  });

  it('is over when Google has forgotten its operation', async () => {
    const { compute } = await open([operation('RUNNING'), refused(404, 'notFound', 'not found')]);
    await expect(compute.removePeering('app-vpc', 'df')).resolves.toBeUndefined();
  });

  it('does not wait for ever', async () => {
    const { clock, compute } = await open([operation('RUNNING')]);
    await expect(compute.removePeering('app-vpc', 'df')).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('operation-1-a-b-c'),
    });
    expect(Math.max(...clock.pausesMs)).toBeLessThanOrEqual(5_000);
  });

  it('repeats its request id, and never uses it again', async () => {
    const { server, compute } = await open([
      refused(503, 'backendError', 'try again'),
      'cut',
      operation('DONE'),
      operation('DONE'),
    ]);
    await compute.addPeering('app-vpc', { name: 'df', peer: PEER });
    await compute.addPeering('app-vpc', { name: 'df', peer: PEER });
    const [first, second, third, other] = requestIds(server);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([second, third]).toEqual([first, first]);
    expect(other).not.toBe(first);
  });

  it('uses the verb that Google has for it', async () => {
    const { server, compute } = await open([operation('DONE')]);
    const rule = {
      name: 'rule',
      direction: 'EGRESS',
      priority: 900,
      port: 6379,
      cidr: cidr('192.168.0.0/16'),
      description: 'ours',
      targetTags: ['app'],
      targetServiceAccounts: [],
    } as const;
    await compute.updatePeering('app-vpc', { name: 'df', exportCustomRoutes: false });
    await compute.requestRemovePeering('app-vpc', 'df');
    await compute.insertFirewall('app-vpc', rule);
    await compute.patchFirewall(rule);
    await compute.deleteFirewall('rule');
    const calls = server.requests.map((request) => `${request.method} ${path(request).split('/global/')[1]}`);
    expect(calls).toEqual([
      'PATCH networks/app-vpc/updatePeering',
      'POST networks/app-vpc/requestRemovePeering',
      'POST firewalls',
      'PATCH firewalls/rule',
      'DELETE firewalls/rule',
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      networkPeering: { name: 'df', exportCustomRoutes: false },
    });
    expect(JSON.parse(server.requests[2]?.body ?? '')).toEqual({
      name: 'rule',
      network: 'projects/my-project/global/networks/app-vpc',
      direction: 'EGRESS',
      priority: 900,
      description: 'ours',
      allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }],
      destinationRanges: ['192.168.0.0/16'],
      targetTags: ['app'],
    });
  });
});

describe('a call', () => {
  it.each([
    ['a rate that came as 403', refused(403, 'rateLimitExceeded', 'Rate Limit Exceeded')],
    ['a user rate that came as 403', refused(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded')],
    [
      'a quota per minute that came as 403',
      refused(
        403,
        'forbidden',
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com'",
      ),
    ],
    [
      'too many operations at once',
      refused(403, 'forbidden', 'Too many operations', {
        details: [{ reason: 'CONCURRENT_OPERATIONS_QUOTA_EXCEEDED', metadata: {} }],
      }),
    ],
    ['429', refused(429, 'rateLimitExceeded', 'slow down')],
    ['500', refused(500, 'internalError', 'oops')],
    ['502 of somebody on the way', { status: 502, text: '<html>' }],
    ['503', refused(503, 'backendError', 'oops')],
    ['504', refused(504, 'gatewayTimeout', 'oops')],
    ['a connection that was cut', 'cut' as const],
    ['an answer that was cut off', 'cut-in-body' as const],
  ])('is made again after %s', async (_, answer) => {
    const { server, clock, compute } = await open([answer, { json: NETWORK }]);
    await expect(compute.network('app-vpc')).resolves.toMatchObject({ name: 'app-vpc' });
    expect(server.requests).toHaveLength(2);
    expect(clock.pausesMs).toHaveLength(1);
  });

  it.each([
    [
      'a quota that is used up',
      refused(403, 'quotaExceeded', "Quota 'PEERINGS_PER_NETWORK' exceeded. Limit: 25.0"),
    ],
    ['a missing permission', refused(403, 'forbidden', "Required 'compute.networks.get' permission for 'x'")],
    ['an API that is not enabled', refused(403, 'accessNotConfigured', 'not enabled')],
    ['something that exists', refused(409, 'alreadyExists', 'already exists')],
    ['something that does not exist', refused(404, 'notFound', 'not found')],
    ['a lock, which the step waits out', BUSY],
    ['an unready network, which the step waits out', refused(400, 'resourceNotReady', 'is not ready')],
    ['a violated constraint', refused(412, 'conditionNotMet', 'Constraint restrictVpcPeering violated')],
  ])('is not made again after %s', async (_, answer) => {
    const { server, compute } = await open([answer]);
    await expect(compute.network('app-vpc')).rejects.toMatchObject({ code: 'cloud_refused' });
    expect(server.requests).toHaveLength(1);
  });

  it('names the lock of a peering, which comes as badRequest', async () => {
    const { compute } = await open([BUSY]);
    await expect(compute.addPeering('app-vpc', { name: 'df', peer: PEER })).rejects.toMatchObject({
      call: { cloudCode: 'operationInProgress' },
    });
  });

  it('names the permission that Google names', async () => {
    const { compute } = await open([
      refused(
        403,
        'forbidden',
        "Required 'compute.networks.updatePolicy' permission for 'projects/p/global/networks/n'",
      ),
    ]);
    await expect(compute.deleteFirewall('rule')).rejects.toMatchObject({
      message: expect.stringContaining('compute.networks.updatePolicy'),
      fix: expect.stringContaining('dfcloud permissions gcp'),
      call: { operation: 'compute.networks.updatePolicy', cloudCode: 'forbidden' },
    });
  });

  it('goes on for a minute and more while it is throttled', async () => {
    const { clock, compute } = await open([refused(403, 'rateLimitExceeded', 'Rate Limit Exceeded')]);
    await expect(compute.network('app-vpc')).rejects.toMatchObject({
      call: { cloudCode: 'rateLimitExceeded' },
    });
    const totalMs = clock.pausesMs.reduce((sum, pauseMs) => sum + pauseMs, 0);
    expect(totalMs).toBeGreaterThan(60_000);
    expect(totalMs).toBeLessThanOrEqual(150_000);
  });

  it('heeds Retry-After, up to a minute', async () => {
    const asked = (seconds: string) => ({ status: 503, headers: { 'retry-after': seconds }, json: {} });
    const { clock, compute } = await open([asked('7'), asked('86400'), { json: NETWORK }]);
    await compute.network('app-vpc');
    expect(clock.pausesMs).toEqual([7_000, 60_000]);
  });

  it('ends at once when it is aborted', async () => {
    const { server, compute } = await open(['hang']);
    const controller = new AbortController();
    const call = compute.network('app-vpc', controller.signal);
    await server.received(1);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });

  it('ends at once while it still waits for a token', async () => {
    const { compute } = await open([], { accessToken: () => new Promise<string>(() => undefined) });
    const controller = new AbortController();
    const call = compute.network('app-vpc', controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });

  it('says where nothing answered', async () => {
    const { server, compute } = await open([]);
    await server.close();
    await expect(compute.network('app-vpc')).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining(server.url),
    });
  });

  it('does not follow a redirect', async () => {
    const { server, compute } = await open([{ status: 302, headers: { location: '/elsewhere' }, text: '' }]);
    await expect(compute.network('app-vpc')).rejects.toMatchObject({ call: { cloudCode: 'HTTP 302' } });
    expect(server.requests).toHaveLength(1);
  });

  it('follows pages by their tokens, also past empty ones', async () => {
    const subnet = (name: string) => ({
      name,
      region: 'https://www.googleapis.com/compute/v1/projects/my-project/regions/us-east1',
      network: 'https://www.googleapis.com/compute/beta/projects/my-project/global/networks/app-vpc',
      ipCidrRange: '10.0.0.0/24',
    });
    const empty = { 'regions/us-east2': { warning: { code: 'NO_RESULTS_ON_PAGE' } } };
    const { server, compute } = await open([
      { json: { items: { 'regions/us-east1': { subnetworks: [subnet('a')] } }, nextPageToken: 'p&2' } },
      { json: { items: empty, nextPageToken: 'p3' } },
      { json: { items: { 'regions/us-east1': { subnetworks: [subnet('b')] } } } },
    ]);
    const found = await compute.subnetworks('app-vpc');
    expect(found.map(({ name, region }) => `${name} ${region}`)).toEqual(['a us-east1', 'b us-east1']);
    expect(server.requests.map(({ url }) => new URL(url, 'http://x').searchParams.get('pageToken'))).toEqual([
      null,
      'p&2',
      'p3',
    ]);
  });

  it('takes a list with an unreachable region for none', async () => {
    const items = { 'regions/us-east1': { warning: { code: 'UNREACHABLE' } } };
    const { compute } = await open([{ json: { items } }]);
    await expect(compute.subnetworks('app-vpc')).rejects.toMatchObject({
      call: { cloudCode: 'UNREACHABLE' },
    });
  });

  it('takes an API that is not there for an empty one', async () => {
    const { compute } = await open([{ status: 404, text: 'Not Found' }]);
    await expect(compute.connectors('us-east1')).resolves.toEqual([]);
    await expect(compute.directEgress('us-east1')).resolves.toEqual([]);
    await expect(compute.policyBasedRoutes('app-vpc')).resolves.toEqual([]);
  });
});

describe('the endpoint', () => {
  it.each(['', '/', '/compute/v1', '/compute/v1/'])('may end with %j', async (end) => {
    const server = await startServer([{ json: NETWORK }]);
    const settings = checkOptions({
      projectId: 'my-project',
      network: 'app-vpc',
      accessToken: 'x',
      endpoint: server.url + end,
    });
    await (await openCompute(settings, new FastClock())).network('app-vpc');
    expect(server.requests[0]?.url).toBe('/compute/v1/projects/my-project/global/networks/app-vpc');
  });

  it('is all of Google, or all of one machine', async () => {
    const { server, compute } = await open([{ json: {} }]);
    expect(compute.endpoints()).toEqual([server.url]);
    const real = await openCompute(
      checkOptions({ projectId: 'my-project', network: 'app-vpc', accessToken: 'x' }),
      new FastClock(),
    );
    expect(real.endpoints()).toContain('https://compute.googleapis.com');
    expect(real.endpoints().every((origin) => origin.endsWith('.googleapis.com'))).toBe(true);
  });
});
