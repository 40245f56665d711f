import { describe, expect, it } from 'vitest';
import type { GroupRule } from '../../../src/aws/ec2/model.js';
import { groupRuleStep } from '../../../src/aws/steps/group-rule-step.js';
import { cidr } from '../../../src/path/cidr.js';
import { GROUP, REMOTE, refusal, ruleFixture } from '../helpers/fake-ec2.js';
import { FakeRun } from '../helpers/fake-run.js';

const OUT = { groupId: GROUP, egress: true, cidr: REMOTE, named: true };
const IN = { ...OUT, egress: false };
const OURS = { 'dfcloud:network': 'net_1' };
const tcp = (changes: Partial<GroupRule>): GroupRule =>
  ruleFixture({ protocol: 'tcp', ports: { from: 6379, to: 6379 }, cidr: REMOTE, ...changes });

function runWith(...rules: readonly GroupRule[]): FakeRun {
  const run = new FakeRun({ securityGroupIds: [GROUP] });
  run.ec2.rules = [...rules];
  return run;
}

describe('the step for a rule of a security group', () => {
  it.each([
    ['all traffic to everywhere', [ruleFixture()]],
    ['the port in a range', [tcp({ ports: { from: 6000, to: 7000 } })]],
    ['the protocol by its number', [tcp({ protocol: '6' })]],
    [
      'two halves of the block',
      [tcp({ cidr: cidr('192.168.0.0/17') }), tcp({ cidr: cidr('192.168.128.0/17') })],
    ],
  ])('leaves a group alone that allows %s', async (_, rules) => {
    const run = runWith(...rules);
    expect(await groupRuleStep(run.means, OUT).read(run.flow)).toMatchObject({
      status: 'done',
      ours: 'adopted',
    });
    expect(await run.perform(groupRuleStep(run.means, OUT))).toBe(false);
    expect(run.ec2.writes).toEqual([]);
  });

  it('counts the entries of a prefix list', async () => {
    const { cidr: _, ...listed } = tcp({ prefixListId: 'pl-1' });
    const run = runWith(listed);
    run.ec2.lists.set('pl-1', [cidr('192.168.0.0/16')]);
    expect(await run.perform(groupRuleStep(run.means, OUT))).toBe(false);
  });

  it.each([
    ['half of the block', tcp({ cidr: cidr('192.168.0.0/17') })],
    ['another port', tcp({ ports: { from: 6380, to: 6380 } })],
    ['another protocol', tcp({ protocol: 'udp' })],
    ['the other direction', tcp({ egress: false })],
  ])('adds a rule where the group allows only %s', async (_, rule) => {
    const run = runWith(rule);
    expect(await run.perform(groupRuleStep(run.means, OUT))).toBe(true);
    expect(run.ec2.rules.at(-1)).toMatchObject({ egress: true, tags: OURS, ports: { from: 6379, to: 6379 } });
  });

  it('says that the inbound rule is not needed', () => {
    const run = runWith();
    expect(groupRuleStep(run.means, IN).note).toContain('not needed for connections that your clients open');
    expect(groupRuleStep(run.means, OUT).note).toBeUndefined();
  });

  it('recognises a duplicate that somebody else made', async () => {
    const run = runWith();
    run.ec2.createGroupRule = async () => {
      run.ec2.rules.push(tcp({ id: 'sgr-theirs' }));
      throw refusal('InvalidPermission.Duplicate');
    };
    const step = groupRuleStep(run.means, OUT);
    expect(await run.perform(step)).toBe(true);
    expect(await step.read({ ...run.flow, round: {} })).toMatchObject({ ours: 'adopted' });
  });

  it('removes the rules with our tag only', async () => {
    const run = runWith(
      tcp({ id: 'sgr-ours', tags: OURS }),
      tcp({ id: 'sgr-theirs' }),
      tcp({ id: 'sgr-of-other-network', tags: { 'dfcloud:network': 'net_2' } }),
      tcp({ id: 'sgr-ours-inbound', egress: false, tags: OURS }),
    );
    await groupRuleStep(run.means, OUT).undo(run.flow);
    expect(run.ec2.writes).toEqual([`deleteGroupRules ${GROUP} sgr-ours`]);
  });

  it('takes a rule that is gone for removed', async () => {
    const run = runWith(tcp({ tags: OURS }));
    run.ec2.fail('deleteGroupRules', refusal('InvalidSecurityGroupRuleId.NotFound'));
    await expect(groupRuleStep(run.means, OUT).undo(run.flow)).resolves.toBeUndefined();
  });
});
