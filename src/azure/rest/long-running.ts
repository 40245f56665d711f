import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { azureOperationEndless } from '../../errors/messages.js';
import { parseRetryAfter } from '../../http/retry-after.js';
import type { CallContext } from '../arm/arm.js';
import type { RestAnswer } from './exchange.js';
import { textAt } from './json.js';
import { asRefusal } from './refusal.js';
import type { RestCall, RestClient } from './rest-client.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** Also when ARM says that no pause is needed. */
const SHORTEST_PAUSE_MS = 50;
/** Operations on networks take seconds; one that is still under way after this is given up. */
const LIMIT_MS = 20 * 60_000;

/**
 * Makes a call that ARM may carry out later, and follows it to its end: by `Azure-AsyncOperation` where the answer has
 * one, else by `Location`, else by the resource's own `provisioningState`. The headers of the call, an auxiliary token
 * among them, do not go with the questions. Gives the last answer.
 *
 * @throws CloudRefusedError also when the operation was accepted and failed later.
 */
export async function callToTheEnd(
  client: RestClient,
  call: RestCall,
  context: CallContext,
): Promise<RestAnswer> {
  const first = await client.call(call, context);
  const question = questionOf(call, first);
  if (!question || verdictOn(question, first) === 'over') return first;
  const startedMs = context.clock.now();
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const answer = await client.call(
      { operation: call.operation, method: 'GET', path: question.url, alsoFine: question.alsoFine },
      context,
    );
    const verdict = verdictOn(question, answer);
    if (verdict === 'over') return answer;
    if (verdict === 'failed') {
      const requestId = answer.headers.get('x-ms-request-id') ?? undefined;
      throw asRefusal(call.operation, { status: undefined, body: failureIn(answer), requestId });
    }
    if (context.clock.now() - startedMs > LIMIT_MS) throw endless(call);
    const wishMs = parseRetryAfter(answer.headers.get('retry-after') ?? undefined);
    const restMs = Math.max(SHORTEST_PAUSE_MS, Math.min(wishMs ?? pauseMs, LONGEST_PAUSE_MS));
    await context.clock.sleep(restMs, context.signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

/** What is asked again and again until the operation is over. */
interface Question {
  readonly kind: 'operation' | 'result' | 'resource';
  readonly url: string;
  readonly alsoFine: readonly number[];
}

function questionOf({ method, path }: RestCall, { status, headers, body }: RestAnswer): Question | undefined {
  const operation = headers.get('azure-asyncoperation');
  const location = headers.get('location');
  const result = status === 202 && location !== null ? location : undefined;
  // The result of an action lies at its Location; of a write, the other URL says more.
  if (operation !== null && !(method === 'POST' && result !== undefined))
    return { kind: 'operation', url: operation, alsoFine: [] };
  if (result !== undefined) return { kind: 'result', url: result, alsoFine: [] };
  if (method === 'DELETE')
    return status === 202 ? { kind: 'resource', url: path, alsoFine: [404] } : undefined;
  return textAt(body, 'properties', 'provisioningState') === undefined
    ? undefined
    : { kind: 'resource', url: path, alsoFine: [] };
}

function verdictOn({ kind }: Question, answer: RestAnswer): 'over' | 'failed' | 'under-way' {
  const { status, body } = answer;
  if (kind === 'result') return status === 202 ? 'under-way' : 'over';
  if (status === 404) return 'over';
  const word =
    kind === 'operation' ? textAt(body, 'status') : textAt(body, 'properties', 'provisioningState');
  switch (word?.toLowerCase()) {
    case 'succeeded':
      return 'over';
    case 'failed':
    case 'canceled':
      // A resource that says so may have failed long ago; only the operation itself speaks of this call.
      return kind === 'operation' ? 'failed' : 'over';
    default:
      return 'under-way';
  }
}

/** The error of an operation that failed; HTTP 200 says nothing of its outcome. */
function failureIn({ body }: RestAnswer): unknown {
  const status = textAt(body, 'status');
  const said = textAt(body, 'error', 'code') ?? textAt(body, 'Error', 'Code');
  return said === undefined
    ? { code: `Operation${status ?? 'Failed'}`, message: 'Azure gives no reason' }
    : body;
}

function endless({ operation }: RestCall): CloudRefusedError {
  const call = { provider: 'azure', operation, cloudCode: 'OperationUnderWay' };
  return new CloudRefusedError(azureOperationEndless(operation, LIMIT_MS), call);
}
