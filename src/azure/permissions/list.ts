import type { Permission, Verb } from '../../peering/permissions.js';
import type { PeeringPlan, PlannedStep } from '../../peering/plan.js';
import type { Settings } from '../options.js';
import {
  APP_GRANT_STEP,
  APP_ROLE_STEP,
  PEERING_STEP,
  VENDOR_GRANT_STEP,
  VENDOR_ROLE_STEP,
} from '../steps/means.js';
import { graphPermissions } from './graph.js';

/** A permission, and whether the run of a plan with these settings needs it. */
interface Rule {
  readonly action: string;
  readonly verbs: readonly Verb[];
  /** Undefined: always. */
  readonly when?: string;
  readonly why: string;
  /** False: the run of this plan does not need it; `unknown`: a plan does not say. Left out: it always does. */
  readonly applies?: (run: Run) => boolean | 'unknown';
}

interface Run {
  readonly settings: Settings;
  readonly plan: PeeringPlan;
}

const ALL: readonly Verb[] = ['plan', 'apply', 'destroy', 'verify'];
const STEPS: readonly Verb[] = ['plan', 'apply', 'destroy'];
const NETWORK = 'Microsoft.Network';
const AUTHORIZATION = 'Microsoft.Authorization';

const writes = (action: string) => (run: Run) =>
  run.plan.steps.some(({ needs }) => needs?.includes(action) ?? false);

const has = (matches: (step: PlannedStep) => boolean) => (run: Run) => run.plan.steps.some(matches);

const isRule = ({ id }: PlannedStep) => id.startsWith('azure.rule:');

const unknown = () => 'unknown' as const;

const RULES: readonly Rule[] = [
  {
    action: `${NETWORK}/virtualNetworks/read`,
    verbs: ALL,
    why: 'the virtual network, its subnets and peerings',
  },
  {
    action: `${AUTHORIZATION}/roleAssignments/read`,
    verbs: STEPS,
    why: 'which roles both applications have',
  },
  {
    action: `${AUTHORIZATION}/roleDefinitions/read`,
    verbs: STEPS,
    why: "the role of Dragonfly's application",
  },
  {
    action: `${NETWORK}/networkSecurityGroups/read`,
    verbs: ALL,
    when: 'when a subnet or an interface has a network security group',
    why: 'whether it lets the traffic through',
    applies: (run) => has(isRule)(run) || 'unknown',
  },
  {
    action: `${NETWORK}/networkInterfaces/read`,
    verbs: ALL,
    when: 'when interfaces have network security groups of their own; without it, those are left out',
    why: 'which network security groups are really in use',
    applies: unknown,
  },
  {
    action: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/read',
    verbs: ALL,
    when: 'when scale sets (AKS) run in the virtual network; without it, their interfaces are left out',
    why: 'the same for the machines of scale sets',
    applies: unknown,
  },
  {
    action: `${NETWORK}/routeTables/read`,
    verbs: ['verify'],
    when: 'when a subnet has a route table',
    why: 'routes that lead the traffic elsewhere',
    applies: unknown,
  },
  {
    action: `${NETWORK}/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action`,
    verbs: ['verify'],
    why: 'rules of network managers',
  },
  {
    action: `${NETWORK}/networkInterfaces/effectiveRouteTable/action`,
    verbs: ['verify'],
    when: 'when a machine runs; without it, the configuration alone is looked at',
    why: 'the routes as they are in effect',
    applies: unknown,
  },
  {
    action: `${NETWORK}/networkInterfaces/effectiveNetworkSecurityGroups/action`,
    verbs: ['verify'],
    when: 'when a machine runs; without it, the configuration alone is looked at',
    why: 'the rules as they are in effect',
    applies: unknown,
  },
  {
    action: `${AUTHORIZATION}/roleDefinitions/write`,
    verbs: ['apply'],
    when: 'when a custom role does not exist yet',
    why: "to make the role of Dragonfly's application",
    applies: writes(`${AUTHORIZATION}/roleDefinitions/write`),
  },
  {
    action: `${AUTHORIZATION}/roleAssignments/write`,
    verbs: ['apply'],
    when: 'when an application lacks its role',
    why: 'to assign both roles on the virtual network',
    applies: writes(`${AUTHORIZATION}/roleAssignments/write`),
  },
  {
    action: `${NETWORK}/networkSecurityGroups/securityRules/write`,
    verbs: ['apply'],
    when: "when networkRules is 'add' and a group does not let the traffic through",
    why: 'to add the rule',
    applies: writes(`${NETWORK}/networkSecurityGroups/securityRules/write`),
  },
  {
    action: `${NETWORK}/virtualNetworks/virtualNetworkPeerings/delete`,
    verbs: ['destroy'],
    when: 'when the peering is ours',
    why: 'to delete it',
    applies: has(({ id, ours }) => id === PEERING_STEP && ours === 'ours'),
  },
  {
    action: `${NETWORK}/networkSecurityGroups/securityRules/delete`,
    verbs: ['destroy'],
    when: 'when a rule is ours',
    why: 'to remove it',
    applies: has((step) => isRule(step) && step.ours === 'ours'),
  },
  {
    action: `${AUTHORIZATION}/roleAssignments/delete`,
    verbs: ['destroy'],
    when: 'when an assignment is ours',
    why: 'to take the roles back',
    applies: has(({ id, ours }) => [APP_GRANT_STEP, VENDOR_GRANT_STEP].includes(id) && ours === 'ours'),
  },
  {
    action: `${AUTHORIZATION}/roleDefinitions/delete`,
    verbs: ['destroy'],
    when: 'when purge is set and the custom role is ours',
    why: 'to remove it',
    applies: has(({ id, ours }) => [APP_ROLE_STEP, VENDOR_ROLE_STEP].includes(id) && ours === 'ours'),
  },
];

/** The permissions of a run: with a plan exactly those that it needs, without one all that any run may need. */
export function permissionsOf(verb: Verb, settings: Settings, plan: PeeringPlan | undefined): Permission[] {
  const needed = RULES.filter(({ verbs }) => verbs.includes(verb)).flatMap((rule) => {
    const answer = plan ? (rule.applies?.({ settings, plan }) ?? true) : 'unknown';
    if (answer === false) return [];
    const { action, when = 'always', why } = rule;
    return { action, when: answer === true ? 'always' : when, why };
  });
  return [...needed, ...graphPermissions(verb, settings, plan)];
}
