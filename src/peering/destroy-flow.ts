import type { Acceptor } from './acceptor.js';
import { CONNECTION_STEP } from './connection-step.js';
import { layOut, type Scene } from './flow.js';
import { retrying } from './retrying.js';
import { reversed, runInOrder } from './run-steps.js';
import { Slots } from './slots.js';
import { freshRound, type Step, type StepState } from './step.js';
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

/** What the caller said about the limits of a removal. */
export interface DestroyChoices {
  /** True when the caller named the connection by its id. */
  readonly connectionNamed: boolean;
  /** Leave what hangs on the peering but cannot be proved ours. */
  readonly keepUnproven: boolean;
}

const REMOVALS_AT_ONCE = 4;

/** Undoes the steps in reverse: what is provably ours, and what hangs on a connection that goes. */
export async function destroyFlow(
  acceptor: Acceptor,
  scene: Scene,
  choices: DestroyChoices,
): Promise<Destroyed> {
  const { steps, context } = await layOut(acceptor, scene);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const tell = stepTeller(context);
  const slots = new Slots(REMOVALS_AT_ONCE);
  const removed: string[] = [];
  const left: Left[] = [];

  // Read before the first removal: what hangs on the peering can only be told while its id is known.
  const states = new Map(
    await Promise.all(steps.map(async (step) => [step.id, await step.read(context)] as const)),
  );
  const connectionGoes = mayGo(states.get(CONNECTION_STEP), choices);

  const removeOne = async (step: Step, round: typeof context) => {
    const state = states.get(step.id);
    if (!state || state.ours === 'none') return;
    const why = whyLeft(step, state, connectionGoes, choices);
    if (why !== undefined) {
      left.push({ step: step.id, title: step.title, evidence: state.evidence, why });
      tell(step)('left', { evidence: why });
      return;
    }
    await slots.run(context.signal, async () => {
      tell(step)('removing', { evidence: state.evidence });
      const onRetry = (attempt: number, evidence: string) => tell(step)('retrying', { attempt, evidence });
      await retrying(step, context, onRetry, () => step.undo(round));
    });
    removed.push(step.id);
    tell(step)('removed');
  };
  await runInOrder(reversed(steps), (batch) => {
    const round = freshRound(context);
    return batch.flatMap((id) => byId.get(id) ?? []).map((step) => removeOne(step, round));
  });
  return { removed, left };
}

function mayGo(connection: StepState | undefined, { connectionNamed }: DestroyChoices): boolean {
  if (!connection || connection.ours === 'none') return false;
  return connectionNamed || connection.ours === 'ours';
}

function whyLeft(
  step: Step,
  state: StepState,
  connectionGoes: boolean,
  choices: DestroyChoices,
): string | undefined {
  if (step.id === CONNECTION_STEP) {
    return connectionGoes ? undefined : 'its name is not the one given, and its id was not given';
  }
  if (state.ours === 'adopted') return state.stays ?? 'it was there before';
  if (!connectionGoes && (step.withConnection || state.ours === 'dependent')) {
    return 'it hangs on a connection that stays, or that is not known any more';
  }
  if (state.ours === 'ours') return undefined;
  return choices.keepUnproven ? 'it cannot be proved to be ours, and keepUnproven is set' : undefined;
}
