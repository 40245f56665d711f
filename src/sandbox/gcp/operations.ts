import type { Scheduler } from '../clock.js';
import type { OperationTarget, Started } from './action.js';
import type { GcpConsistencyState } from './consistency.js';
import type { GcpIds } from './gcp-ids.js';
import { defined, type Fields } from './wire/fields.js';
import { GcpError } from './wire/gcp-error.js';
import { linkOf, timeText } from './wire/links.js';

/** An operation, under way or done. */
export interface Operation {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** `global`, `regions/us-central1` or `zones/us-central1-a`. */
  readonly scope: string;
  readonly operationType: string;
  readonly target: OperationTarget;
  readonly user: string;
  readonly clientOperationId: string | undefined;
  readonly insertedAtMs: number;
  status: 'PENDING' | 'RUNNING' | 'DONE';
  endedAtMs: number | undefined;
  error: GcpError | undefined;
}

/** Who starts an operation, and how it is to end. */
export interface Starter {
  readonly project: string;
  readonly user: string;
  readonly requestId?: string | undefined;
  /** It stays under way for ever. */
  readonly stuck?: boolean;
  /** It ends with this error. */
  readonly failsWith?: string | undefined;
}

const DAY_MS = 86_400_000;
const KEPT_MS = 14 * DAY_MS;
/** `wait` answers after about two minutes, done or not. */
const WAIT_MS = 120_000;

/** The operations of all projects: PENDING, RUNNING, DONE, by the sandbox's clock. */
export class Operations {
  readonly #clock: Scheduler;
  readonly #ids: GcpIds;
  readonly #consistency: GcpConsistencyState;
  readonly #durationMs: number;
  readonly #closing: AbortSignal;
  readonly #operations = new Map<string, Operation>();
  readonly #waiting = new Map<string, AbortController>();
  readonly #locks = new Map<string, Operation>();

  constructor(parts: {
    clock: Scheduler;
    ids: GcpIds;
    consistency: GcpConsistencyState;
    durationMs: number;
    closing: AbortSignal;
  }) {
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#consistency = parts.consistency;
    this.#durationMs = parts.durationMs;
    this.#closing = parts.closing;
  }

  /** Starts one; its locks hold until it is done. */
  start(started: Started, by: Starter): Operation {
    const nowMs = this.#clock.now();
    const { pendingMs = 0 } = this.#consistency.knobs;
    const operation: Operation = {
      id: this.#ids.resource(),
      name: this.#ids.operationName(nowMs),
      project: by.project,
      scope: scopeOf(started.target.path),
      operationType: started.operationType,
      target: started.target,
      user: by.user,
      clientOperationId: by.requestId,
      insertedAtMs: nowMs,
      status: pendingMs > 0 ? 'PENDING' : 'RUNNING',
      endedAtMs: undefined,
      error: undefined,
    };
    this.#operations.set(pathOfOperation(operation), operation);
    for (const lock of started.locks ?? []) this.#locks.set(lock, operation);
    this.#run(operation, started, by, pendingMs);
    return operation;
  }

  /** True while an operation holds the lock on this path. */
  isLocked(path: string): boolean {
    return this.#locks.has(path);
  }

  /** Undefined when there is none, or it was forgotten. */
  find(project: string, scope: string, name: string): Operation | undefined {
    const byName = this.#operations.get(`projects/${project}/${scope}/operations/${name}`);
    // The Node client polls with the numeric id.
    const operation =
      byName ??
      [...this.#operations.values()].find(
        (other) => other.id === name && other.project === project && other.scope === scope,
      );
    return operation && this.#isKept(operation) ? operation : undefined;
  }

