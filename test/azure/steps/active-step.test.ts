import { describe, expect, it } from 'vitest';
import { activeStep } from '../../../src/azure/steps/active-step.js';
import { cidr } from '../../../src/path/cidr.js';
import { FakeRun } from '../helpers/fake-run.js';
import { peeringFixture, REMOTE } from '../helpers/peerings.js';

const BESIDE = cidr('10.8.0.0/16');

describe('the gate behind the peering', () => {
  it('opens when all is as it should be', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture()];
    expect(await run.perform(activeStep(run.means))).toBe(false);
    expect(run.azure.writes).toEqual([]);
  });

  it.each([
    ['dragonfly', { state: 'Initiated', syncLevel: 'RemoteNotInSync' }],
    ['cloud', { syncLevel: 'LocalNotInSync' }],
    ['dragonfly', { syncLevel: 'RemoteNotInSync' }],
    ['cloud', { allowVirtualNetworkAccess: false }],
    ['cloud', { provisioningState: 'Updating' }],
    ['cloud', { state: 'Disconnected' }],
    ['cloud', { remotePrefixes: [] }],
  ])('stays shut and waits for %s: %o', async (whose, changes) => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture(changes)];
    expect(await activeStep(run.means).read(run.flow)).toMatchObject({ status: 'waiting', whose });
  });

  it.each([
    ['another CIDR', [BESIDE], '10.8.0.0/16, Dragonfly says 192.168.0.0/16'],
    ['one more', [REMOTE, BESIDE], '192.168.0.0/16, 10.8.0.0/16, Dragonfly says'],
  ])('refuses a peering that carries %s', async (_, remotePrefixes, words) => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ remotePrefixes, remoteVnetPrefixes: remotePrefixes })];
    const failed = run.perform(activeStep(run.means));
    await expect(failed).rejects.toThrow(words);
    await expect(failed).rejects.toMatchObject({ fix: expect.stringContaining('peering delete') });
  });

  it('sees no peering that leads elsewhere', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ remoteVnetId: '/subscriptions/x/other' })];
    expect(await activeStep(run.means).read(run.flow)).toMatchObject({ status: 'waiting' });
  });
});
