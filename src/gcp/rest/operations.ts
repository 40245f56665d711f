import { gcpOperationSlow } from '../../errors/messages.js';
import { TimeoutError } from '../../errors/timeout-error.js';
import { Fields } from '../compute/fields.js';
import { isRefusal } from '../compute/refusal.js';
import { cloudError, failureOfOperation } from './failure.js';
import type { RestClient } from './rest-client.js';

/** One call of `wait` blocks for up to two minutes. */
const WAIT_CALL_MS = 130_000;
/** Google works for seconds; others have been seen to take minutes. */
const OPERATION_MS = 600_000;
/** `wait` is best effort, and may come back at once. */
const PAUSES_MS = [100, 500, 1_000, 2_000, 5_000];

/** An operation that is to be waited for. */
export interface Waiting {
  /** `…/compute/v1/projects/my-project`: the operation's own link is not followed. */
  readonly projectUrl: string;
  /** The permission of the write, by which errors name it. */
  readonly operation: string;
  /** What the write answered. */
  readonly answer: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until an operation is over. That it failed stands in an answer of HTTP 200.
 *
 * @throws CloudRefusedError when it failed. @throws TimeoutError @throws NetworkError @throws AbortedError
 */
export async function waitForOperation(
  client: RestClient,
  { projectUrl, operation, answer, signal }: Waiting,
): Promise<void> {
  const name = new Fields(answer).text('name') ?? '';
  const url = `${projectUrl}/global/operations/${encodeURIComponent(name)}/wait`;
  const startedMs = client.clock.now();
  let seen: unknown = answer;
  for (let turn = 0; !isOver(seen); turn += 1) {
    const elapsedMs = client.clock.now() - startedMs;
    if (elapsedMs > OPERATION_MS) throw new TimeoutError(gcpOperationSlow(operation, name, elapsedMs));
    if (turn > 0) await client.pause(PAUSES_MS[turn - 1] ?? 5_000, { operation, signal });
    const call = {
      operation: 'compute.globalOperations.get',
      timeoutMs: WAIT_CALL_MS,
      expected: 'status',
      signal,
    } as const;
    const next = await client.call({ ...call, method: 'POST', url }).catch(forgotten);
    // Google forgets operations; the read that follows a write tells what came of it.
    if (next === undefined) return;
    seen = next;
  }
  const failure = failureOfOperation(seen);
  if (failure) throw cloudError(failure, operation);
}

function isOver(operation: unknown): boolean {
  return new Fields(operation).text('status') === 'DONE';
}

function forgotten(error: unknown): undefined {
  if (!isRefusal(error, 'notFound')) throw error;
  return undefined;
}
