import type { Cidr } from '../../path/cidr.js';
import { freshRound, type Step, type StepContext, type StepState } from '../../peering/step.js';
import type { TableRoute } from '../ec2/model.js';
import { isRefusal } from '../ec2/refusal.js';
import { joinsThePair } from '../expected-peering.js';
import { isLive } from '../peering-states.js';
import { routeShell } from '../shell.js';
import { isPropagated } from '../table-stage.js';
import { PASSING_WITH_PEERING } from '../transient.js';
import { ACTIVE_STEP, type StepMeans } from './means.js';

/** A route in one table to one block. */
export interface WantedRoute {
  readonly tableId: string;
  readonly destination: Cidr;
  /** What a plan says beside it. */
  readonly note?: string | undefined;
}

const CREATE = ['ec2:CreateRoute'];
const REPLACE = ['ec2:ReplaceRoute'];

/** A route from one table to the peering. Routes cannot be tagged: one to our peering hangs on it. */
export function routeStep(means: StepMeans, wanted: WantedRoute): Step {
  const { tableId, destination, note } = wanted;
  return {
    id: `aws.route:${tableId}:${destination}`,
    title: `Route to ${destination} in ${tableId}`,
    after: [ACTIVE_STEP],
    transient: PASSING_WITH_PEERING,
    ...(note !== undefined && { note }),
    read: async (context) => (await look(means, wanted, context)).state,
    apply: (context) => write(means, wanted, context),
    undo: (context) => remove(means, wanted, context),
    async shell(context) {
      const { way } = await look(means, wanted, context);
      return routeShell(means, wanted, way ?? 'create');
    },
  };
}

/** What was seen, and how the route is to be written. */
interface Look {
  readonly state: StepState;
  readonly way?: 'create' | 'replace';
}

async function look(means: StepMeans, wanted: WantedRoute, context: StepContext): Promise<Look> {
  const { tableId, destination } = wanted;
  const [tables, found] = await Promise.all([means.reads.routeTables(context), means.finder.find(context)]);
  const table = tables.find(({ id }) => id === tableId);
  if (!table)
    return { state: conflict(`${tableId} does not exist any more`, 'Run it again: it chooses anew.') };

  const row = table.routes.find((route) => isFor(route, destination) && !isPropagated(route));
  if (!row) {
    const evidence = `${tableId} has no route to ${destination}`;
    return { state: { status: 'todo', ours: 'none', evidence, needs: CREATE }, way: 'create' };
  }
  const is = `${tableId} routes ${destination} to ${row.target.id} (${row.state})`;
  const peeringId =
    found.kind === 'found' ? found.peering.id : found.kind === 'unseen' ? found.id : undefined;
  if (row.target.kind === 'peering' && row.target.id === peeringId) return { state: ownState(row, is) };
  return takenLook(means, row, is, context);
}

function ownState({ state }: TableRoute, evidence: string): StepState {
  if (state === 'active') return { status: 'done', ours: 'dependent', evidence };
  return { status: 'waiting', ours: 'dependent', evidence, whose: 'cloud' };
}

/** A route to somewhere else: ours to replace only when it leads to a peering that is dead. */
async function takenLook(means: StepMeans, row: TableRoute, is: string, context: StepContext): Promise<Look> {
  const dead =
    row.state === 'blackhole' && row.target.kind === 'peering' && (await deadPeering(means, row, context));
  if (dead) {
    const ours = dead.ofThePair ? 'dependent' : 'none';
    const evidence = `${is}, a peering that is ${dead.status}`;
    return { state: { status: 'todo', ours, evidence, needs: REPLACE }, way: 'replace' };
  }
  const replaceable = row.target.kind !== 'local' && means.settings.onConflict === 'replace';
  if (replaceable)
    return { state: { status: 'todo', ours: 'none', evidence: is, needs: REPLACE }, way: 'replace' };
  const fix =
    row.target.kind === 'local'
      ? 'The block belongs to your own VPC: choose another CIDR for the network.'
      : "Remove the route, choose other route tables, or pass onConflict: 'replace' (--on-conflict replace) if it is not needed.";
  return { state: conflict(is, fix) };
}

async function deadPeering({ reads, finder }: StepMeans, { target }: TableRoute, context: StepContext) {
  const [peering, expected] = await Promise.all([
    reads.peering(target.id, context),
    finder.expected(context),
  ]);
  if (!peering) return { status: 'gone', ofThePair: false };
  return isLive(peering) ? undefined : { status: peering.status, ofThePair: joinsThePair(peering, expected) };
}

async function write(means: StepMeans, wanted: WantedRoute, context: StepContext): Promise<void> {
  const first = await look(means, wanted, context);
  // What is replaced is looked at once more: another tool may have changed it since.
  const { way } = first.way === 'replace' ? await look(means, wanted, freshRound(context)) : first;
  const peeringId = await means.finder.id(context);
  if (way === undefined || peeringId === undefined) return;
  const { tableId, destination } = wanted;
  const ec2 = await means.ec2();
  if (way === 'replace') {
    await ec2.replaceRoute({ tableId, destination, peeringId }, context.signal);
    return;
  }
  try {
    await ec2.createRoute({ tableId, destination, peeringId }, context.signal);
  } catch (error) {
    // Either a first answer was lost, or somebody was quicker. The read that follows tells which.
    if (!isRefusal(error, 'RouteAlreadyExists')) throw error;
  }
}

/** Removes the route when it leads to this run's peering, or to a dead one of the same two VPCs. */
async function remove(means: StepMeans, wanted: WantedRoute, context: StepContext): Promise<void> {
  const { state } = await look(means, wanted, context);
  if (state.ours !== 'dependent') return;
  const ec2 = await means.ec2();
  try {
    await ec2.deleteRoute(wanted, context.signal);
  } catch (error) {
    if (!isRefusal(error, 'InvalidRoute.NotFound')) throw error;
  }
}

function isFor(route: TableRoute, destination: Cidr): boolean {
  return String(route.destination) === String(destination);
}

function conflict(evidence: string, fix: string): StepState {
  return { status: 'conflict', ours: 'none', evidence, fix };
}
