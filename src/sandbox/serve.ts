import { sleep } from '../internal/sleep.js';
import { type Fate, fateOf, replyAfter, replyInstead } from './fault-effects.js';
import type { Fault, FaultRegistry } from './faults.js';
import { type Answer, json, type ReceivedRequest, type Reply } from './http-server.js';
import type { RequestLog, RequestNote } from './request-log.js';

/** Serves a request that came inside another one, as if it had come by itself. */
export type ServeInner = (request: ReceivedRequest, route: Route) => Promise<Reply>;

/** What a cloud's routes make of a request, before anything is carried out. */
export interface Route {
  /** `connections.create` and the like; null when there is no such route. */
  readonly operation: string | null;
  /** Carries the request out. The body is the parsed JSON, undefined when there was none, or it was no JSON. */
  run(fate: Fate, inner: ServeInner): Reply | Promise<Reply>;
  /** What the log shows and predicates see as the body. @default the parsed JSON */
  readonly body?: unknown;
  /** What the log keeps about the request besides. Never a secret. */
  readonly note?: RequestNote | undefined;
  /** The service's own words for a fault that keeps the request from being carried out. */
  instead?(fault: Fault): Reply | undefined;
  /** The service's own way to spoil an answer. */
  after?(fault: Fault, answer: Answer): Reply | undefined;
}

/** What every double needs in order to serve. */
export interface ServeContext {
  /** Where each request is noted. */
  readonly log: RequestLog;
  /** What goes wrong on the way. */
  readonly faults: FaultRegistry;
  /** The sandbox's clock, for the log. */
  readonly now: () => number;
  /** How long every answer is held back, in real time. */
  readonly latencyMs: number;
  /** Aborted when the sandbox closes; nothing is held back after that. */
  readonly closing: AbortSignal;
  /** Makes the port refuse connections for so long. */
  readonly takeDown: (ms: number) => void;
}

/** One request's way through a double: log, latency, faults before the effect, the effect, faults after it. */
export async function serve(context: ServeContext, request: ReceivedRequest, route: Route): Promise<Reply> {
  const { method, path } = request;
  const body = route.body ?? parsedBody(request.body);
  const target = { operation: route.operation, method, path, body };
  const logged = context.log.begin({ ...target, note: route.note }, context.now());
  let faults: readonly Fault[] = [];
  let reply: Reply = 'hang-up';
  try {
    faults = context.faults.take(target);
    await pause(context, context.latencyMs);
    reply = await carryOut(context, route, faults);
  } catch (error) {
    // What the closing sandbox interrupts has nobody left to answer to.
    if (!context.closing.aborted) reply = brokenSandbox(error);
  }
  logged.end(
    reply,
    faults.map((fault) => fault.kind),
  );
  return reply === 'hang-up' ? reply : withRequestId(reply, logged.number);
}

async function carryOut(context: ServeContext, route: Route, faults: readonly Fault[]): Promise<Reply> {
  for (const fault of faults) {
    if (fault.kind === 'slow' && fault.phase === 'before') await pause(context, fault.ms);
    if (fault.kind === 'listener-down') context.takeDown(fault.ms);
    const instead = route.instead?.(fault) ?? replyInstead(fault);
    if (instead) return instead;
  }
  const inner: ServeInner = (request, innerRoute) => serve(context, request, innerRoute);
  const carried = await route.run(fateOf(faults), inner);
  if (carried === 'hang-up') return carried;
  let answer: Answer = carried;
  for (const fault of faults) {
    if (fault.kind === 'slow' && fault.phase !== 'before') await pause(context, fault.ms);
    const reply = route.after?.(fault, answer) ?? replyAfter(fault, answer);
    if (reply === 'hang-up') return reply;
    answer = reply;
  }
  return answer;
}

async function pause(context: ServeContext, ms: number): Promise<void> {
  if (ms > 0) await sleep(ms, context.closing);
}

/** The JSON value of a body; undefined when it is empty or no JSON. */
export function parsedBody(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function withRequestId(answer: Answer, number: number): Answer {
  return { ...answer, headers: { ...answer.headers, 'x-request-id': `sandbox-${number}` } };
}

/** A mistake of ours must not look like one of the caller's. */
function brokenSandbox(error: unknown): Answer {
  process.emitWarning(`The sandbox failed to answer: ${String(error)}`, 'SandboxWarning');
  return json(500, { error: 'the sandbox itself failed; its process printed a warning' });
}
