import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Sandbox } from '../../sandbox/index.js';
import { EXIT } from '../exit-codes.js';
import { wholeNumber, withEnv } from '../flags.js';
import { leaf } from '../leaf.js';
import { loadSandbox } from '../library.js';
import type { Runner } from '../runner.js';
import type { Task } from '../task.js';

interface Flags {
  readonly port?: number;
  readonly tls?: boolean;
  readonly seed?: number;
}

/** `dfcloud sandbox`: runs until SIGINT or SIGTERM, and ends with 0. */
export function addSandbox(program: Command, runner: Runner): void {
  const port = new Option('--port <port>', 'the port of the API on 127.0.0.1; 0 takes a free one').argParser(
    wholeNumber(0, 65_535),
  );
  const seed = new Option('--seed <n>', 'equal seeds give equal ids and keys (default: 1)').argParser(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
  );
  const command = leaf(program, 'sandbox', 'run a double of Dragonfly Cloud on this machine, until Ctrl-C', [
    'dfcloud sandbox',
    'dfcloud sandbox --tls --seed 7',
  ])
    .addOption(withEnv(port, 'DFCLOUD_SANDBOX_PORT').default(0))
    .option('--tls', 'HTTPS, with a CA made on the fly')
    .addOption(seed)
    .addHelpText('after', `\nIt prints one line of JSON on stdout: {"endpoints":…,"env":…,"ca":…}\n`);

  command.action((flags: Flags) =>
    runner.run(command, async (task) => {
      task.interruption.exitCode = EXIT.done;
      const { startSandbox } = await loadSandbox();
      const sandbox = await startSandbox({
        port: flags.port ?? 0,
        tls: flags.tls ?? false,
        seed: flags.seed ?? 1,
      });
      try {
        await serveUntilInterrupted(sandbox, task);
      } finally {
        await sandbox.close();
      }
      return EXIT.done;
    }),
  );
}

async function serveUntilInterrupted(sandbox: Sandbox, task: Task): Promise<void> {
  const folder = sandbox.ca === null ? undefined : await mkdtemp(join(tmpdir(), 'dfcloud-sandbox-'));
  try {
    const ca = folder === undefined ? null : join(folder, 'ca.pem');
    if (ca !== null) await writeFile(ca, sandbox.ca ?? '', { mode: 0o600 });
    const { endpoints, env } = sandbox;
    task.output.text(`${JSON.stringify({ endpoints, env, ca })}\n`);
    hints(sandbox, ca, task);
    await interrupted(task.signal);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

function hints({ url, env }: Sandbox, ca: string | null, { output: { progress } }: Task): void {
  const variables = Object.entries(ca === null ? env : { ...env, NODE_EXTRA_CA_CERTS: ca });
  const exports = variables.map(([name, value]) => `    export ${name}=${value}`).join('\n');
  const strong = (text: string) => progress.style('strong', text);
  progress.write(`
${strong('The sandbox runs')} at ${url}. Nothing in it is real, and nothing leaves this machine.

  In another terminal:
${exports}
    dfcloud networks create --name orders --cloud aws --region us-east-1 --cidr 127.20.0.0/16 --wait
    dfcloud status

  To play the customer, or to make it misbehave:
    curl${ca === null ? '' : ` --cacert ${ca}`} ${url}/_sandbox/world

  Ctrl-C ends it.
`);
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
