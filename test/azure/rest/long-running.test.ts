import { describe, expect, it } from 'vitest';
import { RestArm } from '../../../src/azure/arm/rest-arm.js';
import { isRefusal } from '../../../src/azure/rest/refusal.js';
import { rejection } from '../../helpers/errors.js';
import { type Answer, type ReceivedRequest, startServer } from '../../helpers/http-server.js';
import { QuickClock } from '../helpers/clock.js';
import { peeringFixture, REMOTE_VNET, VNET } from '../helpers/peerings.js';

const PEERING = `${VNET}/virtualNetworkPeerings/p`;
const NEW = {
  remoteVnetId: REMOTE_VNET,
  allowForwardedTraffic: false,
  allowGatewayTransit: false,
  useRemoteGateways: false,
};

/** The error that `work` rejects with. */
const caught = (work: Promise<unknown>) => rejection(work, Error);

async function setUp(answer: (request: ReceivedRequest, origin: string, index: number) => Answer) {
  let origin = '';
  const server = await startServer((request, index) => answer(request, origin, index));
  origin = server.url;
  const clock = new QuickClock();
  const arm = new RestArm({
    endpoint: origin,
    tokens: { token: async () => 'primary' },
    timeoutMs: 2_000,
    fetch: undefined,
  });
  return { server, arm, clock, context: { signal: undefined, clock } };
}

const { name, state } = peeringFixture();
const body = { name, properties: { peeringState: state, provisioningState: 'Succeeded' } };
const isPoll = ({ url }: ReceivedRequest) => url.startsWith('/operations');

describe('long-running operations', () => {
  it('are followed to their end, then the thing is read', async () => {
    let polls = 0;
    const { server, arm, clock, context } = await setUp((request, origin) => {
      if (isPoll(request)) {
        polls += 1;
        const status = polls < 3 ? 'InProgress' : 'Succeeded';
        return { json: { status }, headers: { 'retry-after': '4' } };
      }
      const operation = `${origin}/operations/1?t=1&c=REDACTED%2B`;
      const headers = { 'azure-asyncoperation': operation, location: `${origin}/never` };
      return request.method === 'PUT' ? { status: 201, headers, json: body } : { json: body };
    });
    const peering = await arm.putPeering(PEERING, NEW, context);
    expect(peering.state).toBe('Connected');
    expect(server.requests.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
      `PUT ${PEERING}`,
      'GET /operations/1',
      'GET /operations/1',
      'GET /operations/1',
      `GET ${PEERING}`,
    ]);
    expect(server.requests[1]?.url).toBe('/operations/1?t=1&c=REDACTED%2B');
    expect(clock.slept).toEqual([4_000, 4_000]);
  });

  it('can fail with HTTP 200', async () => {
    const { arm, context } = await setUp((request, origin) =>
      isPoll(request)
        ? { json: { status: 'Failed', error: { code: 'RemotePeeringIsDisconnected', message: 'Gone.' } } }
        : { status: 201, headers: { 'azure-asyncoperation': `${origin}/operations/1` }, json: body },
    );
    const refusal = await caught(arm.putPeering(PEERING, NEW, context));
    expect(isRefusal(refusal, 'RemotePeeringIsDisconnected')).toBe(true);
  });

  it('take the auxiliary token to the write only', async () => {
    const { server, arm, context } = await setUp((request, origin) =>
      isPoll(request)
        ? { json: { status: 'Succeeded' } }
        : { status: 200, headers: { 'azure-asyncoperation': `${origin}/operations/1` }, json: body },
    );
    await arm.putPeering(PEERING, NEW, { ...context, auxiliaryToken: 'other' });
    expect(server.requests.map(({ headers }) => headers['x-ms-authorization-auxiliary'])).toEqual([
      'Bearer other',
      undefined,
      undefined,
    ]);
  });

  it('are not followed to another origin', async () => {
    const other = await startServer([{ json: { status: 'Succeeded' } }]);
    const { arm, context } = await setUp(() => ({
      status: 201,
      headers: { 'azure-asyncoperation': `${other.url}/operations/1` },
      json: body,
    }));
    expect(await caught(arm.putPeering(PEERING, NEW, context))).toMatchObject({ name: 'ResponseError' });
    expect(other.requests).toHaveLength(0);
  });

  it('of actions have their result at Location', async () => {
    let polls = 0;
    const { arm, context } = await setUp((request, origin) => {
      if (!isPoll(request)) return { status: 202, headers: { location: `${origin}/operations/2` } };
      polls += 1;
      if (polls < 2) return { status: 202, headers: { location: `${origin}/operations/2` } };
      return {
        json: { value: [{ source: 'Default', addressPrefix: ['10.0.0.0/16'], nextHopType: 'VnetLocal' }] },
      };
    });
    const routes = await arm.effectiveRoutes('/nic', context);
    expect(routes).toMatchObject([
      { source: 'Default', prefixes: ['10.0.0.0/16'], nextHopType: 'VnetLocal' },
    ]);
  });

  it('of deletes are over when nothing is left', async () => {
    const { server, arm, context } = await setUp((request) =>
      request.method === 'DELETE' ? { status: 202 } : { status: 404, json: { error: { code: 'NotFound' } } },
    );
    await arm.deletePeering(PEERING, context);
    expect(server.requests.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
  });

  it('of what is gone already are fine', async () => {
    const { arm, context } = await setUp(() => ({ status: 204 }));
    await arm.deletePeering(PEERING, context);
  });

  it('always say that access is allowed', async () => {
    const { server, arm, context } = await setUp(() => ({ json: body }));
    await arm.putPeering(PEERING, NEW, context);
    const [put] = server.requests;
    expect(put?.url).toContain('syncRemoteAddressSpace=true');
    expect(JSON.parse(put?.body ?? '')).toEqual({
      properties: {
        remoteVirtualNetwork: { id: REMOTE_VNET },
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: false,
        allowGatewayTransit: false,
        useRemoteGateways: false,
      },
    });
  });
});
