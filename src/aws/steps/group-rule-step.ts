import type { Cidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { GroupRule, NewGroupRule } from '../ec2/model.js';
import { isRefusal } from '../ec2/refusal.js';
import { isOurs, ourTags } from '../ownership.js';
import { readPrefixLists } from '../routing.js';
import { groupRuleShell } from '../shell.js';
import { PASSING } from '../transient.js';
import { ACTIVE_STEP, type StepMeans } from './means.js';

/** The port of a datastore in a private network. */
export const DATASTORE_PORT = 6379;

/** A rule that a group is to have. */
export interface WantedRule {
  readonly groupId: string;
  readonly egress: boolean;
  readonly cidr: Cidr;
  /** True when the caller named the group; otherwise the rule is left from an earlier run. */
  readonly named: boolean;
}

/** A rule of one security group for the datastores' port, where the group does not allow the traffic already. */
export function groupRuleStep(means: StepMeans, wanted: WantedRule): Step {
  const { groupId, egress, cidr } = wanted;
  const direction = egress ? 'egress' : 'ingress';
  return {
    id: `aws.${direction}:${groupId}:${cidr}`,
    title: egress
      ? `${groupId} lets connections to ${cidr} out, port ${DATASTORE_PORT}`
      : `${groupId} lets connections from ${cidr} in, port ${DATASTORE_PORT}`,
    after: [ACTIVE_STEP],
    transient: PASSING,
    ...(!egress && { note: NOT_NEEDED }),
    read: (context) => readRule(means, wanted, context),
    apply: (context) => create(means, wanted, context),
    undo: (context) => remove(means, wanted, context),
    shell: () => groupRuleShell(means, newRule(means, wanted)),
  };
}

const NOT_NEEDED =
  'not needed for connections that your clients open: security groups let the replies in. It lets the Dragonfly network open connections to this group; leave it out with ingress: false';

async function readRule(means: StepMeans, wanted: WantedRule, context: StepContext): Promise<StepState> {
  const rules = await rulesOf(means, wanted, context);
  const own = rules.filter(({ tags }) => isOurs(tags, means.flow.network.id));
  const allowing = await allowingRules(means, rules, wanted.cidr, context);
  if (own.length > 0 && (allowing || !wanted.named)) {
    return { status: 'done', ours: 'ours', evidence: `our rule ${own.map(({ id }) => id).join(', ')}` };
  }
  if (allowing)
    return { status: 'done', ours: 'adopted', evidence: `already allowed by ${allowing.join(', ')}` };
  const needs = [wanted.egress ? 'ec2:AuthorizeSecurityGroupEgress' : 'ec2:AuthorizeSecurityGroupIngress'];
  const evidence = `${wanted.groupId} does not allow it`;
  return { status: 'todo', ours: 'none', evidence, needs: [...needs, 'ec2:CreateTags'] };
}

/** The ids of the rules that together let the whole block pass, prefix lists counted where they are needed; else undefined. */
async function allowingRules(
  { reads }: StepMeans,
  rules: readonly GroupRule[],
  cidr: Cidr,
  context: StepContext,
): Promise<string[] | undefined> {
  const fitting = rules.filter(isForPort);
  const byCidr = fitting.filter((rule) => rule.cidr?.overlaps(cidr));
  if (
    covers(
      byCidr.flatMap((rule) => rule.cidr ?? []),
      cidr,
    )
  )
    return byCidr.map(({ id }) => id);
  const listed = fitting.flatMap(({ id, prefixListId }) =>
    prefixListId === undefined ? [] : { id, prefixListId },
  );
  if (listed.length === 0) return undefined;
  const lists = await readPrefixLists(reads, context, [
    ...new Set(listed.map(({ prefixListId }) => prefixListId)),
  ]);
  const entries = listed.flatMap(({ prefixListId }) => lists.get(prefixListId) ?? []);
  const all = [...byCidr.flatMap((rule) => rule.cidr ?? []), ...entries];
  return covers(all, cidr) ? [...byCidr, ...listed].map(({ id }) => id) : undefined;
}

function covers(blocks: readonly Cidr[], cidr: Cidr): boolean {
  return CidrSet.of(blocks).contains(CidrSet.of([cidr]));
}

function isForPort({ protocol, ports }: GroupRule): boolean {
  if (protocol === '-1') return true;
  if (protocol !== 'tcp' && protocol !== '6') return false;
  return !ports || (ports.from <= DATASTORE_PORT && DATASTORE_PORT <= ports.to);
}

function newRule(means: StepMeans, { groupId, egress, cidr }: WantedRule): NewGroupRule {
  const description = `Dragonfly network ${means.flow.network.id}`;
  return { groupId, egress, port: DATASTORE_PORT, cidr, description, tags: tagsOf(means) };
}

async function create(means: StepMeans, wanted: WantedRule, context: StepContext): Promise<void> {
  const ec2 = await means.ec2();
  try {
    await ec2.createGroupRule(newRule(means, wanted), context.signal);
  } catch (error) {
    // Either a first answer was lost, or somebody was quicker. The read that follows tells whose it is.
    if (!isRefusal(error, 'InvalidPermission.Duplicate')) throw error;
  }
}

async function remove(means: StepMeans, wanted: WantedRule, context: StepContext): Promise<void> {
  const rules = await rulesOf(means, wanted, context);
  const [first, ...more] = rules
    .filter(({ tags }) => isOurs(tags, means.flow.network.id))
    .map(({ id }) => id);
  if (first === undefined) return;
  const ec2 = await means.ec2();
  try {
    await ec2.deleteGroupRules(
      { id: wanted.groupId, egress: wanted.egress },
      [first, ...more],
      context.signal,
    );
  } catch (error) {
    const gone = [
      'InvalidSecurityGroupRuleId.NotFound',
      'InvalidPermission.NotFound',
      'InvalidGroup.NotFound',
    ];
    if (!isRefusal(error, ...gone)) throw error;
  }
}

/** The rules of the group in this direction. */
async function rulesOf(
  { reads, flow }: StepMeans,
  wanted: WantedRule,
  context: StepContext,
): Promise<GroupRule[]> {
  const all = wanted.named
    ? await reads.groupRules(context)
    : await reads.rulesOfNetwork(flow.network.id, context);
  return all.filter(({ groupId, egress }) => groupId === wanted.groupId && egress === wanted.egress);
}

function tagsOf({ flow, settings }: StepMeans) {
  return ourTags(flow.network.id, settings.tags);
}
