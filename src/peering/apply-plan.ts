import { ConflictError } from '../errors/conflict-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { planStale, preflightFailed } from '../errors/messages.js';
import type { Connection } from '../resources/connection.js';
import type { Acceptor } from './acceptor.js';
import type { Flow } from './flow.js';
import { remoteSide } from './make-plan.js';
import { performStep } from './perform-step.js';
import type { PeeringPlan } from './plan.js';
import { runInOrder } from './run-steps.js';
import type { Step } from './step.js';
import { stepTeller } from './step-teller.js';

/** How many steps run at once. The clouds allow about five writes a second per account and region. */
const STEPS_AT_ONCE = 4;

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
 * @throws ConflictError when preflight found an error, when the plan is stale, or when what exists is in the way.
 */
export async function applyFlow(
  acceptor: Acceptor,
  flow: Flow,
  plan: PeeringPlan | undefined,
): Promise<Applied> {
  const { context, steps, cell } = flow;
  if (plan) await refuseStale(acceptor, flow, plan);
  const findings = await acceptor.preflight(context);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new ConflictError(preflightFailed(errors));

  const tell = stepTeller(context);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const wrote = new Set<string>();
  await runInOrder(steps, STEPS_AT_ONCE, async (id) => {
    const step = byId.get(id);
    if (step && (await performStep(step, context, tell(step)))) wrote.add(id);
  });
  return { connection: cell.current, actions: idsOf(steps).filter((id) => wrote.has(id)) };
}

async function refuseStale(acceptor: Acceptor, { network }: Flow, plan: PeeringPlan): Promise<void> {
  const now = { remote: remoteSide(network), endpoints: await acceptor.endpoints() };
  const then = { remote: plan.remote, endpoints: plan.endpoints };
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  throw new InvalidInputError(planStale(JSON.stringify(then), JSON.stringify(now)), { field: 'plan' });
}

function idsOf(steps: readonly Step[]): string[] {
  return steps.map(({ id }) => id);
}
