import type { Fault } from './faults.js';
import { type Answer, json, type Reply } from './http-server.js';

/** How the life of a new object departs from the usual. */
export interface Fate {
  /** It becomes active at once, without acceptance. */
  readonly earlyActive: boolean;
  /** It stays pending. */
  readonly stuck: boolean;
  /** It fails, with this status_detail. */
  readonly failsWith: string | undefined;
  /** GET does not find it for so long. */
  readonly hiddenMs: number;
}

/** The fate that the faults of a request give to what it creates. */
export function fateOf(faults: readonly Fault[]): Fate {
  const failure = faults.find((fault) => fault.kind === 'fails');
  return {
    earlyActive: faults.some((fault) => fault.kind === 'early-active'),
    stuck: faults.some((fault) => fault.kind === 'stuck-pending'),
    failsWith: failure && (failure.statusDetail ?? 'the peering could not be established'),
    hiddenMs: Math.max(0, ...faults.map((fault) => (fault.kind === 'not-visible' ? fault.ms : 0))),
  };
}

/** What is sent instead of carrying the request out; undefined when the fault lets it pass. */
export function replyInstead(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'refused':
    case 'listener-down':
      return 'hang-up';
    case 'rate-limit':
      return json(429, { error: 'too many requests' }, retryAfter(fault));
    case 'status':
      return fault.effect ? undefined : statusAnswer(fault);
    default:
      return undefined;
  }
}

/** What is sent in place of the true answer of a request that took effect. */
export function replyAfter(fault: Fault, answer: Answer): Reply {
  switch (fault.kind) {
    case 'answer-lost':
      return 'hang-up';
    case 'no-content':
      return { status: 204, body: '' };
    case 'status':
      return fault.effect ? statusAnswer(fault) : answer;
    case 'malformed':
      return malformed(fault, answer);
    case 'unknown-status':
      return rewritten(answer, (object) => ({ ...object, status: fault.status }));
    default:
      return answer;
  }
}

function retryAfter(fault: Extract<Fault, { kind: 'rate-limit' }>): Record<string, string> {
  const seconds = fault.retryAfterSeconds;
  if (seconds === undefined) return {};
  const date = () => new Date(Date.now() + seconds * 1000).toUTCString();
  return { 'retry-after': fault.format === 'date' ? date() : String(seconds) };
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
  const { status, body = { error: `the sandbox was told to answer ${fault.status}` }, headers } = fault;
  if (typeof body !== 'string') return json(status, body, headers);
  return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
}

function malformed(fault: Extract<Fault, { kind: 'malformed' }>, answer: Answer): Answer {
  if (fault.how === 'truncated') return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
  if (fault.how === 'not-json') {
    const headers = { 'content-type': 'text/html' };
    return { status: answer.status, headers, body: '<html><body>Bad gateway</body></html>' };
  }
  return rewritten(answer, (object) => without(object, fault.field.split('.')));
}

type JsonObject = Record<string, unknown>;

/** The answer with `change` applied to its object, or to each object of its list. Errors stay as they are. */
function rewritten(answer: Answer, change: (object: JsonObject) => JsonObject): Answer {
  if (answer.status >= 300 || answer.body === '') return answer;
  const value: unknown = JSON.parse(answer.body);
  const apply = (inner: unknown) => (isObject(inner) ? change(inner) : inner);
  return { ...answer, body: JSON.stringify(Array.isArray(value) ? value.map(apply) : apply(value)) };
}

function without(object: JsonObject, path: readonly string[]): JsonObject {
  const [key = '', ...rest] = path;
  const inner = object[key];
  if (rest.length > 0 && isObject(inner)) return { ...object, [key]: without(inner, rest) };
  const { [key]: _removed, ...others } = object;
  return others;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
