import { loadVerifier } from '../../library.js';
import { hasColours } from '../../style.js';
import { UsageError } from '../../usage-error.js';
import { EXIT_OF_VERDICT } from '../verify.js';
import type { FlowVerb } from './flow-command.js';

interface VerifyCloudFlags {
  readonly connection?: string;
  readonly datastore?: string;
  readonly vantage?: string;
}

/** `dfcloud verify <cloud>`. */
export const VERIFY_CLOUD: FlowVerb<VerifyCloudFlags> = {
  description:
    'prove a connection: packets from here, and for each subnet on CLOUD what its configuration allows',
  example: '--connection "$CONNECTION_ID"',
  flagOfOption: { connectionId: '--connection', datastoreId: '--datastore', vantage: '--vantage' },
  addFlags(command) {
    command
      .option('--connection <id>', 'the connection')
      .option('--datastore <id>', 'the datastore (default: the first active one of its network)')
      .option('--vantage <subnet>', 'the subnet that this host is in: lost packets then speak for it');
  },
  async work({ task, client, acceptor, flags }) {
    const { connection: connectionId, datastore: datastoreId, vantage } = flags;
    if (connectionId === undefined && datastoreId === undefined) {
      throw new UsageError(
        'It is not said what to verify.',
        'Add --connection <id> (dfcloud connections list).',
      );
    }
    const { signal, output, terminal } = task;
    const onEvent: typeof output.event = (event) => output.event(event);
    const report = await client.verify({ connectionId, datastoreId, acceptor, vantage, signal, onEvent });
    const { renderConnectionText } = await loadVerifier();
    const { stdout, env } = terminal;
    output.result(
      report,
      renderConnectionText(report, { color: hasColours(stdout, env), columns: stdout.columns ?? 100 }),
    );
    return EXIT_OF_VERDICT[report.verdict];
  },
};
