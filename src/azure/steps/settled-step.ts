import type { Step, StepContext, StepState } from '../../peering/step.js';
import { youngestGrant } from '../grants.js';
import { APP_GRANT_STEP, SETTLED_STEP, type StepMeans, VENDOR_GRANT_STEP } from './means.js';

/** Waits until the roles have settled: a connection that Dragonfly makes with fresh ones fails for that alone. */
export function settledStep(means: StepMeans): Step {
  return {
    id: SETTLED_STEP,
    title: 'The roles have had time to take effect',
    after: [APP_GRANT_STEP, VENDOR_GRANT_STEP],
    read: (context) => readAge(means, context),
    async wait(context) {
      const leftMs = await remainingMs(means, context);
      await context.clock.sleep(Math.max(leftMs, 1), context.signal);
    },
    // Time passes by itself.
    apply: async () => undefined,
    undo: async () => undefined,
    shell: () => `sleep ${Math.ceil(means.settings.grantSettleMs / 1_000)}`,
  };
}

async function readAge(means: StepMeans, context: StepContext): Promise<StepState> {
  const connection = means.flow.connection();
  if (connection && ['pending', 'inactive', 'active'].includes(connection.status)) {
    return { status: 'done', ours: 'none', evidence: 'the connection exists already' };
  }
  const leftMs = await remainingMs(means, context);
  if (leftMs <= 0) return { status: 'done', ours: 'none', evidence: 'they are old enough' };
  const evidence = `${Math.ceil(leftMs / 1_000)} s are left until the youngest of them is taken to hold`;
  return { status: 'waiting', ours: 'none', evidence, whose: 'cloud' };
}

/** What is left of the wait. All of it while there are no roles. */
async function remainingMs(means: StepMeans, context: StepContext): Promise<number> {
  const youngest = await youngestGrant(means, context);
  return means.settings.grantSettleMs - (youngest?.ageMs ?? 0);
}
