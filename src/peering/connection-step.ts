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
const PAUSES_MS = [10_000, 30_000];

/** What the step has of the run beside the connection. */
export interface ConnectionStepMeans {
  /** Why a failed connection may work when it is made anew. */
  readonly whyTooEarly: (failed: Connection) => Promise<string | undefined>;
  /** Announces what it does. */
  readonly tell: ReturnType<typeof stepTeller>;
}

/** The connection itself: created, or adopted, and as far as it gets without the customer. */
export function connectionStep(
  cell: ConnectionCell,
  after: readonly string[],
  { whyTooEarly, tell }: ConnectionStepMeans,
): Step {
  let replaced = 0;
  const whyReplace = async () => {
    const { current } = cell;
    return current?.status === 'failed' && replaced < REPLACEMENTS ? whyTooEarly(current) : undefined;
  };

  const ensure = async ({ signal, emit, clock }: StepContext) => {
    const why = await whyReplace();
    if (why !== undefined) {
      tell(step)('retrying', { attempt: replaced + 2, evidence: `the connection failed, and ${why}` });
      await clock.sleep(PAUSES_MS[replaced] ?? 0, signal);
      replaced += 1;
    }
    const replace = why !== undefined;
    cell.take(await cell.connections.ensure(await cell.input(), { signal, onEvent: emit, replace }));
  };

  const waitUntilInactive = async ({ signal, emit }: StepContext) => {
    if (!cell.current) return;
    const { id, status } = cell.current;
    if (status === 'inactive' || status === 'active') return;
    if (status !== 'deleting') {
      cell.take(await cell.connections.waitUntil(id, 'inactive', { signal, onEvent: emit }));
      return;
    }
    await cell.connections.waitUntilDeleted(id, { signal, onEvent: emit });
    cell.forget();
  };

  /** True when it got there; false when it failed in a way that another one may not. */
  const arrives = async (context: StepContext): Promise<boolean> => {
    try {
      await waitUntilInactive(context);
      return true;
    } catch (error) {
      if (!(error instanceof FailedStateError)) throw error;
      cell.take(await cell.connections.get(error.wait.id, { signal: context.signal }));
      if ((await whyReplace()) === undefined) throw error;
      return false;
    }
  };

  const step: Step = {
    id: CONNECTION_STEP,
    title: 'Connection in Dragonfly Cloud',
    after,
    async read(context) {
      const connection = await cell.read(context);
      return stateOf(connection, cell.wanted.name, await whyReplace());
    },
    async apply(context) {
      do {
        await ensure(context);
      } while (!(await arrives(context)));
    },
    // When it does not arrive, the next read says that another one is to be made.
    wait: async (context) => void (await arrives(context)),
    async undo({ signal }) {
      const { current } = cell;
      if (!current) return;
      if (current.status !== 'deleting') await cell.connections.delete(current.id, { signal });
      await cell.connections.waitUntilDeleted(current.id, { signal });
    },
    async shell() {
      const id = cell.current?.id;
      const { input, variables } = await cell.draft();
      const create = id === undefined ? [await createShell(input, variables)] : [];
      return [...create, peeringIdShell(id)].join('\n');
    },
  };
  return step;
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
