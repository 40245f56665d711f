import type { Cidr } from '../../path/cidr.js';
import type { Finding } from '../../peering/finding.js';
import type { Nsg } from '../arm/model.js';
import { guardedGroups } from '../nsg/guarded-groups.js';
import type { StepMeans } from '../steps/means.js';
import { DATASTORE_PORT, describeBlock, look, RULE_NEEDS } from '../steps/nsg-rule-step.js';
import { ruleShell } from '../steps/shell.js';
import { missingPermissions } from './caller.js';
import { type Check, networkBlocks } from './check.js';

/** Rules of one group. Source: Azure networking limits. */
const RULES_MOST = 1_000;

/** Network security groups that keep the traffic out, with the command that lets it through where they are left alone. */
export const checkGroups: Check = async (means) => {
  const { groups, complete } = await guardedGroups(means.reads, means.flow);
  const looks = groups.flatMap(({ nsgId, prefixes: local }) =>
    DIRECTIONS.map((direction) => checkGroup(means, { nsgId, local, direction })),
  );
  return [...(await Promise.all(looks)).flat(), ...(complete ? [] : [INTERFACES_UNREAD])];
};

const INTERFACES_UNREAD: Finding = {
  code: 'interfaces_unread',
  severity: 'warning',
  summary:
    'Some network interfaces may not be read, so the network security groups on them are not looked at.',
  evidence:
    'Microsoft.Network/networkInterfaces/read, or for scale sets Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/read',
  fix: { text: 'Give the identity that permission, or look at those groups yourself.' },
};

const DIRECTIONS = ['Outbound', 'Inbound'] as const;

interface Side {
  readonly nsgId: string;
  readonly local: readonly Cidr[];
  readonly direction: (typeof DIRECTIONS)[number];
}

async function checkGroup(means: StepMeans, side: Side): Promise<Finding[]> {
  const { flow, reads, settings } = means;
  const { nsgId, direction } = side;
  const remote = networkBlocks(flow);
  const { judgement, rule } = await look(means, { ...side, remote }, flow);
  if (judgement.outcome === 'allowed') return [];
  if (settings.networkRules === 'report')
    return [blocked(direction, describeBlock(nsgId, judgement), rule && ruleShell(nsgId, rule), remote)];
  return [...room(await reads.nsg(nsgId, flow)), ...(await missingPermissions(means, nsgId, RULE_NEEDS))];
}

function blocked(
  direction: 'Inbound' | 'Outbound',
  evidence: string,
  command: string | undefined,
  remote: readonly Cidr[],
): Finding {
  const out = direction === 'Outbound';
  const what = out ? `connections to ${remote}, port ${DATASTORE_PORT}` : `connections from ${remote}`;
  const why = out
    ? 'clients behind it do not reach the datastores'
    : 'connections that your clients open work without it';
  return {
    code: out ? 'nsg_blocks' : 'nsg_blocks_inbound',
    severity: out ? 'warning' : 'info',
    summary: `A network security group may not let ${what} ${out ? 'out' : 'in'}: ${why}.`,
    evidence,
    fix: {
      text: "Add the rule, or let the run do it with networkRules: 'add' (--network-rules add).",
      ...(command !== undefined && { command }),
    },
  };
}

function room({ id, name, rules }: Nsg): Finding[] {
  if (rules.length < RULES_MOST) return [];
  return [
    {
      code: 'rules_limit',
      severity: 'error',
      summary: `${name} has ${rules.length} rules, and Azure allows ${RULES_MOST} in a group.`,
      evidence: id,
      fix: { text: 'Remove or join rules, or allow the traffic in one of those that are there.' },
    },
  ];
}
