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
import { type RealClient, realClients } from './real-clients.js';

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
    .option('--tls', "HTTPS, with a CA made on the fly; serves aws, gcloud, az and the clouds' SDKs as well")
    .addOption(seed)
    .addHelpText(
      'after',
      `\nIt prints one line of JSON on stdout: {"endpoints":…,"env":…,"ca":…}, with --tls also "clients": what each
real client needs to talk to it. Through its proxy, such a client reaches nothing but the sandbox.\n`,
    );

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
    const tls = folder === undefined ? undefined : await equip(sandbox, folder);
    task.output.text(`${JSON.stringify(description(sandbox, tls))}\n`);
    hints(sandbox, tls, task);
    await interrupted(task.signal);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** What there is beside the sandbox when it serves TLS. */
interface Equipment {
  /** The file with its CA. */
  readonly ca: string;
  readonly clients: readonly RealClient[];
}

/** Writes the files that real clients are pointed to; the folder goes with the sandbox. */
async function equip(sandbox: Sandbox, folder: string): Promise<Equipment> {
  const [ca, googleToken] = [join(folder, 'ca.pem'), join(folder, 'google-token')];
  await writeFile(ca, sandbox.ca ?? '', { mode: 0o600 });
  await writeFile(googleToken, sandbox.env.GOOGLE_OAUTH_ACCESS_TOKEN, { mode: 0o600 });
  // Of a wait of zero seconds az makes half a minute.
  sandbox.azure.operations({ retryAfterSeconds: 1 });
  const clients = realClients(sandbox, { ca, googleToken, state: (client) => join(folder, client) });
  return { ca, clients };
}

/** The line of JSON for programs. */
function description({ endpoints, env }: Sandbox, tls: Equipment | undefined): object {
  if (!tls) return { endpoints, env, ca: null };
  const clients = Object.fromEntries(tls.clients.map((client) => [client.name, client.env]));
  return { endpoints, env, ca: tls.ca, clients };
}

function hints({ url, env }: Sandbox, tls: Equipment | undefined, { output: { progress } }: Task): void {
  const variables = tls ? { ...env, NODE_EXTRA_CA_CERTS: tls.ca } : env;
  const strong = (text: string) => progress.style('strong', text);
  const clients = (tls?.clients ?? []).map(
    ({ title, env: own, example }) => `\n  ${strong(title)}:\n${exportsOf(own)}\n    ${example}\n`,
  );
  progress.write(`
${strong('The sandbox runs')} at ${url}. Nothing in it is real, and nothing leaves this machine.

  In another terminal:
${exportsOf(variables)}
    dfcloud networks create --name orders --cloud aws --region us-east-1 --cidr 127.20.0.0/16 --wait
    dfcloud status

  To play the customer, or to make it misbehave:
    curl${tls ? ` --cacert ${tls.ca}` : ''} ${url}/_sandbox/world
${clients.join('')}
  Ctrl-C ends it.
`);
}

function exportsOf(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `    export ${name}=${value}`)
    .join('\n');
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
