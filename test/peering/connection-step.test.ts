import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DfCloud, FailedStateError, type PeeringEvent } from '../../src/index.js';
import { systemClock } from '../../src/internal/clock.js';
import { Peering } from '../../src/peering/peering.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { FakeAcceptor } from './helpers/fake-acceptor.js';

const FAST = { provisioningMs: 1, requestMs: 1_500, activationMs: 1, deletionMs: 1 };

/** Says of every failed connection that its grants were fresh. */
class HastyAcceptor extends FakeAcceptor {
  why: string | undefined = 'a role was granted 3 s before';
  async tooEarly() {
    return this.why;
  }
}

describe('a connection whose grants were fresh', () => {
  let sandbox: Sandbox;
  let df: DfCloud;
  let acceptor: HastyAcceptor;
  let networkId: string;
  let failures: number;
  const pauses: number[] = [];
  const events: PeeringEvent[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox({ timings: FAST });
    df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    acceptor = new HastyAcceptor(sandbox);
    const location = { provider: 'aws', region: 'us-east-1' } as const;
    ({ id: networkId } = await df.networks.create({ name: 'net', location, cidrBlock: '192.168.0.0/16' }));
    await df.networks.waitUntilActive(networkId);
    pauses.length = 0;
    events.length = 0;
  });
  afterEach(() => sandbox.close());

  /** Applies while the vendor lets the first `failures` connections fail. */
  const apply = () => {
    const clock = {
      now: systemClock.now,
      sleep: async (ms: number, signal?: AbortSignal) => {
        if (ms < 10_000) return systemClock.sleep(ms, signal);
        pauses.push(ms);
      },
    };
    const { networks, connections } = df;
    const peering = new Peering({ networks, connections, endpoint: sandbox.url, clock });
    return peering.apply(acceptor, {
      networkId,
      name: 'orders',
      onEvent: (event) => {
        events.push(event);
        if (event.type !== 'created' || failures === 0) return;
        failures -= 1;
        sandbox.fail(event.connection.id, 'no permission to peer');
      },
    });
  };

  it('is made anew, twice, and each is told', async () => {
    failures = 2;
    const { connection } = await apply();
    expect(connection?.status).toBe('active');
    expect(pauses).toEqual([20_000, 90_000]);
    const told = events.filter((event) => event.type === 'step' && event.state === 'retrying');
    expect(told).toMatchObject([
      { step: 'dragonfly.connection', attempt: 2, evidence: expect.stringContaining('a role was granted') },
      { step: 'dragonfly.connection', attempt: 3 },
    ]);
    expect(events.filter((event) => event.type === 'terminal-found' && event.replacing)).toHaveLength(2);
    expect(sandbox.world().connections.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it('fails for good the third time', async () => {
    failures = 3;
    await expect(apply()).rejects.toBeInstanceOf(FailedStateError);
    expect(pauses).toHaveLength(2);
  });

  it('stays failed when the grants are old', async () => {
    failures = 1;
    acceptor.why = undefined;
    await expect(apply()).rejects.toBeInstanceOf(FailedStateError);
    expect(pauses).toEqual([]);
  });

  it('is made anew by the next run, too', async () => {
    failures = 1;
    acceptor.why = undefined;
    await expect(apply()).rejects.toBeInstanceOf(FailedStateError);
    acceptor.why = 'a role was granted 9 minutes before';
    const plan = await df.peering.plan(acceptor, { networkId, name: 'orders' });
    expect(plan.steps.find(({ id }) => id === 'dragonfly.connection')).toMatchObject({
      status: 'todo',
      evidence: expect.stringContaining('9 minutes'),
    });
    await expect(apply()).resolves.toMatchObject({ connection: { status: 'active' } });
  });
});

describe('a peer of which a part is to be made', () => {
  it('stands in the script as a shell variable', async () => {
    const sandbox = await startSandbox({ timings: FAST });
    try {
      const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
      const location = { provider: 'aws', region: 'us-east-1' } as const;
      const { id } = await df.networks.create({ name: 'net', location, cidrBlock: '192.168.0.0/16' });
      const networkId = (await df.networks.waitUntilActive(id)).id;
      const full = new FakeAcceptor(sandbox);
      const acceptor = Object.assign(full, {
        peer: async () => undefined,
        draft: async () => ({
          peer: { provider: 'aws', accountId: '123456789012', vpcId: full.vpcId } as const,
          variables: { '123456789012': 'ACCOUNT' },
        }),
      });
      const plan = await df.peering.plan(acceptor, { networkId, name: 'orders' });
      expect(plan.peer).toBeUndefined();
      const [step] = plan.steps;
      expect(step?.shell).toContain(`"'"$ACCOUNT"'"`);
      await expect(df.peering.apply(acceptor, { networkId, name: 'orders' })).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(sandbox.world().connections).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});
