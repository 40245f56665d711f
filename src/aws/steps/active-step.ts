import type { Step, StepContext, StepState } from '../../peering/step.js';
import { cidrMismatch, identityMismatches } from '../expected-peering.js';
import { deadFix, phaseOf } from '../peering-states.js';
import { activeShell } from '../shell.js';
import { ACCEPT_STEP, ACTIVE_STEP, type StepMeans } from './means.js';

/**
 * The gate before the first route: AWS says active, and the peering is compared once more. Only now does EC2 have to
 * show the requester's CIDRs. It writes nothing.
 */
export function activeStep(means: StepMeans): Step {
  return {
    id: ACTIVE_STEP,
    title: 'AWS says active, with the CIDR that Dragonfly names',
    after: [ACCEPT_STEP],
    read: (context) => compare(means, context),
    apply: async () => undefined,
    undo: async () => undefined,
    shell: () => activeShell(means),
  };
}

async function compare({ finder, flow }: StepMeans, context: StepContext): Promise<StepState> {
  const found = await finder.find(context);
  if (found.kind !== 'found') return waiting('there is no peering to be seen yet');
  const { peering } = found;
  const is = `${peering.id} is ${peering.status}`;
  const expected = await finder.expected(context);
  const differences = identityMismatches(peering, expected);
  if (differences.length > 0) return refused(peering.id, expected.accepter.region, differences);

  const phase = phaseOf(peering);
  if (phase === 'dead') {
    const fix = deadFix(peering, flow.connection()?.id);
    return { status: 'conflict', ours: 'none', evidence: is, fix };
  }
  if (phase !== 'active') return waiting(is);
  if (peering.requester.cidrs.length === 0) return waiting(`${is}, and EC2 does not show its CIDRs yet`);
  const difference = cidrMismatch(peering, expected);
  if (difference !== undefined) return refused(peering.id, expected.accepter.region, [difference]);
  return {
    status: 'done',
    ours: 'none',
    evidence: `${is}, the requester's CIDR is ${expected.requesterCidr}`,
  };
}

function waiting(evidence: string): StepState {
  return { status: 'waiting', ours: 'none', evidence, whose: 'cloud' };
}

function refused(id: string, region: string, differences: readonly string[]): StepState {
  return {
    status: 'conflict',
    ours: 'none',
    evidence: `${id} is not the peering of this network, and gets no route: ${differences.join('; ')}`,
    fix: `If nobody in your account needs it, delete it: aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id ${id} --region ${region}`,
  };
}
