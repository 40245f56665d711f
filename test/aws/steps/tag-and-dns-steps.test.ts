import { describe, expect, it } from 'vitest';
import { dnsStep } from '../../../src/aws/steps/dns-step.js';
import { tagStep } from '../../../src/aws/steps/tag-step.js';
import { PCX, peeringFixture } from '../helpers/fake-ec2.js';
import { FakeRun } from '../helpers/fake-run.js';

describe('the step for tags', () => {
  it('marks the peering with ours and the given ones', async () => {
    const run = new FakeRun({ tags: { team: 'data' } });
    run.ec2.thePeerings = [peeringFixture({ status: 'active' })];
    expect(await run.perform(tagStep(run.means))).toBe(true);
    const [peering] = run.ec2.thePeerings;
    expect(peering?.tags).toEqual({ 'dfcloud:network': 'net_1', Name: 'dragonfly net', team: 'data' });
    expect(await run.perform(tagStep(run.means))).toBe(false);
  });

  it('keeps a name that somebody gave it', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ status: 'active', tags: { Name: 'cache' } })];
    await run.perform(tagStep(run.means));
    expect(run.ec2.thePeerings[0]?.tags).toEqual({ 'dfcloud:network': 'net_1', Name: 'cache' });
  });

  it('adds a tag that is new', async () => {
    const run = new FakeRun({ tags: { team: 'data' } });
    const tags = { 'dfcloud:network': 'net_1', Name: 'dragonfly net' };
    run.ec2.thePeerings = [peeringFixture({ status: 'active', tags })];
    expect(await tagStep(run.means).read(run.flow)).toMatchObject({
      status: 'todo',
      evidence: 'missing: team',
    });
  });
});

describe('the step for DNS', () => {
  it('sets our half of the option only', async () => {
    const run = new FakeRun({ dnsResolution: true });
    run.ec2.thePeerings = [peeringFixture({ status: 'active' })];
    const step = dnsStep(run.means);
    expect(await step.read(run.flow)).toMatchObject({ status: 'todo' });
    await step.apply(run.flow);
    expect(run.ec2.writes).toEqual([`resolvePrivately ${PCX}`]);
  });

  it('leaves the option alone that is set', async () => {
    const run = new FakeRun({ dnsResolution: true });
    const { accepter } = peeringFixture();
    run.ec2.thePeerings = [
      peeringFixture({ status: 'active', accepter: { ...accepter, resolvesPrivately: true } }),
    ];
    expect(await run.perform(dnsStep(run.means))).toBe(false);
  });
});
