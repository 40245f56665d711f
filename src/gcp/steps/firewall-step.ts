import type { Cidr } from '../../path/cidr.js';
import { freshRound, type Step, type StepContext, type StepState } from '../../peering/step.js';
import type { Firewall, FirewallDirection, NewFirewall } from '../compute/model.js';
import { isRefusal } from '../compute/refusal.js';
import { lookAhead, type Outlook } from '../firewall/outlook.js';
import { DATASTORE_PORT } from '../firewall/verdict.js';
import type { FirewallSettings } from '../options.js';
import { ownName } from '../own-name.js';
import { firewallShell } from '../shell.js';
import { PASSING } from '../transient.js';
import { ACTIVE_STEP, POLICY, type StepMeans, WAITING } from './means.js';

/** A rule that the network is to have. */
export interface WantedRule {
  readonly direction: FirewallDirection;
  readonly remote: Cidr;
  /** Undefined when the rule is left from an earlier run. */
  readonly wishes: FirewallSettings | undefined;
}

/** One VPC firewall rule for the datastores' port, where the network's rules do not let the traffic pass already. */
export function firewallStep(means: StepMeans, wanted: WantedRule): Step {
  const { direction, remote } = wanted;
  return {
    id: `gcp.${direction.toLowerCase()}:${remote}`,
    title:
      direction === 'EGRESS'
        ? `The firewall lets connections to ${remote} out, port ${DATASTORE_PORT}`
        : `The firewall lets connections from ${remote} in, port ${DATASTORE_PORT}`,
    after: [ACTIVE_STEP],
    transient: PASSING,
    ...(direction === 'INGRESS' && { note: NOT_NEEDED }),
    read: (context) => readRule(means, wanted, context),
    apply: (context) => write(means, wanted, context),
    undo: (context) => remove(means, wanted, context),
    shell: (context) => shellOf(means, wanted, context),
  };
}

const NOT_NEEDED =
  'not needed for connections that your clients open: firewalls of Google Cloud let the replies in. It lets the Dragonfly network open connections to these VMs; leave it out with ingress: false';

/** The name of our rule for this network and direction. */
export function ruleName({ flow, settings }: StepMeans, direction: FirewallDirection): string {
  const here = { projectId: settings.projectId, name: settings.network };
  return ownName(flow.network.id, here, direction === 'EGRESS' ? 'egress' : 'ingress');
}

async function readRule(means: StepMeans, wanted: WantedRule, context: StepContext): Promise<StepState> {
  const rules = await means.reads.firewalls(context);
  const { wishes, direction } = wanted;
  if (!wishes) return leftOver(rules.find(({ name }) => name === ruleName(means, direction)));
  const outlook = outlookOf(means, wanted, rules, wishes);
  switch (outlook.kind) {
    case 'open':
      return openState(outlook);
    case 'denied':
      return deniedState(outlook, wishes);
    case 'missing': {
      const { ours } = outlook;
      const evidence = ours
        ? `our rule ${ours.name} is not as it is wanted: ${asFound(ours)}`
        : 'no rule allows it';
      const verb = ours ? 'compute.firewalls.update' : 'compute.firewalls.create';
      return { status: 'todo', ours: ours ? 'ours' : 'none', evidence, needs: [verb, POLICY, WAITING] };
    }
  }
}

function outlookOf(
  means: StepMeans,
  { direction, remote }: WantedRule,
  rules: readonly Firewall[],
  wishes: FirewallSettings,
): Outlook {
  return lookAhead(
    rules,
    { direction, remote, targets: wishes },
    { ours: ruleName(means, direction), wishes },
  );
}

function leftOver(ours: Firewall | undefined): StepState {
  if (!ours) return { status: 'done', ours: 'none', evidence: 'there is no rule of ours' };
  return { status: 'done', ours: 'ours', evidence: `our rule ${ours.name}, from an earlier run` };
}

function openState({ ours, by }: Extract<Outlook, { kind: 'open' }>): StepState {
  if (ours) return { status: 'done', ours: 'ours', evidence: `our rule ${ours.name}` };
  const names = by.map(({ name }) => name).join(', ');
  if (names !== '') return { status: 'done', ours: 'adopted', evidence: `already allowed by ${names}` };
  return {
    status: 'done',
    ours: 'none',
    evidence: 'no rule denies it, and Google lets everything out by default',
  };
}

function deniedState(
  { ours, by, priority }: Extract<Outlook, { kind: 'denied' }>,
  wishes: FirewallSettings,
): StepState {
  const evidence = `denied by ${by.map(({ name, priority: at }) => `${name} (priority ${at})`).join(', ')}`;
  const strongest = Math.min(...by.map((rule) => rule.priority));
  const fix =
    priority !== undefined
      ? `If that is not meant for this traffic, set overrideDeny: true in firewall: a rule of priority ${priority} is made then.`
      : wishes.priority === undefined
        ? 'No rule is stronger than one of priority 0 that denies: change that rule.'
        : `A rule of priority ${wishes.priority} would not be asked before it: give a priority below ${strongest}, or none, and overrideDeny: true.`;
  return { status: 'conflict', ours: ours ? 'ours' : 'none', evidence, fix };
}

function asFound({ priority, disabled, targetTags, targetServiceAccounts }: Firewall): string {
  const targets = [...targetTags, ...targetServiceAccounts].join(', ') || 'all VMs';
  return `priority ${priority}, for ${targets}${disabled ? ', disabled' : ''}`;
}

async function write(means: StepMeans, wanted: WantedRule, context: StepContext): Promise<void> {
  const change = await pendingChange(means, wanted, context);
  if (!change) return;
  const { rule, exists } = change;
  const compute = await means.compute();
  if (exists) return compute.patchFirewall(rule, context.signal);
  try {
    await compute.insertFirewall(means.settings.network, rule, context.signal);
  } catch (error) {
    // A first answer was lost, or another process was quicker.
    if (!isRefusal(error, 'alreadyExists')) throw error;
    const now = await pendingChange(means, wanted, freshRound(context));
    if (now?.exists) await compute.patchFirewall(now.rule, context.signal);
  }
}

interface Change {
  readonly rule: NewFirewall;
  readonly exists: boolean;
}

async function pendingChange(
  means: StepMeans,
  wanted: WantedRule,
  context: StepContext,
): Promise<Change | undefined> {
  const { wishes, direction, remote } = wanted;
  if (!wishes) return undefined;
  const outlook = outlookOf(means, wanted, await means.reads.firewalls(context), wishes);
  if (outlook.kind !== 'missing') return undefined;
  const rule = {
    name: ruleName(means, direction),
    direction,
    priority: outlook.priority,
    port: DATASTORE_PORT,
    cidr: remote,
    description: `Dragonfly network ${means.flow.network.id}, made by dfcloud`,
    targetTags: wishes.targetTags,
    targetServiceAccounts: wishes.targetServiceAccounts,
  };
  return { rule, exists: outlook.ours !== undefined };
}

async function remove(means: StepMeans, { direction }: WantedRule, context: StepContext): Promise<void> {
  const name = ruleName(means, direction);
  const rules = await means.reads.firewalls(context);
  if (!rules.some((rule) => rule.name === name)) return;
  const compute = await means.compute();
  try {
    await compute.deleteFirewall(name, context.signal);
  } catch (error) {
    if (!isRefusal(error, 'notFound')) throw error;
  }
}

async function shellOf(means: StepMeans, wanted: WantedRule, context: StepContext): Promise<string> {
  const change = await pendingChange(means, wanted, context);
  return change ? firewallShell(means, change.rule, change.exists ? 'update' : 'create') : '';
}
