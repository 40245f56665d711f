import { describe, expect, it } from 'vitest';
import { acceptStep } from '../../../src/aws/steps/accept-step.js';
import { activeStep } from '../../../src/aws/steps/active-step.js';
import { cidr } from '../../../src/path/cidr.js';
import { PCX, peeringFixture, refusal, VENDOR } from '../helpers/fake-ec2.js';
import { connectionFixture, FakeRun } from '../helpers/fake-run.js';

const { requester, accepter } = peeringFixture();

describe('the step that accepts', () => {
  it('accepts the request that Dragonfly names', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture()];
    expect(await run.perform(acceptStep(run.means))).toBe(true);
    expect(run.ec2.writes).toEqual([`acceptPeering ${PCX}`]);
  });

  it.each([
    [
      'requester account',
      { requester: { ...requester, accountId: '555' } },
      `requester's account is 555, Dragonfly says ${VENDOR}`,
    ],
    [
      'requester VPC',
      { requester: { ...requester, vpcId: 'vpc-x' } },
      "requester's VPC is vpc-x, Dragonfly says vpc-0f",
    ],
    [
      'requester region',
      { requester: { ...requester, region: 'eu-west-1' } },
      "requester's region is eu-west-1, Dragonfly says us-east-1",
    ],
    [
      'accepter account',
      { accepter: { ...accepter, accountId: '555' } },
      "accepter's account is 555, you named 1111",
    ],
    [
      'accepter VPC',
      { accepter: { ...accepter, vpcId: 'vpc-y' } },
      "accepter's VPC is vpc-y, you named vpc-0a",
    ],
    [
      'accepter region',
      { accepter: { ...accepter, region: 'eu-west-1' } },
      "accepter's region is eu-west-1, you named us-east-1",
    ],
    [
      'requester CIDR',
      { requester: { ...requester, cidrs: [cidr('10.8.0.0/16')] } },
      'CIDR is 10.8.0.0/16, Dragonfly says 192.168.0.0/16',
    ],
  ])('refuses another %s with both values', async (_, changes, words) => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture(changes)];
    await expect(run.perform(acceptStep(run.means))).rejects.toThrow(words);
    expect(run.ec2.writes).toEqual([]);
  });

  it('refuses a region or account that EC2 leaves out', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ requester: { cidrs: [], resolvesPrivately: false } })];
    await expect(run.perform(acceptStep(run.means))).rejects.toThrow('account is not shown');
  });

  it('refuses while Dragonfly does not name the requester', async () => {
    const run = new FakeRun();
    Reflect.deleteProperty(run.network, 'vpc');
    run.ec2.thePeerings = [peeringFixture()];
    await expect(run.perform(acceptStep(run.means))).rejects.toThrow('Dragonfly does not say yet');
    expect(run.ec2.writes).toEqual([]);
  });

  it('takes the only live request while Dragonfly names none', async () => {
    const run = new FakeRun();
    const { peerConnectionId: _, ...unnamed } = connectionFixture();
    run.connection = unnamed;
    run.ec2.thePeerings = [
      peeringFixture({ id: 'pcx-dead', status: 'deleted' }),
      peeringFixture({ id: 'pcx-stranger', requester: { ...requester, accountId: '555' } }),
      peeringFixture({ id: 'pcx-other-vpc', requester: { ...requester, vpcId: 'vpc-other' } }),
      peeringFixture(),
    ];
    await run.perform(acceptStep(run.means));
    expect(run.ec2.writes).toEqual([`acceptPeering ${PCX}`]);
  });

  it('takes none of two live requests', async () => {
    const run = new FakeRun();
    const { peerConnectionId: _, ...unnamed } = connectionFixture();
    run.connection = unnamed;
    run.ec2.thePeerings = [peeringFixture(), peeringFixture({ id: 'pcx-2' })];
    await expect(run.perform(acceptStep(run.means))).rejects.toThrow(`${PCX}, pcx-2`);
    expect(run.ec2.writes).toEqual([]);
  });

  it.each(['initiating-request', 'never-heard-of'])('waits while the peering is %s', async (status) => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ status })];
    const state = await acceptStep(run.means).read(run.flow);
    expect(state).toMatchObject({ status: 'waiting', whose: 'cloud', leadsTo: 'todo' });
  });

  it.each(['provisioning', 'active'])('leaves a peering alone that is %s', async (status) => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ status })];
    expect(await run.perform(acceptStep(run.means))).toBe(false);
    expect(run.ec2.writes).toEqual([]);
  });

  it.each([
    ['expired', '7 days'],
    ['rejected', 'rejected the request'],
    ['failed', 'overlapping'],
    ['deleted', 'cannot be revived'],
    ['deleting', 'cannot be revived'],
  ])('says what to do when it is %s', async (status, words) => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ status })];
    const state = await acceptStep(run.means).read(run.flow);
    expect(state).toMatchObject({ status: 'conflict', ours: 'none' });
    expect(state.fix).toContain(words);
    expect(state.fix).toContain('dfcloud connections delete conn_1');
  });

  it('waits out NotFound after a successful describe', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture()];
    const lag = refusal('InvalidVpcPeeringConnectionId.NotFound');
    run.ec2.fail('acceptPeering', lag, lag, lag);
    expect(await run.perform(acceptStep(run.means))).toBe(true);
    expect(run.events.filter((event) => 'state' in event && event.state === 'retrying')).toHaveLength(3);
  });

  it('gives up when NotFound lasts a minute', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture()];
    run.ec2.fail('acceptPeering', ...Array(100).fill(refusal('InvalidVpcPeeringConnectionID.NotFound')));
    await expect(run.perform(acceptStep(run.means))).rejects.toMatchObject({ code: 'cloud_refused' });
    expect(run.nowMs).toBeGreaterThan(40_000);
    expect(run.nowMs).toBeLessThanOrEqual(60_000);
  });

  it('sees an acceptance whose answer was lost', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture()];
    const step = acceptStep(run.means);
    run.ec2.fail('acceptPeering', refusal('InvalidStateTransition'));
    const { ec2 } = run;
    const accept = ec2.acceptPeering.bind(ec2);
    ec2.acceptPeering = async (id) => {
      ec2.acceptPeering = accept;
      await accept(id).finally(() => {
        ec2.thePeerings = [peeringFixture({ status: 'active' })];
      });
    };
    expect(await run.perform(step)).toBe(true);
  });

  it('never asks for peerings without an id', async () => {
    const run = new FakeRun();
    run.connection = connectionFixture({ peerConnectionId: '' });
    await acceptStep(run.means).read(run.flow);
    expect(run.ec2.calls.filter((call) => call.startsWith('peeringsById'))).toEqual([]);
  });

  it('leaves a stranger in place when undone', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [
      peeringFixture({ status: 'active', requester: { ...requester, accountId: '555' } }),
    ];
    await acceptStep(run.means).undo(run.flow);
    expect(run.ec2.writes).toEqual([]);
  });
});

