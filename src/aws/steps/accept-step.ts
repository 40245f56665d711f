import { CONNECTION_STEP } from '../../peering/connection-step.js';
import { freshRound, type Step, type StepContext, type StepState } from '../../peering/step.js';
import type { VpcPeering } from '../ec2/model.js';
import { isRefusal } from '../ec2/refusal.js';
import { cidrMismatch, identityMismatches } from '../expected-peering.js';
import { isOurs } from '../ownership.js';
import { deadFix, phaseOf } from '../peering-states.js';
import { PEERING_NOT_FOUND } from '../reads.js';
import { acceptShell } from '../shell.js';
import { PASSING_WITH_PEERING } from '../transient.js';
import { ACCEPT_STEP, type StepMeans } from './means.js';

const NEEDS = ['ec2:AcceptVpcPeeringConnection'];

/** Accepts the peering, when it is the one that Dragonfly's API names. */
export function acceptStep(means: StepMeans): Step {
  return {
    id: ACCEPT_STEP,
    title: 'Accept the peering',
    after: [CONNECTION_STEP],
    transient: PASSING_WITH_PEERING,
    withConnection: true,
    read: (context) => readPeering(means, context),
    apply: (context) => accept(means, context),
    undo: (context) => deletePeering(means, context),
    shell: () => acceptShell(means),
  };
}

async function readPeering(means: StepMeans, context: StepContext): Promise<StepState> {
  const found = await means.finder.find(context);
  switch (found.kind) {
    case 'absent':
      return absentState(means);
    case 'unseen':
      return unseenState(means, found.id);
    case 'ambiguous': {
      const evidence = `Dragonfly names no peering yet, and several live ones join the two VPCs: ${found.ids.join(', ')}`;
      const fix = 'Wait until Dragonfly names one (dfcloud connections list), and run this again.';
      return { status: 'conflict', ours: 'none', evidence, fix };
    }
    case 'found':
      return foundState(means, context, found.peering);
  }
}

/** Before Dragonfly has asked there is nothing to see, and a write to come. Afterwards EC2 is late. */
function absentState({ flow }: StepMeans): StepState {
  const connection = flow.connection();
  const evidence = 'there is no request for the peering yet';
  if (!connection || connection.status === 'pending')
    return { status: 'todo', ours: 'none', evidence, needs: NEEDS };
  return { status: 'waiting', ours: 'none', evidence, whose: 'cloud', leadsTo: 'todo', needs: NEEDS };
}

function unseenState({ flow, settings }: StepMeans, id: string): StepState {
  const evidence = `EC2 does not show ${id} in ${settings.region} to these credentials`;
  if (flow.connection()?.status === 'inactive')
    return { status: 'waiting', ours: 'none', evidence, whose: 'cloud', leadsTo: 'todo', needs: NEEDS };
  const fix = `Check the region and the account: aws ec2 describe-vpc-peering-connections --region ${settings.region} --vpc-peering-connection-ids ${id}`;
  return { status: 'conflict', ours: 'none', evidence, fix };
}

async function foundState(means: StepMeans, context: StepContext, peering: VpcPeering): Promise<StepState> {
  const { network, connection } = means.flow;
  const refusal = await whyNot(means, context, peering);
  if (refusal) return { status: 'conflict', ours: 'none', ...refusal };
  const evidence = `${peering.id} is ${peering.status}`;
  const ours = isOurs(peering.tags, network.id) ? 'ours' : 'dependent';
  switch (phaseOf(peering)) {
    case 'acceptable':
      return acceptableState(peering);
    case 'settling':
    case 'active':
      return { status: 'done', ours, evidence };
    case 'dead': {
      const words = peering.message === undefined ? evidence : `${evidence} (${peering.message})`;
      return { status: 'conflict', ours: 'none', evidence: words, fix: deadFix(peering, connection()?.id) };
    }
    default:
      return { status: 'waiting', ours: 'none', evidence, whose: 'cloud', leadsTo: 'todo', needs: NEEDS };
  }
}

function acceptableState({ id, status, expiresAt, requester }: VpcPeering): StepState {
  const until = expiresAt ? `, open until ${expiresAt.toISOString()}` : '';
  const evidence = `${id} is ${status}${until}, requested by ${requester.vpcId} of account ${requester.accountId}`;
  return { status: 'todo', ours: 'none', evidence, needs: NEEDS };
}

/** Why this peering must not be accepted: it is not the one, by identity or, where EC2 shows it already, by its CIDR. */
async function whyNot(
  { finder }: StepMeans,
  context: StepContext,
  peering: VpcPeering,
): Promise<{ evidence: string; fix: string } | undefined> {
  const expected = await finder.expected(context);
  const differences = identityMismatches(peering, expected);
  const cidr = peering.requester.cidrs.length > 0 ? cidrMismatch(peering, expected) : undefined;
  if (cidr !== undefined) differences.push(cidr);
  if (differences.length === 0) return undefined;
  return {
    evidence: `${peering.id} is not the peering of this network: ${differences.join('; ')}`,
    fix: `Do not accept it. If nobody in your account expects it, reject it: aws ec2 reject-vpc-peering-connection --vpc-peering-connection-id ${peering.id} --region ${expected.accepter.region}`,
  };
}

async function accept(means: StepMeans, context: StepContext): Promise<void> {
  const found = await means.finder.find(context);
  // Between the read that led here and this one, it may have gone, or been accepted by somebody else.
  if (found.kind !== 'found' || phaseOf(found.peering) !== 'acceptable') return;
  if (await whyNot(means, context, found.peering)) return;
  const ec2 = await means.ec2();
  try {
    await ec2.acceptPeering(found.peering.id, context.signal);
  } catch (error) {
    // A first answer was lost, or somebody else was quicker. The read that follows tells.
    if (!isRefusal(error, 'InvalidStateTransition')) throw error;
    const peering = await means.reads.peering(found.peering.id, freshRound(context));
    if (!peering || !isAccepted(peering)) throw error;
  }
}

/** A peering that works is deleted here; a request that nobody has accepted goes with Dragonfly's connection. */
async function deletePeering(means: StepMeans, context: StepContext): Promise<void> {
  const found = await means.finder.find(context);
  if (found.kind !== 'found' || !isAccepted(found.peering)) return;
  if (identityMismatches(found.peering, await means.finder.expected(context)).length > 0) return;
  const ec2 = await means.ec2();
  try {
    await ec2.deletePeering(found.peering.id, context.signal);
  } catch (error) {
    if (!isRefusal(error, 'InvalidStateTransition', ...PEERING_NOT_FOUND)) throw error;
  }
}

function isAccepted(peering: VpcPeering): boolean {
  return ['settling', 'active'].includes(phaseOf(peering));
}
