import type { Scheduler } from '../clock.js';
import type { SandboxTimings } from '../options.js';
import type { Peerings } from '../peerings.js';
import type { SeededIds } from '../random.js';
import type { StoreHost } from '../resp/store-host.js';
import type { World } from '../world.js';
import { ApiProblem } from './api-problem.js';

/** What the resources of the Dragonfly Cloud double work on. */
export interface DragonflyContext {
  /** What exists. */
  readonly world: World;
  /** What makes it change with time. */
  readonly clock: Scheduler;
  /** Where ids and secrets come from. */
  readonly ids: SeededIds;
  /** The clouds' halves of the connections. */
  readonly peerings: Peerings;
  /** The listeners of the datastores. */
  readonly stores: StoreHost;
  /** How long things take. */
  readonly timings: SandboxTimings;
  /** How long a new object is not yet seen by GET. */
  readonly visibilityMs: number;
  /** How many networks may exist. */
  readonly networkQuota: number;
}

interface Visible {
  readonly visibleAtMs: number;
}

/** The records that GET sees at this moment, oldest first. */
export function visible<R extends Visible>(records: ReadonlyMap<string, R>, nowMs: number): R[] {
  return [...records.values()].filter((record) => record.visibleAtMs <= nowMs);
}

/** The record of this id, or the API's 404. */
export function find<R extends Visible>(
  records: ReadonlyMap<string, R>,
  kind: string,
  id: string,
  nowMs = Number.POSITIVE_INFINITY,
): R {
  const record = records.get(id);
  if (record && record.visibleAtMs <= nowMs) return record;
  throw new ApiProblem(404, `${kind} ${id} not found`);
}
