import { noPriorityLeft } from '../../errors/messages.js';
import type { Cidr } from '../../path/cidr.js';
import { merge } from '../../path/cidr-set.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { Nsg, SecurityRule } from '../arm/model.js';
import { nameOf, resourceKey } from '../ids.js';
import { freePriority } from '../nsg/free-priority.js';
import { type Judgement, judgeRules, type Traffic } from '../nsg/judge-rules.js';
import { uuidV5 } from '../uuid-v5.js';
import { ACTIVE_STEP, type StepMeans } from './means.js';
import { ruleShell } from './shell.js';
import { PASSING_ON_RULES } from './transient.js';

/** The port of a datastore in a private network. */
export const DATASTORE_PORT = 6379;

/** A rule that a group is to have. */
export interface WantedRule {
  readonly nsgId: string;
  readonly direction: 'Inbound' | 'Outbound';
  /** The addresses behind the group. */
  readonly local: readonly Cidr[];
  /** The network's blocks. */
  readonly remote: readonly Cidr[];
  /** False for a rule that is left from an earlier run. */
  readonly asked: boolean;
}

type RuleMeans = Pick<StepMeans, 'flow' | 'names' | 'reads' | 'clients'>;

/** What adding a rule needs. */
export const RULE_NEEDS = ['Microsoft.Network/networkSecurityGroups/securityRules/write'];
const NOT_NEEDED =
  'not needed for connections that your clients open: network security groups let the replies in. It lets the Dragonfly network open connections to these subnets';

/** One rule of one group for the datastores' port, where the group does not allow the traffic already. */
export function nsgRuleStep(means: RuleMeans, wanted: WantedRule): Step {
  const { nsgId, direction, remote } = wanted;
  const [, , , , group = ''] = nsgId.split('/');
  const end = direction === 'Outbound' ? `connections to ${remote} out` : `connections from ${remote} in`;
  return {
    id: `azure.rule:${direction.toLowerCase()}:${group}/${nameOf(nsgId)}`.toLowerCase(),
    title: `${nameOf(nsgId)} lets ${end}, port ${DATASTORE_PORT}`,
    after: [ACTIVE_STEP],
    transient: PASSING_ON_RULES,
    ...(wanted.asked ? direction === 'Inbound' && { note: NOT_NEEDED } : { note: 'from an earlier run' }),
    read: async (context) => stateOf(await look(means, wanted, context), wanted),
    apply: (context) => write(means, wanted, context),
    undo: ({ signal, clock }) =>
      means.clients.arm.deleteSecurityRule(nsgId, ruleName(means, direction), { signal, clock }),
    async shell(context) {
      const { rule } = await look(means, wanted, context);
      return rule ? ruleShell(nsgId, rule) : '';
    },
  };
}

/** The name of our rule: of this network, this virtual network and this direction. */
export function ruleName(
  { flow, names }: Pick<StepMeans, 'flow' | 'names'>,
  direction: WantedRule['direction'],
): string {
  const [hash] = uuidV5(`rule|${flow.network.id}|${resourceKey(names.vnetId)}|${direction}`).split('-');
  return `dfcloud-${direction.toLowerCase()}-${hash}`;
}

/** What a group does to the traffic, and the narrowest rule that would let it through. */
export interface RuleLook {
  readonly judgement: Judgement;
  /** The rule of ours that is there. */
  readonly own: SecurityRule | undefined;
  /** Undefined while the traffic passes, and when every priority for it is taken. */
  readonly rule: SecurityRule | undefined;
  /** True when what lets it pass is only what every group begins with. */
  readonly byDefault: boolean;
}

/** Reads a group and judges it. */
export async function look(
  means: Pick<StepMeans, 'flow' | 'names' | 'reads'>,
  wanted: Omit<WantedRule, 'asked'>,
  context: StepContext,
): Promise<RuleLook> {
  const nsg = await means.reads.nsg(wanted.nsgId, context);
  const name = ruleName(means, wanted.direction);
  const traffic = { ...wanted, port: DATASTORE_PORT };
  const judgement = judgeRules([...nsg.rules, ...nsg.defaultRules], traffic);
  const own = nsg.rules.find((rule) => rule.name.toLowerCase() === name.toLowerCase());
  const byDefault = judgement.allowing.every((one) => nsg.defaultRules.some((rule) => rule.name === one));
  const description = `Dragonfly network ${means.flow.network.id}`;
  const rule = judgement.outcome === 'allowed' ? undefined : newRule(nsg, traffic, judgement, name);
  return { judgement, own, rule: rule && { ...rule, description }, byDefault };
}

function newRule(
  nsg: Nsg,
  { direction, local, remote, port }: Traffic,
  { blocker }: Judgement,
  name: string,
): SecurityRule | undefined {
  const others = nsg.rules.filter((rule) => rule.direction === direction && rule.name !== name);
  const taken = others.map(({ priority }) => priority);
  const priority = freePriority(taken, blocker?.priority ?? Number.POSITIVE_INFINITY);
  if (priority === undefined) return undefined;
  const [here, there] = [local, remote].map((blocks) => merge(blocks).map(String));
  const [sourcePrefixes = [], destinationPrefixes = []] =
    direction === 'Outbound' ? [here, there] : [there, here];
  return {
    name,
    priority,
    direction,
    access: 'Allow',
    protocol: 'Tcp',
    sourcePrefixes,
    destinationPrefixes,
    sourcePorts: ['*'],
    destinationPorts: [String(port)],
    sourceGroupIds: [],
    destinationGroupIds: [],
  };
}

function stateOf({ judgement, own, rule, byDefault }: RuleLook, wanted: WantedRule): StepState {
  const { outcome, allowing, blocker } = judgement;
  if (own && (outcome === 'allowed' || !wanted.asked))
    return { status: 'done', ours: 'ours', evidence: `our rule ${own.name}, priority ${own.priority}` };
  if (outcome === 'allowed') {
    const evidence = `already allowed by ${allowing.join(', ')}`;
    return { status: 'done', ours: byDefault ? 'none' : 'adopted', evidence };
  }
  const ours = own ? 'ours' : 'none';
  const evidence = describeBlock(wanted.nsgId, judgement);
  if (rule) return { status: 'todo', ours, evidence, needs: RULE_NEEDS };
  const fix = noPriorityLeft(wanted.nsgId, blocker?.name ?? 'what blocks it');
  return { status: 'conflict', ours, evidence, fix };
}

/** What keeps the traffic out, for a person. */
export function describeBlock(nsgId: string, { outcome, blocker }: Judgement): string {
  const by = blocker ? `by ${blocker.name} (priority ${blocker.priority})` : 'because no rule allows it';
  return `${nameOf(nsgId)} ${outcome === 'denied' ? 'denies' : 'may deny'} it ${by}`;
}

async function write(means: RuleMeans, wanted: WantedRule, context: StepContext): Promise<void> {
  const { rule } = await look(means, wanted, context);
  if (rule) await means.clients.arm.putSecurityRule(wanted.nsgId, rule, context);
}
