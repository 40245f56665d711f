import type { Cidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import { RFC1918 } from '../../path/ranges.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import { networkPath } from '../compute/links.js';
import type { NetworkPeering, PeeringRoute, RouteDirection } from '../compute/model.js';
import { activeShell } from '../shell.js';
import { ACTIVE_STEP, PEERING_STEP, type StepMeans } from './means.js';

/**
 * The gate before the first firewall rule: Google says active, and the routes that the two networks exchange hold the
 * network's CIDR one way, and this network's subnets the other. It writes nothing.
 */
export function activeStep(means: StepMeans, remote: readonly Cidr[]): Step {
  return {
    id: ACTIVE_STEP,
    title: 'Google says active, with the CIDR that Dragonfly names',
    after: [PEERING_STEP],
    read: (context) => compare(means, remote, context),
    apply: async () => undefined,
    undo: async () => undefined,
    shell: (context) => shellOf(means, context),
  };
}

async function compare(means: StepMeans, remote: readonly Cidr[], context: StepContext): Promise<StepState> {
  const found = await means.finder.find(context);
  if (found.kind !== 'found') return waiting('there is no peering to be seen yet');
  const { peering } = found;
  if (peering.state !== 'ACTIVE') return inactive(means, peering);

  const is = `${peering.name} is ACTIVE to ${networkPath(peering.network)}`;
  const [missingIn, missingOut] = await Promise.all([
    missing(means, { peering, direction: 'INCOMING', wanted: remote }, context),
    ownBlocks(means, context).then((wanted) =>
      missing(means, { peering, direction: 'OUTGOING', wanted }, context),
    ),
  ]);
  if (missingIn.length > 0) {
    return waiting(`${is}, but does not bring ${missingIn.join(', ')} of the network's CIDR yet`);
  }
  if (missingOut.length > 0) {
    return waiting(`${is}, but the other side does not take your ${missingOut.join(', ')} yet`);
  }
  return { status: 'done', ours: 'none', evidence: `${is}, and brings ${remote.join(', ')}` };
}

async function shellOf(means: StepMeans, context: StepContext): Promise<string> {
  const found = await means.finder.find(context);
  return activeShell(means, found.kind === 'found' ? found.peering.name : means.finder.name);
}

/** Google's words about the state are free text; only these have been seen. */
function inactive({ flow }: StepMeans, { name, state, stateDetails }: NetworkPeering): StepState {
  const evidence = `${name} is ${state}${stateDetails === '' ? '' : ` (${stateDetails})`}`;
  if (!/tried to connect and failed/i.test(stateDetails)) {
    return { status: 'waiting', ours: 'none', evidence, whose: 'dragonfly' };
  }
  const connection = flow.connection()?.id ?? '<connection>';
  return {
    status: 'conflict',
    ours: 'none',
    evidence,
    fix: `Dragonfly's attempt was refused: its network overlaps yours or one that yours is peered with, a limit of peerings is reached, or a policy of an organization forbids it. The plan's findings show overlaps. Put it right, delete the connection (dfcloud connections delete ${connection}), and run this again.`,
  };
}

interface Question {
  readonly peering: NetworkPeering;
  readonly direction: RouteDirection;
  readonly wanted: readonly Cidr[];
}

/** What of the wanted blocks the exchanged routes do not hold. */
async function missing(
  { reads, flow }: StepMeans,
  { peering, direction, wanted }: Question,
  context: StepContext,
): Promise<Cidr[]> {
  if (wanted.length === 0) return [];
  const { region } = flow.network.location;
  const routes = await reads.peeringRoutes({ peering: peering.name, direction, region }, context);
  return CidrSet.of(wanted)
    .subtract(CidrSet.of(taken(routes)))
    .cidrs();
}

function taken(routes: readonly PeeringRoute[]): Cidr[] {
  return routes.flatMap(({ imported, destination }) => (imported ? destination : []));
}

/** Private ranges of ordinary subnets are always exchanged; public ones only where both sides say so. */
async function ownBlocks({ reads }: StepMeans, context: StepContext): Promise<Cidr[]> {
  const subnets = await reads.subnetworks(context);
  const blocks = subnets
    .filter(({ purpose }) => purpose === 'PRIVATE')
    .flatMap(({ cidrs, secondary }) => [...cidrs, ...secondary.map(({ cidr }) => cidr)]);
  return blocks.filter((block) => RFC1918.some((range) => range.contains(block)));
}

function waiting(evidence: string): StepState {
  return { status: 'waiting', ours: 'none', evidence, whose: 'cloud' };
}
