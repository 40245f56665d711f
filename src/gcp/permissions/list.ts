import type { Permission, Verb } from '../../peering/permissions.js';
import type { PeeringPlan, PlannedStep } from '../../peering/plan.js';
import { PEERING_STEP, POLICY, WAITING } from '../steps/means.js';
import { BOTH_SIDES_REMOVE } from '../steps/peering-step.js';

/** A permission, and whether the run of a plan needs it. */
interface Rule {
  readonly action: string;
  readonly verbs: readonly Verb[];
  /** Undefined: always. */
  readonly when?: string;
  readonly why: string;
  /** False: the run of this plan does not need it. Left out: it always does. */
  readonly applies?: (plan: PeeringPlan) => boolean;
}

const ALL: readonly Verb[] = ['plan', 'apply', 'destroy', 'verify'];
const CHANGED: readonly Verb[] = ['plan', 'apply', 'destroy'];
const CHECKED: readonly Verb[] = ['plan', 'apply', 'verify'];

const writes =
  (action: string) =>
  ({ steps }: PeeringPlan): boolean =>
    steps.some(({ needs }) => needs?.includes(action));

const has =
  (matches: (step: PlannedStep) => boolean) =>
  ({ steps }: PeeringPlan): boolean =>
    steps.some(matches);

const isOurPeering = ({ id, ours }: PlannedStep) => id === PEERING_STEP && ours === 'ours';
const isOurRule = ({ id, ours }: PlannedStep) => /^gcp\.(in|e)gress:/.test(id) && ours === 'ours';

const RULES: readonly Rule[] = [
  { action: 'compute.networks.get', verbs: ALL, why: 'the network and its peerings' },
  { action: 'compute.subnetworks.list', verbs: ALL, why: 'the ranges of its subnets' },
  { action: 'compute.networks.listPeeringRoutes', verbs: ALL, why: 'the routes that peerings exchange' },
  { action: 'compute.routes.list', verbs: CHECKED, why: 'its other routes' },
  { action: 'compute.firewalls.list', verbs: CHANGED, why: 'its firewall rules, and which of them are ours' },
  {
    action: 'compute.networks.getEffectiveFirewalls',
    verbs: ['verify'],
    why: 'the firewall rules and policies',
  },
  {
    action: 'compute.networks.getRegionEffectiveFirewalls',
    verbs: ['verify'],
    why: 'the policies of its regions',
  },
  { action: 'compute.instances.list', verbs: ['verify'], why: 'which VMs the rules are for' },
  { action: 'networkconnectivity.policyBasedRoutes.list', verbs: ['verify'], why: 'its policy-based routes' },
  { action: 'vpcaccess.connectors.list', verbs: ['verify'], why: 'the serverless clients behind connectors' },
  { action: 'run.services.list', verbs: ['verify'], why: 'the serverless clients in the network itself' },
  {
    action: 'compute.networks.addPeering',
    verbs: ['apply'],
    when: 'when there is no peering yet',
    why: 'to add it',
    applies: writes('compute.networks.addPeering'),
  },
  {
    action: 'compute.networks.updatePeering',
    verbs: ['apply'],
    when: 'when an option of the peering is asked for and differs',
    why: 'to change it',
    applies: writes('compute.networks.updatePeering'),
  },
  {
    action: 'compute.firewalls.create',
    verbs: ['apply'],
    when: 'when firewall is given and no rule lets the traffic pass',
    why: 'to add a rule',
    applies: writes('compute.firewalls.create'),
  },
  {
    action: 'compute.firewalls.update',
    verbs: ['apply'],
    when: 'when firewall is given and our rule is not as it is wanted',
    why: 'to change it',
    applies: writes('compute.firewalls.update'),
  },
  {
    action: 'compute.networks.removePeering',
    verbs: ['destroy'],
    when: 'when the peering is ours',
    why: 'to remove it',
    applies: has(isOurPeering),
  },
  {
    action: 'compute.networks.requestRemovePeering',
    verbs: ['destroy'],
    when: 'when the peering is ours and uses the CONSENSUS mode',
    why: 'to ask the other side to agree to its removal',
    applies: has((step) => isOurPeering(step) && step.note === BOTH_SIDES_REMOVE),
  },
  {
    action: 'compute.firewalls.delete',
    verbs: ['destroy'],
    when: 'when a firewall rule is ours',
    why: 'to remove it',
    applies: has(isOurRule),
  },
  {
    action: POLICY,
    verbs: ['apply', 'destroy'],
    when: 'when a firewall rule is added, changed or removed',
    why: 'Google wants it beside the permission on the rule',
    applies: (plan) => writes(POLICY)(plan) || has(isOurRule)(plan),
  },
  {
    action: WAITING,
    verbs: ['apply', 'destroy'],
    when: 'when anything is written',
    why: 'to wait until Google has done it, and to learn whether it failed',
    applies: (plan) => writes(WAITING)(plan) || has((step) => isOurPeering(step) || isOurRule(step))(plan),
  },
];

/** The permissions of a run: with a plan exactly those that it needs, without one all that any run may need. */
export function permissionsOf(verb: Verb, plan: PeeringPlan | undefined): Permission[] {
  const applies = (rule: Rule) => !plan || !rule.applies || rule.applies(plan);
  return RULES.filter((rule) => rule.verbs.includes(verb) && applies(rule)).map(({ action, when, why }) => ({
    action,
    when: plan || when === undefined ? 'always' : when,
    why,
  }));
}

/** What every run of a verb needs. */
export function alwaysNeeded(verb: Verb): string[] {
  return RULES.filter(({ verbs, when }) => verbs.includes(verb) && when === undefined).map(
    ({ action }) => action,
  );
}
