import type { Permission, Verb } from '../../peering/permissions.js';
import type { PeeringPlan, PlannedStep } from '../../peering/plan.js';
import type { Settings } from '../options.js';

/** A permission, and whether the run of a plan with these settings needs it. */
interface Rule {
  readonly action: string;
  readonly verbs: readonly Verb[];
  /** Undefined: always. */
  readonly when?: string;
  readonly why: string;
  /** False: the run of this plan does not need it. Left out: it always does. */
  readonly applies?: (run: Run) => boolean;
}

interface Run {
  readonly settings: Settings;
  readonly plan: PeeringPlan;
}

const ALL: readonly Verb[] = ['plan', 'apply', 'destroy', 'verify'];
const CHECKED: readonly Verb[] = ['plan', 'apply'];

const writes =
  (action: string) =>
  ({ plan }: Run): boolean =>
    plan.steps.some(({ needs }) => needs?.includes(action));

const has =
  (matches: (step: PlannedStep) => boolean) =>
  ({ plan }: Run): boolean =>
    plan.steps.some(matches);

const RULES: readonly Rule[] = [
  { action: 'ec2:DescribeVpcs', verbs: ALL, why: 'the CIDRs and the owner of the VPC' },
  { action: 'ec2:DescribeVpcPeeringConnections', verbs: ALL, why: 'the peering, and others of the VPC' },
  { action: 'ec2:DescribeRouteTables', verbs: ALL, why: 'the routes' },
  { action: 'ec2:DescribeSubnets', verbs: ALL, why: 'which subnets use which route table' },
  {
    action: 'ec2:DescribeSecurityGroupRules',
    verbs: ALL,
    why: 'the rules of security groups, and which of them are ours',
  },
  {
    action: 'ec2:DescribeSecurityGroups',
    verbs: CHECKED,
    when: 'when security groups are named',
    why: 'that the groups exist and belong to the VPC',
    applies: ({ settings }) => settings.securityGroupIds.length > 0,
  },
  {
    action: 'ec2:GetManagedPrefixListEntries',
    verbs: ALL,
    when: 'when a route or a rule names a prefix list',
    why: 'which addresses it stands for',
  },
  {
    action: 'ec2:DescribeVpcAttribute',
    verbs: CHECKED,
    when: 'when dnsResolution is set',
    why: 'that the VPC has DNS turned on',
    applies: ({ settings }) => settings.dnsResolution,
  },
  { action: 'ec2:DescribeNetworkAcls', verbs: ['verify'], why: 'the network ACLs' },
  {
    action: 'ec2:DescribeNetworkInterfaces',
    verbs: ['verify'],
    why: 'which security groups are really in use',
  },
  {
    action: 'ec2:AcceptVpcPeeringConnection',
    verbs: ['apply'],
    when: 'when the peering is not accepted yet',
    why: 'to accept it',
    applies: writes('ec2:AcceptVpcPeeringConnection'),
  },
  {
    action: 'ec2:ModifyVpcPeeringConnectionOptions',
    verbs: ['apply'],
    when: 'when dnsResolution is set and the option is not',
    why: 'to set the DNS option',
    applies: (run) => run.settings.dnsResolution && writes('ec2:ModifyVpcPeeringConnectionOptions')(run),
  },
  {
    action: 'ec2:CreateRoute',
    verbs: ['apply'],
    when: 'when a route table has no route to the network',
    why: 'to add the routes',
    applies: writes('ec2:CreateRoute'),
  },
  {
    action: 'ec2:ReplaceRoute',
    verbs: ['apply'],
    when: "when a route to a dead peering, or with onConflict 'replace' to anything, is in the way",
    why: 'to replace it',
    applies: writes('ec2:ReplaceRoute'),
  },
  {
    action: 'ec2:AuthorizeSecurityGroupEgress',
    verbs: ['apply'],
    when: 'when a named group does not let the connections out',
    why: 'to add the rule',
    applies: (run) =>
      run.settings.securityGroupIds.length > 0 && writes('ec2:AuthorizeSecurityGroupEgress')(run),
  },
  {
    action: 'ec2:AuthorizeSecurityGroupIngress',
    verbs: ['apply'],
    when: 'when ingress is wanted and a named group does not allow it',
    why: 'to add the rule',
    applies: (run) =>
      run.settings.securityGroupIds.length > 0 &&
      run.settings.ingress &&
      writes('ec2:AuthorizeSecurityGroupIngress')(run),
  },
  {
    action: 'ec2:CreateTags',
    verbs: ['apply'],
    when: 'when the peering or a rule is new',
    why: 'to mark what is ours',
    applies: writes('ec2:CreateTags'),
  },
  {
    action: 'ec2:DeleteVpcPeeringConnection',
    verbs: ['destroy'],
    when: 'when the peering is accepted',
    why: 'to delete it',
    applies: has(({ id, ours }) => id === 'aws.accept' && ours !== 'none'),
  },
  {
    action: 'ec2:DeleteRoute',
    verbs: ['destroy'],
    when: 'when a route leads to the peering',
    why: 'to remove the routes',
    applies: has(({ id, ours }) => id.startsWith('aws.route:') && ours === 'dependent'),
  },
  {
    action: 'ec2:RevokeSecurityGroupEgress',
    verbs: ['destroy'],
    when: 'when a rule for outgoing connections is ours',
    why: 'to remove it',
    applies: has(({ id, ours }) => id.startsWith('aws.egress:') && ours === 'ours'),
  },
  {
    action: 'ec2:RevokeSecurityGroupIngress',
    verbs: ['destroy'],
    when: 'when a rule for incoming connections is ours',
    why: 'to remove it',
    applies: has(({ id, ours }) => id.startsWith('aws.ingress:') && ours === 'ours'),
  },
];

/** The permissions of a run: with a plan exactly those that it needs, without one all that any run may need. */
export function permissionsOf(verb: Verb, settings: Settings, plan: PeeringPlan | undefined): Permission[] {
  const applies = (rule: Rule) => !plan || !rule.applies || rule.applies({ settings, plan });
  const needed = RULES.filter((rule) => rule.verbs.includes(verb) && applies(rule));
  return needed.map(({ action, when, why }) => {
    const certain = when === undefined || (plan !== undefined && action !== PREFIX_LISTS);
    return { action, when: certain ? 'always' : when, why };
  });
}

/** A plan does not say whether it met a prefix list. */
const PREFIX_LISTS = 'ec2:GetManagedPrefixListEntries';
