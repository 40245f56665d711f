import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { DONE_MS, newNetwork, peeringBody, startGcp } from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

interface Part {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly token?: string;
}

/** Sends a batch as gcloud writes it: lines end with LF, and each request has its own headers. */
async function batch(
  parts: readonly Part[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { accessToken } = sandbox.gcp.project();
  const text = parts.map(({ method, path, body, token = accessToken }, index) => {
    const json = body === undefined ? '' : JSON.stringify(body);
    return [
      '--===B==',
      'Content-Type: application/http',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: binary',
      `Content-ID: <5a8f+${index}>`,
      '',
      `${method} /compute/v1/${path}?alt=json HTTP/1.1`,
      'accept: application/json',
      `content-length: ${json.length}`,
      ...(token === '' ? [] : [`authorization: Bearer ${token}`]),
      '',
      json,
    ].join('\n');
  });
  return fetch(`${sandbox.endpoints.compute}/batch/compute/v1`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary="===B=="', ...headers },
    body: `${text.join('\n')}\n--===B==--`,
  });
}

/** The parts of an answer: number, status and JSON. */
async function answersOf(response: Response): Promise<{ id: string; status: number; body: unknown }[]> {
  const boundary = /boundary=(\S+)/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
  const parts = (await response.text()).split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => {
    const [envelope = '', head = '', ...rest] = part.trim().split('\r\n\r\n');
    return {
      id: /Content-ID: <response-(.+)>/.exec(envelope)?.[1] ?? '',
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
      body: JSON.parse(rest.join('\r\n\r\n')),
    };
  });
}

test('each request of a batch is answered by itself', async () => {
  const app = await newNetwork(sandbox, 'customer-project', 'app');
  const response = await batch([
    {
      method: 'POST',
      path: `${app}/addPeering`,
      body: peeringBody('df', 'projects/p-other/global/networks/o'),
    },
    { method: 'GET', path: `${app}x` },
    { method: 'GET', path: app, token: '' },
  ]);
  expect(response.status).toBe(200);
  expect(await answersOf(response)).toMatchObject([
    { id: '5a8f+0', status: 200, body: { operationType: 'addPeering', status: 'RUNNING' } },
    { id: '5a8f+1', status: 404, body: { error: { errors: [{ reason: 'notFound' }] } } },
    { id: '5a8f+2', status: 401, body: { error: { errors: [{ reason: 'required' }] } } },
  ]);
  await sandbox.clock.advance(DONE_MS);
  expect(sandbox.world().gcp.networks).toMatchObject([{ peerings: [{ name: 'df' }] }]);
});

test('the credentials of the batch are those of its requests', async () => {
  const app = await newNetwork(sandbox, 'customer-project', 'app');
  const authorization = `Bearer ${sandbox.gcp.project().accessToken}`;
  const response = await batch([{ method: 'GET', path: app, token: '' }], { authorization });
  expect(await answersOf(response)).toMatchObject([{ status: 200, body: { name: 'app' } }]);
});

test('the requests of a batch meet their own faults', async () => {
  const app = await newNetwork(sandbox, 'customer-project', 'app');
  const get = { method: 'GET', path: app };
  sandbox.faults.add({
    on: 'compute.networks.get',
    skip: 1,
    times: 1,
    fault: { kind: 'status', status: 503 },
  });
  expect(await answersOf(await batch([get, get]))).toMatchObject([{ status: 200 }, { status: 503 }]);
  sandbox.faults.add({ on: 'compute.networks.get', times: 1, fault: { kind: 'answer-lost' } });
  await expect(batch([get, get])).rejects.toThrow();
});

test('the log has the requests of a batch, without tokens', async () => {
  await batch([{ method: 'GET', path: 'projects/customer-project/global/networks' }]);
  expect(sandbox.requests()).toMatchObject([
    { operation: 'compute.batch', body: null, status: 200 },
    {
      operation: 'compute.networks.list',
      path: '/compute/v1/projects/customer-project/global/networks',
      status: 200,
    },
  ]);
  expect(JSON.stringify(sandbox.requests())).not.toContain(sandbox.gcp.project().accessToken);
});
