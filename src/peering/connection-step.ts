import { FailedStateError } from '../errors/failed-state-error.js';
import { connectionDead } from '../errors/messages.js';
import type { Connection } from '../resources/connection.js';
import type { ConnectionCell } from './connection-cell.js';
import { createShell, peeringIdShell } from './connection-shell.js';
import type { Step, StepContext, StepState } from './step.js';
import type { stepTeller } from './step-teller.js';

/** The id of the step that makes the connection. */
export const CONNECTION_STEP = 'dragonfly.connection';

/** How often a run replaces a connection whose grants were too fresh. */
const REPLACEMENTS = 2;

/** How long the grants get before each new try. */
const PAUSES_MS = [20_000, 90_000];

/** What the step has of the run beside the connection. */
export interface ConnectionStepMeans {
  /** Why a failed connection may work when it is made anew. */
  readonly whyTooEarly: (failed: Connection) => Promise<string | undefined>;
  /** Announces what it does. */
  readonly tell: ReturnType<typeof stepTeller>;
}

/** The connection itself: created, or adopted, and as far as it gets without the customer. */
export class ConnectionStep implements Step {
  readonly id = CONNECTION_STEP;
  readonly title = 'Connection in Dragonfly Cloud';
  readonly #cell: ConnectionCell;
  readonly #means: ConnectionStepMeans;
  #replaced = 0;

  constructor(
    cell: ConnectionCell,
    readonly after: readonly string[],
    means: ConnectionStepMeans,
  ) {
    this.#cell = cell;
    this.#means = means;
  }

  async read(context: StepContext): Promise<StepState> {
    const connection = await this.#cell.read(context);
    return stateOf(connection, this.#cell.wanted.name, await this.#whyReplace());
  }

  async apply(context: StepContext): Promise<void> {
    do {
      await this.#ensure(context);
    } while (!(await this.#arrives(context)));
  }

  /** When it does not arrive, the next read says that another one is to be made. */
  async wait(context: StepContext): Promise<void> {
    await this.#arrives(context);
  }

  async undo({ signal }: StepContext): Promise<void> {
    const { current, connections } = this.#cell;
    if (!current) return;
    if (current.status !== 'deleting') await connections.delete(current.id, { signal });
    await connections.waitUntilDeleted(current.id, { signal });
  }

  async shell(): Promise<string> {
    const id = this.#cell.current?.id;
    const { input, variables } = await this.#cell.draft();
    const create = id === undefined ? [await createShell(input, variables)] : [];
    return [...create, peeringIdShell(id)].join('\n');
  }

  async #ensure({ signal, emit, clock }: StepContext): Promise<void> {
    const why = await this.#whyReplace();
    if (why !== undefined) {
      const evidence = `the connection failed, and ${why}`;
      this.#means.tell(this)('retrying', { attempt: this.#replaced + 2, evidence });
      await clock.sleep(PAUSES_MS[this.#replaced] ?? 0, signal);
      this.#replaced += 1;
    }
    const options = { signal, onEvent: emit, replace: why !== undefined };
    this.#cell.take(await this.#cell.connections.ensure(await this.#cell.input(), options));
  }

  /** True when it got there; false when it failed in a way that another one may not. */
  async #arrives(context: StepContext): Promise<boolean> {
    try {
      await this.#waitUntilInactive(context);
      return true;
    } catch (error) {
      if (!(error instanceof FailedStateError)) throw error;
      this.#cell.take(await this.#cell.connections.get(error.wait.id, { signal: context.signal }));
      if ((await this.#whyReplace()) === undefined) throw error;
      return false;
    }
  }

  async #waitUntilInactive({ signal, emit }: StepContext): Promise<void> {
    const { current, connections } = this.#cell;
    if (!current) return;
    const { id, status } = current;
    if (status === 'inactive' || status === 'active') return;
    if (status !== 'deleting') {
      this.#cell.take(await connections.waitUntil(id, 'inactive', { signal, onEvent: emit }));
      return;
    }
    await connections.waitUntilDeleted(id, { signal, onEvent: emit });
    this.#cell.forget();
  }

  async #whyReplace(): Promise<string | undefined> {
    const { current } = this.#cell;
    if (current?.status !== 'failed' || this.#replaced >= REPLACEMENTS) return undefined;
    return this.#means.whyTooEarly(current);
  }
}

function stateOf(
  connection: Connection | undefined,
  name: string | undefined,
  tooEarly: string | undefined,
): StepState {
  if (!connection)
    return { status: 'todo', ours: 'none', evidence: 'there is no connection of this network and peer' };
  const { id, status, statusDetail, peerConnectionId } = connection;
  const detail = statusDetail === undefined ? '' : ` (${statusDetail})`;
  const evidence = `${id} is ${status}${detail}${peerConnectionId ? `, peering ${peerConnectionId}` : ''}`;
  const ours = connection.name === name ? 'ours' : 'adopted';
  if (status === 'pending') return { status: 'waiting', ours, evidence, whose: 'dragonfly' };
  if (status === 'deleting')
    return { status: 'waiting', ours, evidence, whose: 'dragonfly', leadsTo: 'todo' };
  if (tooEarly !== undefined) {
    return { status: 'todo', ours, evidence: `${evidence}; it is made anew, since ${tooEarly}` };
  }
  if (status === 'failed' || status === 'irrecoverable') {
    return { status: 'conflict', ours, evidence, fix: connectionDead(id, status) };
  }
  return { status: 'done', ours, evidence };
}
