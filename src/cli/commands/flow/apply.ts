import type { Applied, ConnectionReport, PeeringEvent } from '../../../index.js';
import { EXIT, type ExitCode } from '../../exit-codes.js';
import { eventsOption } from '../../flags.js';
import { loadVerifier } from '../../library.js';
import { plain } from '../../output.js';
import { hasColours } from '../../style.js';
import type { Task } from '../../task.js';
import { EXIT_OF_VERDICT } from '../verify.js';
import type { FlowTask, FlowVerb } from './flow-command.js';
import { addSubjectFlags, FLAG_OF_SUBJECT, type SubjectFlags } from './subject-flags.js';

/** `dfcloud apply <cloud>`. */
export const APPLY: FlowVerb<SubjectFlags> = {
  description: 'connect a network with your VPC on CLOUD, and prove it; safe to run again',
  example: '--network "$NETWORK_ID" --name orders',
  streams: true,
  flagOfOption: FLAG_OF_SUBJECT,
  addFlags(command) {
    addSubjectFlags(command);
    command.addOption(eventsOption());
  },
  async work(flow) {
    const { task, cloud, client, acceptor, flags } = flow;
    const grant = graceFor(cloud.tidyingSteps ?? [], task);
    const applied = await client.peering.apply(acceptor, {
      networkId: flags.network,
      name: flags.name,
      signal: task.signal,
      onEvent: (event) => {
        grant(event);
        task.output.event(event);
      },
    });
    const report = await prove(flow, applied);
    await show(flow, applied, report);
    return exitCodeOf(report);
  },
};

/** How long an interrupted step may take to remove what must not stay, in milliseconds. */
const TIDYING_MS = 10_000;

/** Lets an interruption wait while one of these steps is under way. */
function graceFor(steps: readonly string[], { interruption, output }: Task) {
  const explain = () => {
    if (interruption.graceMs === undefined) return;
    output.progress.mark('note', 'what must not stay is removed first; interrupt again to end at once');
  };
  interruption.signal.addEventListener('abort', explain, { once: true });
  return (event: PeeringEvent): void => {
    if (event.type !== 'step' || !steps.includes(event.step)) return;
    const underWay = event.state === 'applying' || event.state === 'retrying';
    interruption.graceMs = underWay ? TIDYING_MS : undefined;
  };
}

/** Sends packets to a datastore of the network; undefined when there is none yet. */
async function prove({ task, client, acceptor }: FlowTask<SubjectFlags>, { connection }: Applied) {
  if (!connection) return undefined;
  const { networkId, id: connectionId } = connection;
  const stores = await client.datastores.list({ networkId, status: 'active' }, { signal: task.signal });
  if (stores.length === 0) return undefined;
  const onEvent: FlowTask<SubjectFlags>['task']['output']['event'] = (event) => task.output.event(event);
  return client.verify({ connectionId, acceptor, signal: task.signal, onEvent });
}

async function show(
  { task: { output, terminal } }: FlowTask<SubjectFlags>,
  { connection, actions }: Applied,
  report: ConnectionReport | undefined,
): Promise<void> {
  const outcome =
    report === undefined ? 'applied' : report.verdict === 'reachable' ? 'verified' : report.verdict;
  if (output.json) {
    output.line({ event: 'done', outcome, actions, connection: connection && plain(connection), report });
    return;
  }
  const count = actions.length === 0 ? 'nothing had to be written' : `${actions.length} written`;
  output.progress.mark('done', `connection ${connection?.id} is ${connection?.status}; ${count}`);
  if (!report) {
    output.hint(
      'There is no active datastore in the network to prove it with. Make one: dfcloud datastores create',
    );
    return;
  }
  const { renderConnectionText } = await loadVerifier();
  const { stdout, env } = terminal;
  output.text(
    renderConnectionText(report, { color: hasColours(stdout, env), columns: stdout.columns ?? 100 }),
  );
}

function exitCodeOf(report: ConnectionReport | undefined): ExitCode {
  return report === undefined ? EXIT.done : EXIT_OF_VERDICT[report.verdict];
}
