import { type DfCloudError, isDfCloudError } from '../../errors/base.js';
import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { azureUnreachable, entraRefused } from '../../errors/messages.js';
import { NetworkError } from '../../errors/network-error.js';
import { failureCode } from '../../http/network-failure.js';
import { parseRetryAfter } from '../../http/retry-after.js';
import { listAt, textAt } from '../rest/json.js';
import type { Met } from './entra.js';

/** Numbers of Entra ID that mean "not now". */
const PASSING = ['AADSTS90006', 'AADSTS90024', 'AADSTS90033', 'AADSTS90055'];
const PASSING_STATUSES = [408, 429, 500, 502, 503, 504];

/** Why no token came. */
export interface TokenFailure {
  readonly error: DfCloudError;
  /** True when asking again soon may help. */
  readonly passes: boolean;
  /** For how long Entra ID asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/**
 * What the library threw, judged by what its requests met: it keeps no status of an answer that it has remembered, and
 * of some failures no number. The library's error is not kept as cause; it may hold the whole request.
 */
export function tokenFailure(thrown: unknown, met: Met, who: string, endpoint: string): TokenFailure {
  const { answer, failure } = met;
  if (isDfCloudError(thrown)) return { error: thrown, passes: false, retryAfterMs: undefined };
  if (!answer && failure !== undefined) {
    const text = azureUnreachable('entra:token', endpoint, failureCode(failure));
    return { error: new NetworkError(text, undefined, failure), passes: true, retryAfterMs: undefined };
  }
  if (!answer) return { error: notAsked(thrown, who), passes: false, retryAfterMs: undefined };
  const code = numberIn(answer.body) ?? textAt(answer.body, 'error') ?? codeOf(thrown, answer.status);
  const requestId = textAt(answer.body, 'correlation_id');
  const call = {
    provider: 'azure',
    operation: 'entra:token',
    cloudCode: code,
    ...(requestId !== undefined && { requestId }),
  };
  const error = new CloudRefusedError(entraRefused(who, code, saidIn(answer.body, requestId)), call);
  const passes = PASSING.includes(code) || PASSING_STATUSES.includes(answer.status);
  const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after') ?? undefined);
  return { error, passes, retryAfterMs };
}

/** The library itself found what it was given unusable. */
function notAsked(thrown: unknown, who: string): CloudRefusedError {
  const code = codeOf(thrown, undefined);
  const said = thrown instanceof Error ? thrown.message : 'it says nothing more';
  const call = { provider: 'azure', operation: 'entra:token', cloudCode: code };
  return new CloudRefusedError(entraRefused(who, code, said), call);
}

function numberIn(body: unknown): string | undefined {
  const [first] = listAt(body, 'error_codes');
  if (typeof first === 'number') return `AADSTS${first}`;
  return /AADSTS\d+/.exec(textAt(body, 'error_description') ?? '')?.[0];
}

/** The description without the lines that only say when and under which ids. */
function saidIn(body: unknown, correlationId: string | undefined): string {
  const [said = 'it says nothing more'] = (textAt(body, 'error_description') ?? '')
    .split(/\r?\n|\s+Trace ID:/)
    .filter((line) => line.trim() !== '');
  return correlationId === undefined ? said : `${said} (correlation ${correlationId})`;
}

function codeOf(thrown: unknown, status: number | undefined): string {
  const code: unknown = thrown instanceof Object ? Reflect.get(thrown, 'errorCode') : undefined;
  if (typeof code === 'string' && code !== '') return code;
  return status === undefined ? 'UNKNOWN' : `HTTP ${status}`;
}