  /** Those of a project, oldest first. */
  list(project: string, scope: string): Operation[] {
    return [...this.#operations.values()].filter((operation) => {
      return operation.project === project && operation.scope === scope && this.#isKept(operation);
    });
  }

  /** How many of a project are under way. */
  running(project: string): number {
    const all = [...this.#operations.values()];
    return all.filter((operation) => operation.project === project && operation.status !== 'DONE').length;
  }

  /** Comes back when the operation is done, after two minutes, or when the sandbox closes. */
  async wait(operation: Operation): Promise<void> {
    if (operation.status === 'DONE' || this.#consistency.knobs.impatientWait) return;
    const done = this.#waiting.get(operation.id) ?? new AbortController();
    this.#waiting.set(operation.id, done);
    await this.#clock.sleep(WAIT_MS, AbortSignal.any([done.signal, this.#closing])).catch(() => undefined);
  }

  #run(operation: Operation, started: Started, by: Starter, pendingMs: number): void {
    const key = `gcp/${operation.name}`;
    const finish = () => this.#finish(operation, started, by.failsWith);
    const work = () => {
      operation.status = 'RUNNING';
      if (!by.stuck) this.#clock.schedule(key, this.#durationMs, finish);
    };
    if (pendingMs > 0) this.#clock.schedule(key, pendingMs, work);
    else work();
  }

  #finish(operation: Operation, started: Started, failsWith: string | undefined): void {
    try {
      if (failsWith !== undefined) throw new GcpError(400, 'badRequest', failsWith);
      started.finish?.();
    } catch (error) {
      if (!(error instanceof GcpError)) throw error;
      operation.error = error;
      started.undo?.();
    }
    operation.status = 'DONE';
    operation.endedAtMs = this.#clock.now();
    for (const lock of started.locks ?? []) this.#locks.delete(lock);
    this.#waiting.get(operation.id)?.abort();
    this.#waiting.delete(operation.id);
  }

  #isKept({ endedAtMs }: Operation): boolean {
    const { operationsKeptMs = KEPT_MS } = this.#consistency.knobs;
    return endedAtMs === undefined || this.#clock.now() < endedAtMs + operationsKeptMs;
  }
}

/** As the API shows it. A failed one is DONE with HTTP 200, and has an `error` (recorded). */
export function operationView(operation: Operation): Fields {
  const { id, name, operationType, target, status, user, insertedAtMs, endedAtMs } = operation;
  const [kind, place] = operation.scope.split('/');
  return defined({
    kind: 'compute#operation',
    id,
    name,
    operationType,
    targetLink: linkOf(target.path),
    targetId: target.id,
    status,
    progress: status === 'DONE' ? 100 : 0,
    user,
    insertTime: timeText(insertedAtMs),
    startTime: status === 'PENDING' ? undefined : timeText(insertedAtMs),
    endTime: endedAtMs === undefined ? undefined : timeText(endedAtMs),
    selfLink: linkOf(pathOfOperation(operation)),
    clientOperationId: operation.clientOperationId,
    region: kind === 'regions' ? linkOf(`projects/${operation.project}/regions/${place}`) : undefined,
    zone: kind === 'zones' ? linkOf(`projects/${operation.project}/zones/${place}`) : undefined,
    ...(operation.error && failureView(operation.error)),
  });
}

function failureView({ httpStatus, reason, message }: GcpError): Fields {
  return {
    error: { errors: [{ code: upperSnake(reason), message }] },
    httpErrorStatusCode: httpStatus,
    httpErrorMessage: HTTP_TEXTS[httpStatus] ?? 'BAD REQUEST',
  };
}

const HTTP_TEXTS: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT FOUND',
  409: 'CONFLICT',
  412: 'PRECONDITION FAILED',
};

/** `resourceInUse` is RESOURCE_IN_USE where an operation says it (recorded). */
function upperSnake(reason: string): string {
  return reason.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function pathOfOperation({ project, scope, name }: Operation): string {
  return `projects/${project}/${scope}/operations/${name}`;
}

/** `projects/p/regions/r/subnetworks/s` belongs to `regions/r`. */
function scopeOf(path: string): string {
  return /^projects\/[^/]+\/(global|(?:regions|zones)\/[^/]+)/.exec(path)?.[1] ?? 'global';
}
