import type { Acceptor } from './acceptor.js';
import type { Flow } from './flow.js';
import type { PeeringPlan, PlannedStep, RemoteSide } from './plan.js';
import type { Step, StepContext } from './step.js';

/** Reads all steps and preflight, and says what `apply` would do now. Writes nothing. */
export async function makePlan(acceptor: Acceptor, flow: Flow, name: string): Promise<PeeringPlan> {
  const { context, steps, network } = flow;
  const findings = await acceptor.preflight(context);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  const planned = await Promise.all(steps.map((step) => lookAt(step, context)));
  return {
    version: 1,
    provider: acceptor.provider,
    name,
    remote: remoteSide(network),
    endpoints: await acceptor.endpoints(),
    findings,
    steps: planned,
    actions: planned.filter(({ status }) => status === 'todo').map(({ id }) => id),
  };
}

/** Who the other side is. */
export function remoteSide(network: Flow['network']): RemoteSide {
  const { id: networkId, cidrBlock, location, vpc } = network;
  return { networkId, cidrBlock, region: location.region, ...vpc };
}

async function lookAt(step: Step, context: StepContext): Promise<PlannedStep> {
  const { whose: _, ...state } = await step.read(context);
  const shell = state.status === 'todo' ? step.shell?.() : undefined;
  return {
    id: step.id,
    title: step.title,
    ...state,
    ...(step.note !== undefined && { note: step.note }),
    ...(shell !== undefined && { shell }),
  };
}
