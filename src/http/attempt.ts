import { networkFailed } from '../errors/messages.js';
import { NetworkError } from '../errors/network-error.js';
import { DeadlineReached, withDeadline } from '../internal/abort.js';
import { aborted, outOfTime } from './abort-errors.js';
import { readBody } from './body.js';
import { exchange, type RawResponse } from './exchange.js';
import { failureCode, sentWhenFailed } from './network-failure.js';
import { redact } from './redact.js';
import type { RequestRecord } from './request-record.js';
import { statusError } from './status-error.js';
import type { ApiRequest, TransportConfig } from './transport.js';

/** A successful answer. */
export interface Answer {
  /** 2xx, or 404 for a repeated DELETE. */
  readonly status: number;
  /** The parsed JSON; undefined when the body was empty. */
  readonly body: unknown;
  /** The request, for errors that are found later in the body. */
  readonly record: RequestRecord;
}

/**
 * Makes one attempt with a clock and a signal of its own. `remainingMs` is what is left of the call's time.
 *
 * @throws AbortedError when the caller's signal fires; otherwise the error that the outcome stands for.
 */
export async function attempt(
  config: TransportConfig,
  request: ApiRequest,
  record: RequestRecord,
  remainingMs: number,
): Promise<Answer> {
  const about = { method: request.method, path: request.path, attempt: record.begin() };
  const startedMs = config.clock.now();
  const elapsedMs = () => Math.round(config.clock.now() - startedMs);

  config.onEvent({ type: 'request', ...about });
  let response: RawResponse;
  try {
    response = await withDeadline(Math.min(config.timeoutMs, remainingMs), request.signal, (signal) =>
      exchange(config, request, record, signal),
    );
  } catch (error) {
    record.failed(sentWhenFailed(error));
    config.onEvent({ type: 'no-answer', ...about, ms: elapsedMs(), reason: failureCode(error) });
    if (request.signal?.aborted) throw aborted(record, request.signal.reason);
    record.lastError = noAnswer(config, record, error, remainingMs);
    throw record.lastError;
  }

  const { status } = response;
  const secrets = [config.apiKey, ...(request.secrets ?? [])];
  const requestId = response.requestId && redact(response.requestId, secrets);
  record.answered(status, requestId);
  config.onEvent({
    type: 'answer',
    ...about,
    status,
    ms: elapsedMs(),
    ...(requestId !== undefined && { requestId }),
  });
  const details = record.details();
  record.lastError = statusError(response, details, secrets);
  if (record.lastError) throw record.lastError;
  return { status, body: status === 404 ? undefined : readBody(response.text, details), record };
}

function noAnswer(
  config: TransportConfig,
  record: RequestRecord,
  error: unknown,
  remainingMs: number,
): Error {
  if (error instanceof DeadlineReached) {
    const clock = remainingMs <= config.timeoutMs ? 'totalTimeoutMs' : 'timeoutMs';
    return outOfTime(record, clock, config[clock]);
  }
  const details = record.details();
  return new NetworkError(networkFailed(details, config.baseUrl, failureCode(error)), details, error);
}
