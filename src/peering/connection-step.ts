import { connectionDead } from '../errors/messages.js';
import type { Connection } from '../resources/connection.js';
import type { ConnectionCell } from './connection-cell.js';
import { createShell, peeringIdShell } from './connection-shell.js';
import type { Step, StepContext, StepState } from './step.js';

/** The id of the step that makes the connection. */
export const CONNECTION_STEP = 'dragonfly.connection';

/** The connection itself: created, or adopted, and as far as it gets without the customer. */
export function connectionStep(cell: ConnectionCell, after: readonly string[]): Step {
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
  return {
    id: CONNECTION_STEP,
    title: 'Connection in Dragonfly Cloud',
    after,
    read: async (context) => stateOf(await cell.read(context), cell.wanted.name),
    async apply(context) {
      const options = { signal: context.signal, onEvent: context.emit };
      cell.take(await cell.connections.ensure(await cell.input(), options));
      await waitUntilInactive(context);
    },
    wait: waitUntilInactive,
    async undo({ signal }) {
      const { current } = cell;
      if (!current) return;
      if (current.status !== 'deleting') await cell.connections.delete(current.id, { signal });
      await cell.connections.waitUntilDeleted(current.id, { signal });
    },
    async shell() {
      const id = cell.current?.id;
      const create = id === undefined ? [await createShell(await cell.input())] : [];
      return [...create, peeringIdShell(id)].join('\n');
    },
  };
}

function stateOf(connection: Connection | undefined, name: string | undefined): StepState {
  if (!connection)
    return { status: 'todo', ours: 'none', evidence: 'there is no connection of this network and peer' };
  const { id, status, statusDetail, peerConnectionId } = connection;
  const detail = statusDetail === undefined ? '' : ` (${statusDetail})`;
  const evidence = `${id} is ${status}${detail}${peerConnectionId ? `, peering ${peerConnectionId}` : ''}`;
  const ours = connection.name === name ? 'ours' : 'adopted';
  if (status === 'pending') return { status: 'waiting', ours, evidence, whose: 'dragonfly' };
  if (status === 'deleting')
    return { status: 'waiting', ours, evidence, whose: 'dragonfly', leadsTo: 'todo' };
  if (status === 'failed' || status === 'irrecoverable') {
    return { status: 'conflict', ours, evidence, fix: connectionDead(id, status) };
  }
  return { status: 'done', ours, evidence };
}
