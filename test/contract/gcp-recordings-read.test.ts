import { describe, expect, it } from 'vitest';
import { type MadeUp, runRecordings } from './helpers/run-recordings.js';

const BASE = 'https://compute.googleapis.com/compute/v1/projects/acme';
const NETWORK = `${BASE}/global/networks/app-vpc`;

const runOn = (...exchanges: readonly MadeUp[]) =>
  runRecordings(
    'gcp',
    exchanges.map(([call, status, body]) => [call.replace(' ', ` ${BASE}`), status, body]),
  );

const operation = { kind: 'compute#operation', name: 'operation-1', operationType: 'addPeering' };
const failure = { errors: [{ code: 'RESOURCE_NOT_READY', message: 'not ready' }] };
const refusal = (reason: string) => ({ error: { code: 403, message: 'no', errors: [{ reason }] } });
const route = { kind: 'compute#route', name: 'r', network: NETWORK, destRange: '10.9.0.0/16', priority: 7 };

describe('recordings of Google Cloud', { timeout: 60_000 }, () => {
  it('accepts what is read, and rejects what is lost', () => {
    const result = runOn(
      ['GET /global/networks/app-vpc', 200, { kind: 'compute#network', name: 'app-vpc', selfLink: NETWORK }],
      ['GET /global/routes/r', 200, { ...route, nextHopIp: '10.0.0.9' }],
      ['POST /global/networks/app-vpc/addPeering', 200, { ...operation, status: 'RUNNING' }],
      ['GET /global/operations/operation-1', 200, { ...operation, status: 'DONE', error: failure }],
      ['GET /global/networks/app-vpc', 403, refusal('forbidden')],
      ['GET /global/addresses/a', 200, { kind: 'compute#address' }],
      ['GET /global/routes', 200, { kind: 'compute#routeList', items: [{ ...route, nextHopCable: 'c' }] }],
      ['GET /global/firewalls', 200, { kind: 'compute#firewallList', items: [{ name: 'no network' }] }],
    );
    expect(result).toMatchObject({ accepted: 5, skipped: 1 });
    expect(result.rejected.map(({ exchange }) => exchange)).toEqual([6, 7]);
  });
});
