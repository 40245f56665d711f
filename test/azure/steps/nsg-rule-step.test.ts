import { describe, expect, it } from 'vitest';
import { layOutAcceptance } from '../../../src/azure/lay-out-acceptance.js';
import { cidr } from '../../../src/path/cidr.js';
import type { Step } from '../../../src/peering/step.js';
import { NSG, refusal, subnetFixture } from '../helpers/fake-azure.js';
import { FakeRun } from '../helpers/fake-run.js';
import { SUBSCRIPTION, VNET } from '../helpers/peerings.js';
import { ruleFixture } from '../helpers/rules.js';

const deny = (changes = {}) => ruleFixture({ name: 'DenyAll', access: 'Deny', priority: 4000, ...changes });

async function ruleSteps(run: FakeRun): Promise<Step[]> {
  return (await layOutAcceptance(run.means)).filter(({ id }) => id.startsWith('azure.rule:'));
}

async function outbound(run: FakeRun): Promise<Step> {
  const step = (await ruleSteps(run)).find(({ id }) => id.includes('outbound'));
  if (!step) throw new TypeError('no step');
  return step;
}

describe('the rules of network security groups', () => {
  it('are not needed where the defaults allow it', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    const steps = await ruleSteps(run);
    expect(steps.map(({ id }) => id)).toEqual(['azure.rule:outbound:rg/nsg', 'azure.rule:inbound:rg/nsg']);
    for (const step of steps) {
      expect(await step.read(run.flow)).toMatchObject({ status: 'done', ours: 'none' });
      expect(await run.perform(step)).toBe(false);
    }
    expect(run.azure.writes).toEqual([]);
  });

  it('get the narrowest one right before what blocks', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = {
      ...run.azure.theNsg,
      rules: [deny(), deny({ name: 'Next', priority: 3999, access: 'Allow', destinationPorts: ['443'] })],
    };
    const step = await outbound(run);
    expect(await step.read(run.flow)).toMatchObject({
      status: 'todo',
      ours: 'none',
      evidence: 'nsg denies it by DenyAll (priority 4000)',
      needs: ['Microsoft.Network/networkSecurityGroups/securityRules/write'],
    });
    expect(await run.perform(step)).toBe(true);
    const [rule] = run.azure.theNsg.rules.filter(({ name }) => name.startsWith('dfcloud-'));
    expect(rule).toEqual({
      name: expect.stringMatching(/^dfcloud-outbound-[0-9a-f]{8}$/),
      description: 'Dragonfly network net_1',
      priority: 3998,
      direction: 'Outbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourcePrefixes: ['10.0.0.0/24'],
      destinationPrefixes: ['192.168.0.0/16'],
      sourcePorts: ['*'],
      destinationPorts: ['6379'],
      sourceGroupIds: [],
      destinationGroupIds: [],
    });
    expect(await step.read(run.flow)).toMatchObject({ status: 'done', ours: 'ours' });
    expect(run.azure.writes).toHaveLength(1);
  });

  it('turn the ends round for the other direction', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny({ direction: 'Inbound' })] };
    const [, inbound] = await ruleSteps(run);
    expect(inbound?.note).toContain('not needed');
    if (inbound) await run.perform(inbound);
    expect(run.azure.theNsg.rules.at(-1)).toMatchObject({
      direction: 'Inbound',
      sourcePrefixes: ['192.168.0.0/16'],
      destinationPrefixes: ['10.0.0.0/24'],
    });
  });

  it('are chosen anew when the priority was lost', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny()] };
    run.azure.fail('putSecurityRule', refusal('SecurityRuleConflict'));
    const step = await outbound(run);
    const sleep = run.clock.sleep;
    run.clock.sleep = async (ms, signal) => {
      run.azure.theNsg = {
        ...run.azure.theNsg,
        rules: [deny(), ruleFixture({ name: 'Theirs', priority: 3999, destinationPorts: ['443'] })],
      };
      await sleep(ms, signal);
    };
    expect(await run.perform(step)).toBe(true);
    expect(run.azure.writes.map(({ call }) => call.split(' ').at(-1))).toEqual(['3999', '3998']);
  });

  it('conflict when no priority is left', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny({ priority: 100 })] };
    await expect(run.perform(await outbound(run))).rejects.toMatchObject({
      code: 'conflict',
      fix: expect.stringContaining('before DenyAll is taken'),
    });
  });

  it('are added where it cannot be told', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = {
      ...run.azure.theNsg,
      rules: [deny({ sourcePrefixes: [], sourceGroupIds: ['asg'] })],
    };
    const step = await outbound(run);
    expect(await step.read(run.flow)).toMatchObject({
      status: 'todo',
      evidence: expect.stringContaining('may deny'),
    });
    expect(await run.perform(step)).toBe(true);
  });

  it('adopt a rule of the customer', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    const theirs = ruleFixture({ name: 'Redis', priority: 300, destinationPorts: ['6379'] });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny(), theirs] };
    expect(await (await outbound(run)).read(run.flow)).toMatchObject({ status: 'done', ours: 'adopted' });
  });

  it('move when a subnet has come under the group', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny()] };
    await run.perform(await outbound(run));
    const more = subnetFixture({ id: `${VNET}/subnets/more`, name: 'more', prefixes: [cidr('10.0.4.0/24')] });
    run.azure.theVnet = { ...run.azure.theVnet, subnets: [subnetFixture(), more] };
    const step = await outbound(run);
    expect(await step.read(run.flow)).toMatchObject({ status: 'todo', ours: 'ours' });
    await run.perform(step);
    const own = run.azure.theNsg.rules.filter(({ name }) => name.startsWith('dfcloud-'));
    expect(own).toEqual([
      expect.objectContaining({ sourcePrefixes: ['10.0.0.0/24', '10.0.4.0/24'], priority: 3999 }),
    ]);
  });

  it('are touched only where that was asked', async () => {
    const run = new FakeRun();
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny()] };
    expect(await ruleSteps(run)).toEqual([]);
  });

  it('of an earlier run are found and removed', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    run.azure.theNsg = { ...run.azure.theNsg, rules: [deny()] };
    await run.perform(await outbound(run));
    const later = new FakeRun();
    later.azure.theNsg = run.azure.theNsg;
    const [step, ...more] = await ruleSteps(later);
    expect(more).toEqual([]);
    expect(step?.note).toBe('from an earlier run');
    expect(await step?.read(later.flow)).toMatchObject({ status: 'done', ours: 'ours' });
    await step?.undo(later.flow);
    expect(later.azure.theNsg.rules.map(({ name }) => name)).toEqual(['DenyAll']);
  });

  it('are found on interfaces, one for a scale set', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    const compute = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/pool`;
    const ids = [0, 1].map((n) => `${compute}/virtualMachines/${n}/networkInterfaces/nic`);
    const nsgId = NSG.replace(/nsg$/, 'nic-nsg');
    const configuration = { id: 'x', subnetId: `${VNET}/subnets/apps`, groupIds: [] };
    run.azure.theNics = ids.map((id) => ({
      id,
      name: 'nic',
      nsgId,
      ipForwarding: false,
      ipConfigurations: [configuration],
    }));
    const { nsgId: _, ...bare } = subnetFixture({
      ipConfigurationIds: ids.map((id) => `${id}/ipConfigurations/c`),
    });
    run.azure.theVnet = { ...run.azure.theVnet, subnets: [bare] };
    expect((await ruleSteps(run)).map(({ id }) => id)).toEqual([
      'azure.rule:outbound:rg/nic-nsg',
      'azure.rule:inbound:rg/nic-nsg',
    ]);
    expect(run.azure.calls.filter((call) => call.startsWith('nic'))).toHaveLength(1);
  });

  it('leave out interfaces that may not be read', async () => {
    const run = new FakeRun({ networkRules: 'add' });
    const nic = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/networkInterfaces/nic`;
    run.azure.theVnet = {
      ...run.azure.theVnet,
      subnets: [subnetFixture({ ipConfigurationIds: [`${nic}/ipConfigurations/c`] })],
    };
    run.azure.fail('nics', refusal('AuthorizationFailed'));
    expect(await ruleSteps(run)).toHaveLength(2);
  });
});

describe('a virtual network that does not exist', () => {
  it('leaves only the password to look after', async () => {
    const run = new FakeRun();
    run.azure.fail('vnet', refusal('ResourceNotFound'));
    expect((await layOutAcceptance(run.means)).map(({ id }) => id)).toEqual(['azure.credential']);
  });
});
