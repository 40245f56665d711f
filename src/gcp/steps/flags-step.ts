import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { PeeringFlags } from '../compute/compute.js';
import type { NetworkPeering } from '../compute/model.js';
import { updatePeeringShell } from '../shell.js';
import { PASSING } from '../transient.js';
import { PEERING_STEP, type StepMeans, WAITING } from './means.js';
import { oneAtATime } from './peering-lock.js';
import { differingFlags } from './wanted-flags.js';

const NEEDS = ['compute.networks.updatePeering', WAITING];

/** The options of a peering that exists already, where they differ from those that were asked for. */
export function flagsStep(means: StepMeans, wanted: PeeringFlags): Step {
  return {
    id: 'gcp.options',
    title: `Options of the peering: ${describe(wanted)}`,
    after: [PEERING_STEP],
    transient: PASSING,
    read: (context) => readFlags(means, wanted, context),
    apply: (context) => oneAtATime(means, context.signal, () => update(means, wanted, context)),
    // They go with the peering.
    undo: async () => undefined,
    shell: (context) => shellOf(means, wanted, context),
  };
}

async function readFlags(means: StepMeans, wanted: PeeringFlags, context: StepContext): Promise<StepState> {
  const found = await means.finder.find(context);
  if (found.kind !== 'found') {
    return {
      status: 'waiting',
      ours: 'none',
      evidence: 'they are set when the peering is added',
      whose: 'cloud',
    };
  }
  const { peering } = found;
  const differing = differingFlags(wanted, peering);
  if (Object.keys(differing).length > 0) {
    const evidence = `${peering.name} has ${describe(valuesOf(peering, differing))}`;
    return { status: 'todo', ours: 'none', evidence, needs: NEEDS };
  }
  return {
    status: 'done',
    ours: 'none',
    evidence: `${peering.name} has ${describe(wanted)}${pending(peering)}`,
  };
}

/** In the CONSENSUS mode what was asked for holds only when the other side has asked for its counterpart. */
function pending({ updateStatus = '' }: NetworkPeering): string {
  return updateStatus.startsWith('PENDING_PEER') ? '; it takes effect when Dragonfly agrees' : '';
}

async function update(means: StepMeans, wanted: PeeringFlags, context: StepContext): Promise<void> {
  const found = await means.finder.find(context);
  if (found.kind !== 'found') return;
  const compute = await means.compute();
  const change = { name: found.peering.name, ...differingFlags(wanted, found.peering) };
  await compute.updatePeering(means.settings.network, change, context.signal);
}

/** Nothing while there is no peering: it is added with them. */
async function shellOf(means: StepMeans, wanted: PeeringFlags, context: StepContext): Promise<string> {
  const found = await means.finder.find(context);
  if (found.kind !== 'found') return '';
  const { name } = found.peering;
  return updatePeeringShell(means, name, differingFlags(wanted, found.peering));
}

function valuesOf(peering: NetworkPeering, flags: PeeringFlags): PeeringFlags {
  const { importCustomRoutes, exportCustomRoutes, stackType } = peering;
  const all = { importCustomRoutes, exportCustomRoutes, stackType };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in flags));
}

function describe(flags: PeeringFlags): string {
  return Object.entries(flags)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
