import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DfCloud, type Finding, type PeeringEvent } from '../../src/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { FakeAcceptor } from './helpers/fake-acceptor.js';

const FAST = { provisioningMs: 1, requestMs: 1, activationMs: 1, deletionMs: 1 };

describe('the peering flow', () => {
  let sandbox: Sandbox;
  let df: DfCloud;
  let acceptor: FakeAcceptor;
  let networkId: string;
  const run = () => ({ networkId, name: 'orders' });
  const wrote = () => sandbox.requests().filter(({ method }) => method !== 'GET').length;

  beforeEach(async () => {
    sandbox = await startSandbox({ timings: FAST });
    df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    acceptor = new FakeAcceptor(sandbox);
    const location = { provider: 'aws', region: 'us-east-1' } as const;
    ({ id: networkId } = await df.networks.create({ name: 'net', location, cidrBlock: '192.168.0.0/16' }));
    await df.networks.waitUntilActive(networkId);
    sandbox.clearRequests();
  });
  afterEach(() => sandbox.close());

  it('plans exactly what apply then does', async () => {
    const plan = await df.peering.plan(acceptor, run());
    expect(wrote()).toBe(0);
    expect(acceptor.writes).toEqual([]);
    const events: PeeringEvent[] = [];
    const { actions } = await df.peering.apply(acceptor, {
      ...run(),
      onEvent: (event) => events.push(event),
    });
    expect(actions).toEqual(plan.actions);
    const applying = events.flatMap((event) =>
      event.type === 'step' && event.state === 'applying' ? [event.step] : [],
    );
    expect([...applying].sort()).toEqual([...plan.actions].sort());
  });

  it('counts a write that follows a wait', async () => {
    acceptor.acceptStep.state = { status: 'waiting', ours: 'none', evidence: 'on its way', leadsTo: 'todo' };
    const plan = await df.peering.plan(acceptor, run());
    expect(plan.actions).toContain('fake.accept');
  });

  it('writes nothing the second time', async () => {
    await df.peering.apply(acceptor, run());
    const before = acceptor.writes.length;
    sandbox.clearRequests();
    expect((await df.peering.apply(acceptor, run())).actions).toEqual([]);
    expect(wrote()).toBe(0);
    expect(acceptor.writes).toHaveLength(before);
  });

  it('shows both sides and every endpoint', async () => {
    const plan = await df.peering.plan(acceptor, run());
    const network = await df.networks.get(networkId);
    expect(plan.remote).toEqual({
      networkId,
      cidrBlock: '192.168.0.0/16',
      region: 'us-east-1',
      ...network.vpc,
    });
    expect(plan.peer).toEqual(await acceptor.peer());
    expect(plan.endpoints).toEqual([sandbox.url, acceptor.url]);
  });

  it('applies a plan that has been through a file', async () => {
    const plan = JSON.parse(JSON.stringify(await df.peering.plan(acceptor, run())));
    const shuffled = { ...plan, remote: Object.fromEntries(Object.entries(plan.remote).reverse()) };
    await expect(df.peering.apply(acceptor, { ...run(), plan: shuffled })).resolves.toMatchObject({});
  });

  it.each([
    ['endpoint', () => ({ url: 'http://127.0.0.2:9' })],
    ['VPC', () => ({ vpcId: 'vpc-0fffffffffffffff0' })],
  ])('refuses a plan for another %s', async (_, change) => {
    const plan = await df.peering.plan(acceptor, run());
    Object.assign(acceptor, change());
    const failed = df.peering.apply(acceptor, { ...run(), plan });
    await expect(failed).rejects.toMatchObject({ code: 'invalid_input', field: 'plan' });
    expect(acceptor.writes).toEqual([]);
  });

  it('refuses a plan for another far side', async () => {
    const plan = await df.peering.plan(acceptor, run());
    const stale = { ...plan, remote: { ...plan.remote, accountId: '999999999999' } };
    const failed = df.peering.apply(acceptor, { ...run(), plan: stale });
    await expect(failed).rejects.toThrow('999999999999');
  });

  it('refuses to mix doubles and real endpoints', async () => {
    acceptor.url = 'https://ec2.us-east-1.amazonaws.com';
    for (const verb of ['plan', 'apply', 'destroy'] as const) {
      const failed = df.peering[verb](acceptor, run());
      await expect(failed).rejects.toMatchObject({ code: 'invalid_input', field: 'endpoint' });
    }
    expect(acceptor.steps.flatMap(({ log }) => log)).toEqual([]);
  });

  it('stops at preflight with all errors, before any write', async () => {
    const finding = (code: string, severity: Finding['severity']): Finding => ({
      code,
      severity,
      summary: `Found ${code}.`,
      evidence: 'x',
      fix: { text: `Cure ${code}.` },
    });
    acceptor.findings = [finding('one', 'error'), finding('two', 'warning'), finding('three', 'error')];
    const events: PeeringEvent[] = [];
    const failed = df.peering.apply(acceptor, { ...run(), onEvent: (event) => events.push(event) });
    await expect(failed).rejects.toMatchObject({
      code: 'conflict',
      message: 'Nothing was written: Found one. Found three.',
      fix: 'Cure one. Cure three.',
    });
    expect(events.filter(({ type }) => type === 'finding')).toHaveLength(3);
    expect(wrote()).toBe(0);
    expect(await df.peering.preflight(acceptor, run())).toHaveLength(3);
  });

  it('says when a run is cancelled', async () => {
    const stop = new AbortController();
    acceptor.acceptStep.during = async () => stop.abort(new TypeError('enough'));
    const failed = df.peering.apply(acceptor, { ...run(), signal: stop.signal });
    await expect(failed).rejects.toMatchObject({ code: 'aborted' });
    acceptor.acceptStep.during = new FakeAcceptor(sandbox).acceptStep.during;
  });

  it.each([
    ['name', { name: '' }],
    ['naem', { naem: 'x' }],
  ])('refuses an illegal %s', async (field, options) => {
    const failed = df.peering.plan(acceptor, { ...run(), ...options });
    await expect(failed).rejects.toMatchObject({ code: 'invalid_input', field });
  });

  it('refuses the acceptor of another cloud', async () => {
    Object.assign(acceptor, { provider: 'gcp' });
    await expect(df.peering.plan(acceptor, run())).rejects.toMatchObject({ field: 'networkId' });
  });

  describe('destroying', () => {
    it('undoes in reverse, waits for the connection, and repeats', async () => {
      await df.peering.apply(acceptor, run());
      const { removed, left } = await df.peering.destroy(acceptor, run());
      expect(removed.slice(0, 3).sort()).toEqual(['r1', 'r2', 'r3']);
      expect(removed.slice(3)).toEqual(['fake.accept', 'dragonfly.connection']);
      expect(left).toEqual([]);
      expect(await df.connections.list()).toEqual([]);
      sandbox.clearRequests();
      expect(await df.peering.destroy(acceptor, run())).toEqual({ removed: [], left: [] });
      expect(wrote()).toBe(0);
    });

    it('leaves what was there before', async () => {
      await df.peering.apply(acceptor, run());
      const [route] = acceptor.routes;
      if (route) route.state = { status: 'done', ours: 'adopted', evidence: 'theirs' };
      const { removed, left } = await df.peering.destroy(acceptor, run());
      expect(left).toEqual([
        { step: 'r1', title: 'Step r1', evidence: 'theirs', why: 'it was there before' },
      ]);
      expect(removed).not.toContain('r1');
    });

    it('leaves a connection of another name, and what hangs on it', async () => {
      await df.peering.apply(acceptor, run());
      for (const route of acceptor.routes) route.state = { ...route.state, ours: 'dependent' };
      const { removed, left } = await df.peering.destroy(acceptor, { networkId, name: 'other' });
      expect(removed).toEqual([]);
      expect(left.map(({ step }) => step).sort()).toEqual([
        'dragonfly.connection',
        'fake.accept',
        'r1',
        'r2',
        'r3',
      ]);
      expect(await df.connections.list()).toHaveLength(1);
    });

    it('takes a connection of another name by its id', async () => {
      const { connection } = await df.peering.apply(acceptor, run());
      const { removed } = await df.peering.destroy(acceptor, { networkId, connectionId: connection?.id });
      expect(removed).toContain('dragonfly.connection');
    });

    it('keeps what cannot be proved, when asked', async () => {
      await df.peering.apply(acceptor, run());
      for (const route of acceptor.routes) route.state = { ...route.state, ours: 'dependent' };
      const { removed, left } = await df.peering.destroy(acceptor, { ...run(), keepUnproven: true });
      expect(left.map(({ step }) => step)).toEqual(['r3', 'r2', 'r1']);
      expect(removed).toEqual(['fake.accept', 'dragonfly.connection']);
    });

    it('removes a half-built run', async () => {
      acceptor.acceptStep.failures = [new TypeError('killed')];
      acceptor.acceptStep.during = async () => undefined;
      await expect(df.peering.apply(acceptor, run())).rejects.toThrow('killed');
      const { removed } = await df.peering.destroy(acceptor, run());
      expect(removed).toEqual(['dragonfly.connection']);
    });

    it('removes a connection that has failed', async () => {
      const { connection } = await df.peering.apply(acceptor, run());
      sandbox.revoke(connection?.id ?? '');
      const { removed } = await df.peering.destroy(acceptor, run());
      expect(removed).toContain('dragonfly.connection');
      expect(await df.connections.list()).toEqual([]);
    });
  });
});
