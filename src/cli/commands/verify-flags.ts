import { type Command, Option } from 'commander';
import type { VerifyOptions } from '../../verify/index.js';
import { milliseconds, port, several, timeoutOption, wholeNumber, withEnv } from '../flags.js';
import { readInput } from '../input-file.js';
import type { Task } from '../task.js';
import { UsageError } from '../usage-error.js';

/** The flags that `verify` and `probe` share. */
export interface VerifyFlags {
  readonly cidr?: readonly string[];
  readonly source?: readonly string[];
  readonly port?: number;
  readonly tls?: 'auto' | 'on' | 'off';
  readonly username?: string;
  readonly passwordEnv?: string;
  readonly ca?: string;
  readonly servername?: string;
  readonly allowPublic?: boolean;
  readonly echoBytes?: readonly number[];
  readonly respTimeoutMs?: number;
}

/** The flag that stands for each option of the verifier. */
export const FLAG_OF_VERIFY_OPTION: Readonly<Record<string, string>> = {
  endpoint: '--endpoint',
  cidrs: '--cidr',
  sourceCidrs: '--source',
  port: '--port',
  tls: '--tls',
  username: '--username',
  password: '--password-env',
  ca: '--ca',
  servername: '--servername',
  echoSizesBytes: '--echo-bytes',
  timeoutMs: '--timeout-ms',
  respTimeoutMs: '--resp-timeout-ms',
};

/** Adds the flags. */
export function addVerifyFlags(command: Command): void {
  command
    .addOption(
      env('--cidr <cidr>', "the Dragonfly network's addresses; repeatable", 'CIDR').argParser(several),
    )
    .addOption(env('--source <cidr>', "your VPC's addresses; repeatable", 'SOURCE').argParser(several))
    .addOption(
      env('--port <port>', 'the port, where the endpoint names none (default: 6379)', 'PORT').argParser(port),
    )
    .addOption(
      env('--tls <mode>', 'auto finds out (default: auto, or what the URL says)', 'TLS').choices([
        'auto',
        'on',
        'off',
      ]),
    )
    .option('--username <name>', "the ACL user of the password (default: the store's default user)")
    .option('--password-env <name>', 'the environment variable that holds the password')
    .addOption(env('--ca <file>', 'certificates to trust besides the usual ones, PEM', 'CA'))
    .option('--servername <name>', "the name that the certificate must carry (default: the endpoint's host)")
    .option('--allow-public', 'send packets to public addresses, too')
    .addOption(
      new Option('--echo-bytes <n>', 'send payloads of this size, to find an MTU hole; repeatable').argParser(
        sizes,
      ),
    )
    .addOption(
      env('--resp-timeout-ms <ms>', 'limit of one answer (default: 1500)', 'RESP_TIMEOUT_MS').argParser(
        milliseconds,
      ),
    )
    .addOption(timeoutOption('limit of the whole run of one endpoint, in milliseconds', 10_000));
}

/** An option with an environment variable, `DFCLOUD_VERIFY_…`. */
export function env(flags: string, description: string, name: string): Option {
  return withEnv(new Option(flags, description), `DFCLOUD_VERIFY_${name}`);
}

const size = wholeNumber(1, 1_048_576);

function sizes(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, ...several(text).map(size)];
}

/** The verifier's options that the flags stand for. @throws UsageError when a file or variable is not there. */
export async function verifyOptions(
  flags: VerifyFlags,
  task: Task,
): Promise<Omit<VerifyOptions, 'endpoint' | 'onEvent'>> {
  const { cidr, source, username, servername, allowPublic, echoBytes, respTimeoutMs } = flags;
  const password = passwordOf(flags.passwordEnv, task);
  const ca = flags.ca === undefined ? undefined : await readInput(flags.ca, task);
  const { timeoutMs, signal } = task;
  return {
    signal,
    ...(cidr && { cidrs: cidr }),
    ...(source && { sourceCidrs: source }),
    ...(flags.port !== undefined && { port: flags.port }),
    ...(flags.tls !== undefined && { tls: flags.tls === 'auto' ? flags.tls : flags.tls === 'on' }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca }),
    ...(servername !== undefined && { servername }),
    ...(allowPublic !== undefined && { allowPublic }),
    ...(echoBytes && { echoSizesBytes: echoBytes }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(respTimeoutMs !== undefined && { respTimeoutMs }),
  };
}

function passwordOf(name: string | undefined, { terminal }: Task): string | undefined {
  if (name === undefined) return undefined;
  const password = terminal.env[name];
  if (password) return password;
  const state = password === '' ? 'is empty' : 'is not set';
  // The text is not shown where it is no name: it may be the password itself.
  const shown = /^[A-Z_][A-Z0-9_]*$/i.test(name)
    ? `The environment variable ${name} ${state}`
    : 'There is no such environment variable';
  throw new UsageError(
    `${shown}; --password-env takes the name of one that holds the password.`,
    'For example: export STORE_PASSWORD=…, then --password-env STORE_PASSWORD.',
  );
}
