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
  readonly error: CloudRefusedError | NetworkError;
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
  const { answer } = met;
  if (!answer) {
    const code = met.failure === undefined ? codeOf(thrown) : failureCode(met.failure);
    const error = new NetworkError(azureUnreachable('entra:token', endpoint, code), undefined, met.failure);
    return { error, passes: true, retryAfterMs: undefined };
  }
  const code = numberIn(answer.body) ?? textAt(answer.body, 'error') ?? codeOf(thrown);
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

function codeOf(thrown: unknown): string {
  const code: unknown = thrown instanceof Object ? Reflect.get(thrown, 'errorCode') : undefined;
  return typeof code === 'string' && code !== '' ? code : 'UNKNOWN';
}
