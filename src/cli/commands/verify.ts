import { type Command, Option } from 'commander';
import type { Verdict } from '../../verify/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inWordsOfFlags } from '../flag-words.js';
import { eventsOption } from '../flags.js';
import { leaf } from '../leaf.js';
import { loadVerifier } from '../library.js';
import type { Runner } from '../runner.js';
import { hasColours } from '../style.js';
import { UsageError } from '../usage-error.js';
import {
  addVerifyFlags,
  env,
  FLAG_OF_VERIFY_OPTION,
  type VerifyFlags,
  verifyOptions,
} from './verify-flags.js';

interface Flags extends VerifyFlags {
  readonly endpoint?: string;
  readonly junit?: boolean;
}

/** What the process ends with after each verdict. */
export const EXIT_OF_VERDICT: Readonly<Record<Verdict, ExitCode>> = {
  reachable: EXIT.done,
  unreachable: EXIT.failed,
  unknown: EXIT.undetermined,
};

/** `dfcloud verify`. */
export function addVerify(program: Command, runner: Runner): Command {
  const command = leaf(
    program,
    'verify [endpoint]',
    'find out whether an endpoint can be reached from here, and if not, why',
    [
      'dfcloud verify --endpoint "$ENDPOINT" --cidr "$NETWORK_CIDR" --source 10.0.0.0/16',
      'dfcloud verify "$ENDPOINT" --tls off --json',
    ],
  ).addOption(
    env('--endpoint <endpoint>', 'host:port, [IPv6]:port, or a redis:// or rediss:// URL', 'ENDPOINT'),
  );
  addVerifyFlags(command);
  command
    .addOption(new Option('--junit', 'print a JUnit XML report').conflicts(['json', 'events']))
    .addOption(eventsOption());

  command.action((written: string | undefined, flags: Flags) =>
    runner.run(command, async (task) => {
      const endpoint = endpointOf(written, flags.endpoint, command.getOptionValueSource('endpoint'));
      const options = await verifyOptions(flags, task);
      const { verify, renderText, renderJunit } = await loadVerifier();
      const report = await inWordsOfFlags(FLAG_OF_VERIFY_OPTION, () =>
        verify({ ...options, endpoint, onEvent: (event) => task.output.event(event) }),
      );
      const { stdout, env: variables } = task.terminal;
      const look = { color: hasColours(stdout, variables), columns: stdout.columns ?? 100 };
      task.output.result(report, flags.junit ? renderJunit(report) : renderText(report, look));
      return EXIT_OF_VERDICT[report.verdict];
    }),
  );
  return command;
}

/** The endpoint, from the argument or the flag; an argument goes before an environment variable. */
function endpointOf(
  written: string | undefined,
  flag: string | undefined,
  source: string | undefined,
): string {
  if (written !== undefined && flag !== undefined && source === 'cli' && written !== flag) {
    throw new UsageError(
      'Two endpoints are given.',
      'Pass one; for many at once there is: dfcloud probe --help',
    );
  }
  const endpoint = written ?? flag;
  if (endpoint !== undefined) return endpoint;
  throw new UsageError(
    'It is not said what to verify.',
    'Add --endpoint host:port. The address of a datastore: dfcloud datastores list',
  );
}
