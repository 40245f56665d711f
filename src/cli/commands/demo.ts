import type { Command } from 'commander';
import type { WaitEvent } from '../../index.js';
import type { Sandbox } from '../../sandbox/index.js';
import type { Check, VerifyEvent, VerifyOptions, VerifyReport } from '../../verify/index.js';
import { seconds } from '../event-lines.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { eventsOption, timeoutOption } from '../flags.js';
import { leaf } from '../leaf.js';
import { loadClient, loadSandbox, loadVerifier } from '../library.js';
import type { Runner } from '../runner.js';
import { hasColours, type Style } from '../style.js';
import type { Task } from '../task.js';
import { DEMO_CLOUDS, type DemoCloud, type DemoPath, setUp } from './demo-cloud.js';

/** Slow enough to be watched, and far below a minute. */
const TIMINGS = { provisioningMs: 500, requestMs: 400, activationMs: 400, datastoreMs: 400 };
const WAIT_MS = 15_000;

/** What the demo found out on one cloud. */
interface Shown {
  readonly cloud: string;
  readonly endpoint: string;
  /** Everything in order. */
  readonly verified: VerifyReport;
}

/** What it found out about a seeded fault. */
interface Lesson {
  /** The same cloud's datastore, with the fault. */
  readonly broken: VerifyReport;
  /** After the fix. */
  readonly healed: VerifyReport;
}

/** `dfcloud demo`. */
export function addDemo(program: Command, runner: Runner): void {
  const command = leaf(program, 'demo', 'the whole way on a sandbox, in seconds and without an account', [
    'dfcloud demo',
  ])
    .addOption(eventsOption())
    .addOption(timeoutOption('limit of each wait, in milliseconds', WAIT_MS));

  command.action(() =>
    runner.run(command, async (task) => {
      const started = performance.now();
      const { startSandbox } = await loadSandbox();
      task.signal.throwIfAborted();
      greet(task);
      const sandbox = await startSandbox({ timings: TIMINGS, quotas: { networks: DEMO_CLOUDS.length } });
      try {
        const shown: (Shown | (Shown & Lesson))[] = [];
        for (const cloud of DEMO_CLOUDS) {
          const path = await connect(cloud, sandbox, task);
          const proven = await prove(path, cloud, task);
          shown.push(
            cloud.breaks ? { ...proven, ...(await breakAndHeal(path, cloud, sandbox, task)) } : proven,
          );
        }
        return finish(shown, performance.now() - started, task);
      } finally {
        await sandbox.close();
      }
    }),
  );
}

function greet({ output: { progress } }: Task): void {
  const title = progress.style(
    'strong',
    'A private network in Dragonfly Cloud, your VPC, and the peering between them.',
  );
  progress.write(
    `${title}\nAll of it is a sandbox on this machine: no account, and no packet leaves it.\n\n`,
  );
}

async function connect(cloud: DemoCloud, sandbox: Sandbox, task: Task): Promise<DemoPath> {
  const { DfCloud } = await loadClient();
  const { output } = task;
  const client = new DfCloud({
    apiKey: sandbox.apiKey,
    baseUrl: sandbox.url,
    onEvent: (event) => output.event(event),
  });
  const wait = {
    timeoutMs: task.timeoutMs ?? WAIT_MS,
    signal: task.signal,
    // What a wait ends with is said once, by the step that waited.
    onEvent: (event: WaitEvent) => {
      if (event.type !== 'status' || event.status !== event.target) output.event(event);
    },
  };
  output.progress.write(`${heading(`Set up on ${cloud.title}`, output.progress.style)}\n`);
  return setUp(cloud, { client, sandbox, progress: output.progress, wait });
}

async function prove(path: DemoPath, cloud: DemoCloud, task: Task): Promise<Shown> {
  const verified = await verifyPath(path, cloud, {}, task);
  await tell(`Prove it on ${cloud.title}`, verified, done, task);
  return { cloud: cloud.provider, endpoint: path.endpoint, verified };
}

async function breakAndHeal(path: DemoPath, cloud: DemoCloud, sandbox: Sandbox, task: Task): Promise<Lesson> {
  const store = sandbox.datastore(path.datastore.id);
  await store.setVariant('tls');
  const broken = await verifyPath(path, cloud, { tls: false }, task);
  const title = 'Break it: the datastore now wants TLS, the application speaks plain text';
  await tell(title, broken, onTheWire, task);

  const tls = { tls: true, ...(sandbox.ca !== null && { ca: sandbox.ca }) };
  const healed = await verifyPath(path, cloud, tls, task);
  await tell('Follow the fix: the application speaks TLS', healed, onTheWire, task);
  return { broken, healed };
}

async function verifyPath(
  { endpoint }: DemoPath,
  { cidrBlock }: DemoCloud,
  options: Pick<VerifyOptions, 'tls' | 'ca'>,
  { output, signal }: Task,
): Promise<VerifyReport> {
  const { verify } = await loadVerifier();
  const onEvent = (event: VerifyEvent) => output.event(event);
  return verify({ ...options, endpoint, cidrs: [cidrBlock], signal, onEvent });
}

const done = ({ status }: Check) => status !== 'skipped';

const onTheWire = (check: Check) => done(check) && ['tcp', 'tls', 'resp'].includes(check.layer);

/** Shows a report, with the checks that matter, under a heading; where stdout is for people. */
async function tell(
  title: string,
  report: VerifyReport,
  matters: (check: Check) => boolean,
  { output, terminal: { stdout, env } }: Task,
): Promise<void> {
  if (output.json) return;
  const { renderText } = await loadVerifier();
  const brief = { ...report, checks: report.checks.filter(matters) };
  const text = renderText(brief, { color: hasColours(stdout, env), columns: stdout.columns ?? 100 });
  output.text(`\n${heading(title, output.style)}\n${text}`);
}

function heading(title: string, style: Style): string {
  return style('title', title);
}

function finish(
  shown: readonly (Shown | (Shown & Lesson))[],
  durationMs: number,
  { output }: Task,
): ExitCode {
  const good = shown.every(wentWell);
  const width = Math.max(...shown.map(({ cloud }) => cloud.length));
  const lines = shown.map(({ cloud, endpoint, verified }) => {
    const reached = verified.verdict === 'reachable';
    const mark = reached ? output.style('good', '✓') : output.style('bad', '✗');
    return `${mark} ${cloud.padEnd(width)}  ${endpoint}  ${reached ? `PONG in ${pongMs(verified)}` : verified.verdict}\n`;
  });
  const verdict = good
    ? `${output.style('good', '✓ demo passed')}, the fault was found and healed`
    : output.style('bad', '✗ demo failed');
  const text = `\n${lines.join('')}${verdict}; ${seconds(durationMs)} in all.\n`;
  output.result({ demo: { passed: good, durationMs: Math.round(durationMs), clouds: shown } }, text);
  return good ? EXIT.done : EXIT.failed;
}

function wentWell(shown: Shown | (Shown & Lesson)): boolean {
  if (shown.verified.verdict !== 'reachable') return false;
  if (!('healed' in shown)) return true;
  return shown.broken.verdict === 'unreachable' && shown.healed.verdict === 'reachable';
}

/** How long the PONG took. */
function pongMs({ checks }: VerifyReport): string {
  const ping = checks.find(({ id, status }) => id.startsWith('resp.ping') && status === 'pass');
  return ping ? `${ping.ms.toFixed(1)} ms` : 'no time';
}
