import type { Acceptor } from '../peering/acceptor.js';
import { freshRound, type StepContext } from '../peering/step.js';
import { youngestGrant } from './grants.js';
import type { StepMeans } from './steps/means.js';

/** For this long, a role that was assigned may not hold everywhere (Azure RBAC says ten minutes, and a token lives on). */
const FRESH_MS = 15 * 60_000;

type Connection = Parameters<NonNullable<Acceptor['tooEarly']>>[1];

/** Why a connection that failed may have failed only because its roles were fresh; undefined when they were not. */
export async function whyTooEarly(
  means: StepMeans,
  context: StepContext,
  _connection: Connection,
): Promise<string | undefined> {
  // The run's own round began before the roles were assigned.
  const youngest = await youngestGrant(means, freshRound(context));
  if (youngest === undefined || youngest.ageMs >= FRESH_MS) return undefined;
  const seconds = Math.max(0, Math.round(youngest.ageMs / 1_000));
  return `a role was assigned ${seconds} s ago, and Azure takes up to ten minutes until it holds everywhere`;
}
