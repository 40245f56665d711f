import { CONNECTION_STEP } from '../../peering/connection-step.js';
import { freshRound, type Step, type StepContext, type StepState } from '../../peering/step.js';
import { networkPath } from '../compute/links.js';
import type { NetworkPeering } from '../compute/model.js';
import { isRefusal } from '../compute/refusal.js';
import { addPeeringShell } from '../shell.js';
import { PASSING } from '../transient.js';
import { PEERING_STEP, type StepMeans, WAITING } from './means.js';
import { oneAtATime } from './peering-lock.js';
import { removePeering } from './remove-peering.js';
import { wantedFlags } from './wanted-flags.js';

const NEEDS = ['compute.networks.addPeering', WAITING];

/** Said of a peering of the CONSENSUS mode. */
export const BOTH_SIDES_REMOVE =
  'it uses the CONSENSUS mode: it is removed only when both sides have asked for it';

/** The customer's half of the peering, towards the network that Dragonfly's API names and no other. */
export function peeringStep(means: StepMeans, { consensus }: { readonly consensus: boolean }): Step {
  return {
    id: PEERING_STEP,
    title: 'Add the peering to your network',
    after: [CONNECTION_STEP],
    transient: PASSING,
    // Once the connection is gone, our half is of no use to anybody.
    withConnection: means.flow.connection() !== undefined,
    ...(consensus && { note: BOTH_SIDES_REMOVE }),
    read: (context) => readPeering(means, context),
    apply: (context) => oneAtATime(means, context.signal, () => add(means, context)),
    undo: (context) => oneAtATime(means, context.signal, () => removePeering(means, context)),
    shell: () => addPeeringShell(means),
  };
}

async function readPeering(means: StepMeans, context: StepContext): Promise<StepState> {
  const { finder, settings } = means;
  const found = await finder.find(context);
  const { otherEnd } = finder;
  const to = otherEnd ? networkPath(otherEnd) : '';
  switch (found.kind) {
    case 'no-other-end':
      return {
        status: 'waiting',
        ours: 'none',
        evidence: 'Dragonfly does not say yet which network is at the other end',
        whose: 'dragonfly',
        leadsTo: 'todo',
        needs: NEEDS,
      };
    case 'absent':
      return {
        status: 'todo',
        ours: 'none',
        evidence: `${settings.network} has no peering to ${to}`,
        needs: NEEDS,
      };
    case 'name-taken':
      return {
        status: 'conflict',
        ours: 'none',
        evidence: `the peering ${found.peering.name} of ${settings.network} leads to ${networkPath(found.peering.network)}, Dragonfly's network is ${to}`,
        fix: `Choose another peeringName, or remove that peering if nobody needs it: gcloud compute networks peerings delete ${found.peering.name} --network=${settings.network} --project=${settings.projectId}`,
      };
    case 'found':
      return { status: 'done', ours: found.ours ? 'ours' : 'adopted', evidence: seen(found.peering, to) };
  }
}

function seen({ name, state }: NetworkPeering, to: string): string {
  return `${name} leads to ${to} and is ${state}`;
}

async function add(means: StepMeans, context: StepContext): Promise<void> {
  const { finder, settings } = means;
  // While this waited in line, another run may have made it.
  const found = await finder.find(freshRound(context));
  if (found.kind !== 'absent' || !finder.otherEnd) return;
  const compute = await means.compute();
  const peering = { name: finder.name, peer: finder.otherEnd, ...wantedFlags(settings) };
  try {
    await compute.addPeering(settings.network, peering, context.signal);
  } catch (error) {
    // A first answer was lost, or another process was quicker. The read that follows tells which one it is.
    if (!isRefusal(error, 'alreadyExists')) throw error;
  }
}
