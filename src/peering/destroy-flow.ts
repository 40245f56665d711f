import { CONNECTION_STEP } from './connection-step.js';
import type { Flow } from './flow.js';
import { retrying } from './retrying.js';
import { reversed, runInOrder } from './run-steps.js';
import type { Step, StepState } from './step.js';
import { stepTeller } from './step-teller.js';

/** Something that `destroy` did not touch. */
export interface Left {
  /** The step's id. */
  readonly step: string;
  /** What it is. */
  readonly title: string;
  /** What was seen. */
  readonly evidence: string;
  /** Why it was left. */
  readonly why: string;
}

/** What `destroy` did. */
export interface Destroyed {
  /** The ids of the steps whose work was removed, in the order of removal. */
  readonly removed: readonly string[];
  /** What exists and was left, and why. */
  readonly left: readonly Left[];
}

const STEPS_AT_ONCE = 4;

/** Undoes the steps in reverse: what is provably ours, and what hangs on a connection that goes. */
export async function destroyFlow(flow: Flow, options: DestroyChoices): Promise<Destroyed> {
  const { steps, context } = flow;
  const byId = new Map(steps.map((step) => [step.id, step]));
  const tell = stepTeller(context);
  const removed: string[] = [];
  const left: Left[] = [];

  // Read before the first removal: what hangs on the peering can only be told while its id is known.
  const states = new Map(
    await Promise.all(steps.map(async (step) => [step.id, await step.read(context)] as const)),
  );
  const connectionGoes = mayGo(states.get(CONNECTION_STEP), options);

  await runInOrder(reversed(steps), STEPS_AT_ONCE, async (id) => {
    const step = byId.get(id);
    const state = states.get(id);
    if (!step || !state || state.ours === 'none') return;
    const why = whyLeft(step, state, connectionGoes, options);
    if (why !== undefined) {
      left.push({ step: id, title: step.title, evidence: state.evidence, why });
      tell(step)('left', { evidence: why });
      return;
    }
    tell(step)('removing', { evidence: state.evidence });
    const onRetry = (attempt: number, evidence: string) => tell(step)('retrying', { attempt, evidence });
    await retrying(step, context, onRetry, () => step.undo(context));
    removed.push(id);
    tell(step)('removed');
  });
  return { removed, left };
}

/** What the caller said about the limits of a removal. */
export interface DestroyChoices {
  /** True when the caller named the connection by its id. */
  readonly connectionNamed: boolean;
  /** Leave what hangs on the peering but cannot be proved ours. */
  readonly keepUnproven: boolean;
}

function mayGo(connection: StepState | undefined, { connectionNamed }: DestroyChoices): boolean {
  if (!connection || connection.ours === 'none') return false;
  return connectionNamed || connection.ours === 'ours';
}

function whyLeft(
  step: Step,
  state: StepState,
  connectionGoes: boolean,
  options: DestroyChoices,
): string | undefined {
  if (step.id === CONNECTION_STEP) {
    return connectionGoes ? undefined : 'its name is not the one given, and its id was not given';
  }
  if (state.ours === 'adopted') return 'it was there before';
  if (state.ours === 'ours') return undefined;
  if (!connectionGoes) return 'it hangs on a connection that stays, or that is not known any more';
  return options.keepUnproven ? 'it cannot be proved to be ours, and keepUnproven is set' : undefined;
}
