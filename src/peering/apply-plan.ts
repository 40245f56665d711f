import { ConflictError } from '../errors/conflict-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { planStale, preflightFailed } from '../errors/messages.js';
import type { Connection } from '../resources/connection.js';
import type { Acceptor } from './acceptor.js';
import { beginReading, type Flow, layOut, type Scene } from './flow.js';
import { remoteSide } from './make-plan.js';
import { Performer } from './performer.js';
import type { PeeringPlan } from './plan.js';
import { runInOrder } from './run-steps.js';

/** What `apply` did. */
export interface Applied {
  /** The connection, active. */
  readonly connection: Connection | undefined;
  /** The ids of the steps that wrote, in the order of the flow; none on a second run. */
  readonly actions: readonly string[];
}

/**
 * Brings every step to `done`, in order.
 *
 * @throws ConflictError when preflight found an error, or when what exists is in the way.
 * @throws InvalidInputError when the plan is for something else than what is there now.
 */
export async function applyFlow(
  acceptor: Acceptor,
  scene: Scene,
  plan: PeeringPlan | undefined,
): Promise<Applied> {
  const { context } = scene;
  if (plan) await refuseStale(acceptor, scene, plan);
  beginReading(scene);
  const findings = await acceptor.preflight(context);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new ConflictError(preflightFailed(errors));
  return performAll(await layOut(acceptor, scene));
}

async function performAll({ steps, context, cell }: Flow): Promise<Applied> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const wrote = new Set<string>();
  const performer = new Performer(context);
  await runInOrder(steps, (batch) => {
    const runs = performer.perform(batch.flatMap((id) => byId.get(id) ?? []));
    return runs.map(async (run, index) => {
      if (await run) wrote.add(batch[index] ?? '');
    });
  });
  const actions = steps.map(({ id }) => id).filter((id) => wrote.has(id));
  return { connection: cell.current, actions };
}

async function refuseStale(acceptor: Acceptor, scene: Scene, plan: PeeringPlan): Promise<void> {
  const now = {
    provider: acceptor.provider,
    remote: remoteSide(scene.network),
    endpoints: scene.endpoints,
    ...(plan.peer && { peer: await acceptor.peer(scene.context) }),
  };
  const then = {
    provider: plan.provider,
    remote: plan.remote,
    endpoints: plan.endpoints,
    ...(plan.peer && { peer: plan.peer }),
  };
  const [nowText, thenText] = [sorted(now), sorted(then)];
  if (nowText === thenText) return;
  throw new InvalidInputError(planStale(thenText, nowText), { field: 'plan' });
}

/** JSON in which the order of the keys does not matter: a plan may have been through a file. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    entry instanceof Object && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}
