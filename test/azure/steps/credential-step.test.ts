import { describe, expect, it } from 'vitest';
import { credentialStep } from '../../../src/azure/steps/credential-step.js';
import { secretLabel } from '../../../src/azure/steps/peering/secret-label.js';
import { FakeRun } from '../helpers/fake-run.js';
import { VNET } from '../helpers/peerings.js';

const LABEL = secretLabel('net_1', VNET);

describe('passwords of earlier runs', () => {
  it('are none for an application without any', async () => {
    const run = new FakeRun();
    expect(await credentialStep(run.means).read(run.flow)).toMatchObject({ status: 'done', ours: 'none' });
  });

  it('are none while there is no application', async () => {
    const run = new FakeRun();
    run.azure.application = undefined;
    const step = credentialStep(run.means);
    expect(await step.read(run.flow)).toMatchObject({ status: 'done' });
    await step.undo(run.flow);
    expect(run.azure.writes).toEqual([]);
  });

  it('are removed, and no others', async () => {
    const run = new FakeRun();
    run.azure.addSecret(LABEL, 'one');
    run.azure.addSecret(LABEL, 'two');
    run.azure.addSecret(secretLabel('net_2', VNET), 'of-another-network');
    run.azure.addSecret('backup', 'foreign');
    const step = credentialStep(run.means);
    expect(await step.read(run.flow)).toMatchObject({
      status: 'todo',
      ours: 'ours',
      evidence: expect.stringContaining('one, two'),
      needs: ['Application.ReadWrite.OwnedBy'],
    });
    expect(await run.perform(step)).toBe(true);
    expect(run.azure.secrets).toEqual(['of-another-network', 'foreign']);
  });

  it('are removed by a removal, too', async () => {
    const run = new FakeRun();
    run.azure.addSecret(LABEL);
    await credentialStep(run.means).undo(run.flow);
    expect(run.azure.secrets).toEqual([]);
  });
});
