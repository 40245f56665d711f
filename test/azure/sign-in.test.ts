import { ClientSecretCredential } from '@azure/identity';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AzureAcceptor, type AzureCredential, type DeviceCodePrompt } from '../../src/azure/index.js';
import { Run } from './helpers/run.js';

afterEach(() => vi.unstubAllEnvs());

describe('signing in to the double', () => {
  it('takes all of it from the environment', async () => {
    await using run = await Run.open();
    for (const [name, value] of Object.entries(run.stage.sandbox.env)) vi.stubEnv(name, value);
    const plan = await run.plan({ credential: undefined, endpoints: undefined });
    expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.actions).toContain('azure.app');
  });

  it('works for a person with one sign-in for both services', async () => {
    await using run = await Run.open();
    const prompts: DeviceCodePrompt[] = [];
    const deviceCode = (prompt: DeviceCodePrompt) => void prompts.push(prompt);
    const plan = await run.plan({ credential: { deviceCode } });
    expect(plan.actions).toContain('azure.app');
    expect(prompts).toHaveLength(1);
    expect(prompts[0]?.userCode).not.toBe('');
  });

  it('takes the credentials of @azure/identity as they are', () => {
    const guid = '44444444-4444-4444-8444-444444444444';
    const credential: AzureCredential = new ClientSecretCredential(guid, guid, 'secret');
    const place = { subscriptionId: guid, resourceGroup: 'rg', vnetName: 'hub' };
    expect(new AzureAcceptor({ ...place, credential }).provider).toBe('azure');
  });
});
