import { CloudRefusedError } from '../errors/cloud-refused-error.js';
import type { Acceptor } from './acceptor.js';
import { beginReading, type Flow, layOut, type Scene } from './flow.js';
import type { PeeringPlan, PlannedStep, RemoteSide } from './plan.js';
import type { Step, StepContext } from './step.js';

/**
 * Reads preflight and all steps, and says what `apply` would do now. Writes nothing. When the customer's cloud refuses
 * the reads that the steps are made of, the plan holds the findings that say so and no steps.
 */
export async function makePlan(acceptor: Acceptor, scene: Scene, name: string): Promise<PeeringPlan> {
  const { context, network, endpoints } = scene;
  beginReading(scene);
  const findings = await acceptor.preflight(context);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  const explained = findings.some(({ severity }) => severity === 'error');
  const looked = await lookAtAll(acceptor, scene).catch((error: unknown): Looked => {
    if (explained && error instanceof CloudRefusedError) return { steps: [] };
    throw error;
  });
  const { steps } = looked;
  return {
    version: 1,
    provider: acceptor.provider,
    name,
    remote: remoteSide(network),
    ...(looked.peer && { peer: looked.peer }),
    endpoints,
    findings,
    steps,
    actions: steps.filter(writes).map(({ id }) => id),
  };
}

/** Who the other side is. */
export function remoteSide(network: Flow['network']): RemoteSide {
  const { id: networkId, cidrBlock, location, vpc } = network;
  return { networkId, cidrBlock, region: location.region, ...vpc };
}

type Looked = Pick<PeeringPlan, 'steps' | 'peer'>;

async function lookAtAll(acceptor: Acceptor, scene: Scene): Promise<Looked> {
  const { context, steps } = await layOut(acceptor, scene);
  const planned = Promise.all(steps.map((step) => lookAt(step, context)));
  const peer = await acceptor.peer(context);
  return { steps: await planned, ...(peer && { peer }) };
}

async function lookAt(step: Step, context: StepContext): Promise<PlannedStep> {
  const { whose: _, stays: __, ...state } = await step.read(context);
  const shell =
    state.status === 'todo' || state.status === 'waiting' ? await step.shell?.(context) : undefined;
  return {
    id: step.id,
    title: step.title,
    ...state,
    ...(step.note !== undefined && { note: step.note }),
    ...(shell !== undefined && { shell }),
  };
}

function writes({ status, leadsTo }: PlannedStep): boolean {
  return status === 'todo' || leadsTo === 'todo';
}