describe('the gate before the first route', () => {
  it('opens when active and the CIDR is right', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ status: 'active' })];
    expect(await run.perform(activeStep(run.means))).toBe(false);
  });

  it('stays shut on another CIDR, with both', async () => {
    const run = new FakeRun();
    const changed = { ...requester, cidrs: [cidr('10.8.0.0/16')] };
    run.ec2.thePeerings = [peeringFixture({ status: 'active', requester: changed })];
    const failed = run.perform(activeStep(run.means));
    await expect(failed).rejects.toThrow('CIDR is 10.8.0.0/16, Dragonfly says 192.168.0.0/16');
    await expect(failed).rejects.toMatchObject({
      fix: expect.stringContaining('delete-vpc-peering-connection'),
    });
  });

  it('stays shut on a CIDR more than expected', async () => {
    const run = new FakeRun();
    const more = { ...requester, cidrs: [...requester.cidrs, cidr('10.8.0.0/16')] };
    run.ec2.thePeerings = [peeringFixture({ status: 'active', requester: more })];
    await expect(run.perform(activeStep(run.means))).rejects.toThrow(
      '10.8.0.0/16, 192.168.0.0/16, Dragonfly says',
    );
  });

  it('waits until the CIDRs are shown', async () => {
    const run = new FakeRun();
    run.ec2.thePeerings = [peeringFixture({ status: 'active', requester: { ...requester, cidrs: [] } })];
    expect(await activeStep(run.means).read(run.flow)).toMatchObject({ status: 'waiting', whose: 'cloud' });
  });
});
