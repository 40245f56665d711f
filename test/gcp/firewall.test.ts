import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GcpFirewallChoice } from '../../src/gcp/index.js';
import { Stage } from './helpers/stage.js';

const INGRESS = 'gcp.ingress:192.168.0.0/16';
const EGRESS = 'gcp.egress:192.168.0.0/16';
const WALL = {
  name: 'wall',
  direction: 'EGRESS',
  priority: 500,
  denied: [{ IPProtocol: 'all' }],
  destinationRanges: ['0.0.0.0/0'],
};

describe('the firewall rules on Google Cloud', () => {
  let stage: Stage;
  let networkId: string;
  beforeEach(async () => {
    stage = await Stage.open();
    networkId = await stage.network();
    await stage.vpc();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const run = () => ({ networkId, name: 'orders' });
  const apply = (firewall?: GcpFirewallChoice) => stage.df.peering.apply(stage.acceptor({ firewall }), run());
  const rules = async () => Object.values(await stage.firewalls());

  it('are not touched unless firewall is given', async () => {
    await stage.firewall(WALL);
    const { actions } = await apply();
    expect(actions).toEqual(['dragonfly.connection', 'gcp.peering']);
    expect(await rules()).toHaveLength(1);
  });

  it('let the CIDR in for the VMs that were named', async () => {
    const account = `app@${stage.projectId}.iam.gserviceaccount.com`;
    await apply({ targetServiceAccounts: [account], priority: 900 });
    expect(await rules()).toMatchObject([
      {
        name: expect.stringMatching(/^dfcloud-[0-9a-f]{20}$/),
        direction: 'INGRESS',
        priority: 900,
        allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }],
        sourceRanges: ['192.168.0.0/16'],
        targetServiceAccounts: [account],
        description: expect.stringContaining(networkId),
      },
    ]);
  });

  it('stop at a deny before anything is written', async () => {
    await stage.firewall(WALL);
    stage.sandbox.clearRequests();
    await expect(apply({ targets: 'all', ingress: false })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('wall (priority 500)'),
      fix: expect.stringContaining('overrideDeny'),
    });
    expect(stage.writes()).toEqual([]);
  });

  it('override a deny on request', async () => {
    await stage.firewall(WALL);
    const { actions } = await apply({ targetTags: ['app'], ingress: false, overrideDeny: true });
    expect(actions).toContain(EGRESS);
    expect(await rules()).toContainEqual(
      expect.objectContaining({ direction: 'EGRESS', priority: 499, targetTags: ['app'] }),
    );
    expect((await apply({ targetTags: ['app'], ingress: false })).actions).toEqual([]);
  });

  it('are changed when other VMs are named', async () => {
    await apply({ targetTags: ['app'] });
    const { actions } = await apply({ targets: 'all' });
    expect(actions).toEqual([INGRESS]);
    const [rule] = await rules();
    expect(rule).not.toHaveProperty('targetTags');
    expect((await apply({ targetServiceAccounts: ['app@p.iam.gserviceaccount.com'] })).actions).toEqual([
      INGRESS,
    ]);
  });

  it('of an earlier run are found by destroy', async () => {
    await apply({ targets: 'all' });
    const { removed, left } = await stage.df.peering.destroy(stage.acceptor(), run());
    expect(removed).toContain(INGRESS);
    expect(left).toEqual([]);
    expect(await rules()).toEqual([]);
  });

  it('of others are used and left', async () => {
    const name = 'dragonfly-in';
    await stage.firewall({ name, allowed: [{ IPProtocol: 'tcp' }], sourceRanges: ['192.168.0.0/16'] });
    await apply({ targets: 'all' });
    const { left } = await stage.df.peering.destroy(stage.acceptor({ firewall: { targets: 'all' } }), run());
    expect(left).toMatchObject([{ step: INGRESS, why: 'it was there before' }]);
    expect(await rules()).toMatchObject([{ name }]);
  });

  it('are made once when the answer is lost', async () => {
    stage.sandbox.faults.add({ on: 'compute.firewalls.insert', times: 1, fault: { kind: 'answer-lost' } });
    await apply({ targets: 'all' });
    expect(await rules()).toHaveLength(1);
  });
});
