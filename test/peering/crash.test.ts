import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DfCloud } from '../../src/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { FakeAcceptor } from './helpers/fake-acceptor.js';

const FAST = { provisioningMs: 1, requestMs: 1, activationMs: 1, deletionMs: 1 };

/** Ends every run at its n-th request or write, before or after it took effect. */
class Killer {
  readonly #stop = new AbortController();
  #left: number;

  constructor(
    calls: number,
    readonly effect: 'before' | 'after',
  ) {
    this.#left = calls;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  readonly fetch: typeof fetch = (input, init) => this.around(() => fetch(input, init));

  async around<T>(call: () => Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left !== 0) return call();
    if (this.effect === 'after') await call();
    this.#stop.abort(new TypeError('killed'));
    throw this.#stop.signal.reason;
  }
}

describe('a run that is killed', () => {
  let sandbox: Sandbox;
  let networkId: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ timings: FAST });
    const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    const location = { provider: 'aws', region: 'us-east-1' } as const;
    ({ id: networkId } = await df.networks.create({ name: 'net', location, cidrBlock: '192.168.0.0/16' }));
    await df.networks.waitUntilActive(networkId);
  });
  afterEach(() => sandbox.close());

  it.each(['before', 'after'] as const)(
    'converges when repeated, killed %s any call',
    { timeout: 30_000 },
    async (effect) => {
      const whole = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
      const run = { networkId, name: 'orders' };
      let killed = 0;
      for (let calls = 1; ; calls += 1) {
        const acceptor = new FakeAcceptor(sandbox);
        const killer = new Killer(calls, effect);
        for (const step of acceptor.steps) {
          const apply = step.apply.bind(step);
          step.apply = (context) =>
            killer.signal.aborted ? apply(context) : killer.around(() => apply(context));
        }
        const fragile = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, fetch: killer.fetch });
        const first = await fragile.peering
          .apply(acceptor, { ...run, signal: killer.signal })
          .catch(() => undefined);
        if (first) break;
        killed += 1;
        await whole.peering.apply(acceptor, run);
        expect(sandbox.world().connections).toMatchObject([{ status: 'active' }]);
        expect(acceptor.steps.map(({ state }) => state.status)).toEqual(['done', 'done', 'done', 'done']);
        await whole.peering.destroy(acceptor, run);
        expect(sandbox.world().connections).toEqual([]);
      }
      expect(killed).toBeGreaterThan(8);
    },
  );
});
