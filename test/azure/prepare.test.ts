import { describe, expect, it } from 'vitest';
import { Run } from './helpers/run.js';

describe('prepare while Azure is behind', () => {
  it('makes what both sides need, and nothing the second time', async () => {
    await using run = await Run.open();
    const { actions, connection } = await run.apply();
    expect(connection?.status).toBe('active');
    expect(actions).toEqual([
      'azure.app',
      'azure.app-principal',
      'azure.vendor-principal',
      'azure.app-grant',
      'azure.vendor-role',
      'azure.vendor-grant',
      'dragonfly.connection',
      'azure.peering',
    ]);
    expect((await run.apply()).actions).toEqual([]);
  });

  it('waits out PrincipalNotFound, five times', async () => {
    await using run = await Run.open({ principalCalls: 5 });
    expect((await run.apply()).connection?.status).toBe('active');
    const retries = run.listener.told('retrying').filter((line) => line.startsWith('azure.app-grant'));
    expect(retries).toHaveLength(5);
    expect(retries[0]).toContain('does not know it yet');
  });

  it('waits until a late directory shows what it made', async () => {
    await using run = await Run.open({ graphMs: 60_000, principalMs: 60_000 });
    expect((await run.apply()).connection?.status).toBe('active');
    const applications = run.stage.sandbox
      .requests()
      .filter(({ method, path }) => method === 'PATCH' && path.includes('applications'));
    expect(applications).toHaveLength(1);
  });

  it('waits until roles that lists do not show are there', async () => {
    await using run = await Run.open({ roleListMs: 30_000, roleEffectMs: 30_000 });
    expect((await run.apply()).connection?.status).toBe('active');
  });

  it('gets through when every seventh call is throttled', async () => {
    await using run = await Run.open({ throttleEvery: 7 });
    expect((await run.apply()).connection?.status).toBe('active');
  });

  it('lets roles settle before the connection', async () => {
    await using run = await Run.open();
    await run.apply({ grantSettleMs: 15_000 });
    expect(run.listener.told('waiting').join()).toMatch(/azure.grants-settled: 1[45] s are left/);
  });

  it('makes a connection anew that failed for fresh roles', async () => {
    await using run = await Run.open({ roleEffectMs: 30_000 });
    expect((await run.apply()).connection?.status).toBe('active');
    const retries = run.listener.told('retrying').filter((line) => line.startsWith('dragonfly.connection'));
    expect(retries).toHaveLength(2);
    expect(retries[0]).toMatch(/a role was assigned \d+ s ago/);
  });

  it('waits for a vendor that is a minute late', async () => {
    await using run = await Run.open({ vendorServicePrincipalMs: 60_000 });
    expect((await run.apply()).connection?.status).toBe('active');
  });
});
