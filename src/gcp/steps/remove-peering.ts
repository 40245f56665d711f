import { gcpConsensusPending } from '../../errors/messages.js';
import { NeedsYourActionError } from '../../errors/needs-your-action-error.js';
import { freshRound, type StepContext } from '../../peering/step.js';
import type { NetworkPeering } from '../compute/model.js';
import { isRefusal } from '../compute/refusal.js';
import type { StepMeans } from './means.js';

/** Google's words for "both sides have asked". */
const AGREED = 'DELETE_ACKNOWLEDGED';
const ASKED_HERE = 'LOCAL_DELETE_REQUESTED';

/**
 * Removes the half that is ours. One of the CONSENSUS mode goes only when both sides have asked for it.
 *
 * @throws NeedsYourActionError when the other side has yet to ask.
 */
export async function removePeering(means: StepMeans, context: StepContext): Promise<void> {
  const half = await ownHalf(means, context);
  if (!half) return;
  if (needsConsent(half)) await askForRemoval(means, half, context);
  const compute = await means.compute();
  try {
    await compute.removePeering(means.settings.network, half.name, context.signal);
  } catch (error) {
    // A first answer was lost, or somebody else was quicker.
    if (!isRefusal(error, 'notFound', 'badRequest', 'invalid')) throw error;
    if (!(await goesByItself(means, context))) throw error;
  }
}

/** Reads of a network may lag behind by seconds. */
async function goesByItself(means: StepMeans, context: StepContext): Promise<boolean> {
  for (const delayMs of [0, 500, 1_000, 2_000, 4_000]) {
    await context.clock.sleep(delayMs, context.signal);
    if (!(await ownHalf(means, freshRound(context)))) return true;
  }
  return false;
}

async function ownHalf({ finder }: StepMeans, context: StepContext): Promise<NetworkPeering | undefined> {
  const found = await finder.find(context);
  return found.kind === 'found' && found.ours ? found.peering : undefined;
}

/** An inactive half connects nothing, and goes without anybody's consent. */
function needsConsent({ updateStrategy, state, deleteStatus }: NetworkPeering): boolean {
  return updateStrategy === 'CONSENSUS' && state === 'ACTIVE' && deleteStatus !== AGREED;
}

async function askForRemoval(means: StepMeans, half: NetworkPeering, context: StepContext): Promise<void> {
  const { settings, flow } = means;
  if (half.deleteStatus !== ASKED_HERE) {
    const compute = await means.compute();
    await compute.requestRemovePeering(settings.network, half.name, context.signal);
  }
  const now = await ownHalf(means, freshRound(context));
  if (!now || !needsConsent(now)) return;
  throw new NeedsYourActionError(gcpConsensusPending(half.name, flow.connection()?.id), {
    resource: 'peering',
    id: half.name,
    target: AGREED,
    lastStatus: now.deleteStatus ?? ASKED_HERE,
    inStatusMs: 0,
    seen: {},
    elapsedMs: 0,
  });
}
