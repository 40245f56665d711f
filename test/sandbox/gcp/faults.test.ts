import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  call,
  DONE_MS,
  done,
  failureOf,
  networkSeen,
  newNetwork,
  peeringBody,
  peeringsSeen,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

let sandbox: Sandbox;
let app: string;
beforeEach(async () => {
  sandbox = await startGcp();
  app = await newNetwork(sandbox, 'customer-project', 'app');
});
afterEach(() => sandbox.close());

const body = peeringBody('df', 'projects/other-project/global/networks/store');
const add = () => call(sandbox, 'POST', `${app}/addPeering`, { body });

describe('faults', () => {
  test("speak Google's words", async () => {
    sandbox.faults.add({
      on: 'compute.networks.addPeering',
      times: 1,
      fault: { kind: 'status', status: 503 },
    });
    expect(refusalOf(await add())).toBe('503 backendError: The sandbox was told to answer 503.');
    const fault = { kind: 'rate-limit', retryAfterSeconds: 2 } as const;
    sandbox.faults.add({ on: 'compute.networks.*', times: 2, fault });
    expect(refusalOf(await add())).toMatch(/^429 rateLimitExceeded/);
    const headers = { authorization: `Bearer ${sandbox.gcp.project().accessToken}` };
    const limited = await fetch(`${sandbox.endpoints.compute}/compute/v1/${app}`, { headers });
    expect(limited.headers.get('retry-after')).toBe('2');
    expect(await peeringsSeen(sandbox, app)).toEqual([]);
  });

  test('can lose the answer of what took effect', async () => {
    sandbox.faults.add({ on: 'compute.networks.addPeering', times: 1, fault: { kind: 'answer-lost' } });
    await expect(add()).rejects.toThrow();
    await sandbox.clock.advance(DONE_MS);
    expect(await peeringsSeen(sandbox, app)).toMatchObject([{ name: 'df' }]);
  });

  test('can make an operation fail', async () => {
    const fault = { kind: 'fails', statusDetail: 'quota' } as const;
    sandbox.faults.add({ on: 'compute.networks.addPeering', times: 1, fault });
    expect(failureOf(await done(sandbox, 'POST', `${app}/addPeering`, { body }))).toBe('BAD_REQUEST: quota');
    expect(await peeringsSeen(sandbox, app)).toEqual([]);
    expect(failureOf(await done(sandbox, 'POST', `${app}/addPeering`, { body }))).toBe('');
  });

  test('can be put on a path as well', async () => {
    const fault = { kind: 'unknown-status', status: 'PAUSED' } as const;
    sandbox.faults.add({ on: 'GET /compute/v1/*/operations/*', fault });
    const { body: started } = await add();
    const link = String(started.selfLink);
    expect((await call(sandbox, 'GET', link.slice(link.indexOf('projects/')))).body.status).toBe('PAUSED');
  });
});

describe('eventual consistency', () => {
  test('what was made is not found for a while', async () => {
    sandbox.gcp.consistency({ notFoundMs: 5_000 });
    const second = await newNetwork(sandbox, 'customer-project', 'second');
    expect((await call(sandbox, 'GET', second)).status).toBe(404);
    await sandbox.clock.advance(5_000);
    expect((await networkSeen(sandbox, second)).name).toBe('second');
  });

  test('or for some requests', async () => {
    sandbox.gcp.consistency({ notFoundCalls: 2 });
    const second = await newNetwork(sandbox, 'customer-project', 'second');
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await call(sandbox, 'GET', second)).status);
    expect(statuses).toEqual([404, 404, 200]);
  });

  test('peerings are shown as they were', async () => {
    sandbox.gcp.consistency({ stalePeeringsMs: 5_000 });
    await done(sandbox, 'POST', `${app}/addPeering`, { body });
    expect(await peeringsSeen(sandbox, app)).toEqual([]);
    await sandbox.clock.advance(5_000);
    expect(await peeringsSeen(sandbox, app)).toHaveLength(1);
    sandbox.gcp.consistency({ stalePeeringsCalls: 1 });
    await done(sandbox, 'POST', `${app}/removePeering`, { body: { name: 'df' } });
    expect(await peeringsSeen(sandbox, app)).toHaveLength(1);
    expect(await peeringsSeen(sandbox, app)).toEqual([]);
  });

  test('every so many requests are throttled', async () => {
    sandbox.gcp.consistency({ throttleEvery: 2 });
    expect((await call(sandbox, 'GET', app)).status).toBe(200);
    expect(refusalOf(await call(sandbox, 'GET', app))).toBe('403 rateLimitExceeded: Rate Limit Exceeded');
  });
});
