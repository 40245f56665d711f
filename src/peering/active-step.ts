import type { ConnectionCell } from './connection-cell.js';
import { activeShell } from './connection-shell.js';
import type { Step } from './step.js';

/** The end of the flow: Dragonfly Cloud has noticed that both halves are there. It only waits. */
export function activeStep(cell: ConnectionCell, after: readonly string[]): Step {
  return {
    id: 'dragonfly.active',
    title: 'Dragonfly Cloud says active',
    after,
    async read(context) {
      const connection = await cell.read(context);
      const evidence = connection ? `${connection.id} is ${connection.status}` : 'there is no connection yet';
      const done = connection?.status === 'active';
      return { status: done ? 'done' : 'waiting', ours: 'none', evidence, whose: 'dragonfly' };
    },
    apply: async () => undefined,
    undo: async () => undefined,
    shell: () => activeShell(cell.current?.id),
    async wait({ signal, emit }) {
      if (!cell.current) return;
      cell.connections.nudge();
      cell.take(await cell.connections.waitUntilActive(cell.current.id, { signal, onEvent: emit }));
    },
  };
}
