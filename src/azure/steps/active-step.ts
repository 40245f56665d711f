import { type Cidr, parseCidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { VnetPeering } from '../arm/model.js';
import { ACTIVE_STEP, PEERING_STEP, type StepMeans } from './means.js';
import { findOurHalf } from './peering/our-half.js';
import { describePeering, phaseOf } from './peering/peering-phase.js';
import { activeShell } from './shell.js';

/**
 * The gate before the first rule: Azure says connected, in sync, with access, and the peering carries the network's
 * CIDR and leads to the virtual network that Dragonfly names. It writes nothing.
 */
export function activeStep(means: StepMeans): Step {
  return {
    id: ACTIVE_STEP,
    title: 'Azure says connected and in sync, with the CIDR that Dragonfly names',
    after: [PEERING_STEP],
    read: (context) => compare(means, context),
    apply: async () => undefined,
    undo: async () => undefined,
    shell: (context) => activeShell(means, context),
  };
}

async function compare(means: StepMeans, context: StepContext): Promise<StepState> {
  const half = await findOurHalf(means, context);
  if (half.kind === 'refused') {
    const fix = 'Tell the support of Dragonfly Cloud: a network must not lead anywhere else.';
    return { status: 'conflict', ours: 'none', evidence: half.why, fix };
  }
  if (half.kind !== 'found') return waiting('there is no peering to be seen yet', 'cloud');
  const { peering } = half;
  const is = describePeering(peering);
  const phase = phaseOf(peering);
  if (phase === 'alone') return waiting(`${is}: the half at Dragonfly's end is not there yet`, 'dragonfly');
  if (phase === 'behind')
    return waiting(`${is}: the half at Dragonfly's end carries old addresses of yours`, 'dragonfly');
  if (phase !== 'up') return waiting(is, 'cloud');
  return compareAddresses(means, peering, is);
}

function compareAddresses({ flow }: StepMeans, peering: VnetPeering, is: string): StepState {
  const { cidrBlock } = flow.network;
  const wanted = blocksOf(cidrBlock);
  const carried = CidrSet.of(peering.remotePrefixes);
  if (carried.isEmpty) return waiting(`${is}, and Azure does not show the addresses yet`, 'cloud');
  if (carried.equals(CidrSet.of(wanted))) {
    return { status: 'done', ours: 'none', evidence: `${is}, and carries ${cidrBlock}` };
  }
  return {
    status: 'conflict',
    ours: 'none',
    evidence: `${peering.name} carries ${peering.remotePrefixes.join(', ')}, Dragonfly says ${cidrBlock}`,
    fix: `If nobody needs it, delete it: az network vnet peering delete --ids ${peering.id}`,
  };
}

function blocksOf(text: string): Cidr[] {
  const parsed = parseCidr(text);
  return parsed.ok ? [parsed.cidr] : [];
}

function waiting(evidence: string, whose: 'cloud' | 'dragonfly'): StepState {
  return { status: 'waiting', ours: 'none', evidence, whose };
}
