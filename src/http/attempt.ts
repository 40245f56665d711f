import { networkFailed } from '../errors/messages.js';
import { NetworkError } from '../errors/network-error.js';
import { DeadlineReached, withDeadline } from '../internal/abort.js';
import { outOfTime } from './abort-errors.js';
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
 * Makes one attempt with a clock and a signal of its own.
 *
 * @throws the call signal's reason when that fires; otherwise the error that the outcome stands for.
 */
export async function attempt(
  config: TransportConfig,
  request: ApiRequest,
  record: RequestRecord,
  callSignal: AbortSignal,
): Promise<Answer> {
  const about = { method: request.method, path: request.path, attempt: record.begin() };
  const startedMs = config.clock.now();
  const elapsedMs = () => Math.round(config.clock.now() - startedMs);

  config.onEvent({ type: 'request', ...about });
  let response: RawResponse;
  try {
    response = await withDeadline(config.timeoutMs, callSignal, (signal) =>
      exchange(config, request, record, signal),
    );
  } catch (error) {
    record.failed(sentWhenFailed(error));
    config.onEvent({ type: 'no-answer', ...about, ms: elapsedMs(), reason: failureCode(error) });
    if (callSignal.aborted) throw error;
    record.lastError = noAnswer(config, record, error);
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

function noAnswer(config: TransportConfig, record: RequestRecord, error: unknown): Error {
  if (error instanceof DeadlineReached) return outOfTime(record, 'timeoutMs', config.timeoutMs);
  const details = record.details();
  return new NetworkError(networkFailed(details, config.baseUrl, failureCode(error)), details, error);
}
