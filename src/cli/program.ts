import { styleText } from 'node:util';
import { Command, CommanderError } from 'commander';
import { addConnections } from './commands/connections.js';
import { addDatastores } from './commands/datastores.js';
import { addDemo } from './commands/demo.js';
import { addFlow, addVerifyClouds } from './commands/flow/index.js';
import { addNetworks } from './commands/networks.js';
import { addProbe } from './commands/probe.js';
import { addSandbox } from './commands/sandbox.js';
import { addStatus } from './commands/status.js';
import { addVerify } from './commands/verify.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { Runner } from './runner.js';
import type { Interruption } from './signals.js';
import { hasColours, styleFor } from './style.js';
import type { Terminal } from './terminal.js';
import { usageText } from './usage.js';
import { packageVersion } from './version.js';

/** Runs the command line. Never rejects for what a command did; the result is what the process ends with. */
export async function runProgram(
  argv: readonly string[],
  terminal: Terminal,
  interruption: Interruption,
): Promise<ExitCode> {
  const runner = new Runner(terminal, interruption);
  const program = createProgram(runner);
  let failed: Command = program;
  prepare(program, terminal, (command) => {
    failed = command;
  });
  try {
    if (argv.length === 0) program.help({ error: true });
    await program.parseAsync(argv, { from: 'user' });
    return runner.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    // A group without a command has shown its help already.
    if (error.code !== 'commander.help') {
      terminal.stderr.write(usageText(error, failed, styleFor(terminal.stderr, terminal.env)));
    }
    return EXIT.usage;
  }
}

/** All commands. */
export function createProgram(runner: Runner): Command {
  const program = new Command('dfcloud')
    .description('Connect a Dragonfly Cloud private network with your VPC, and prove that it works.')
    .usage('<command> [options]')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help, or that of a command')
    .helpCommand(false)
    // `verify gcp --json`: the flag is that of the last word, and not of `verify`, which has one of its own.
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${argumentsOf(command)}`.trimEnd() })
    .addHelpText('after', AFTER_HELP);
  program.commandsGroup('Try it, without an account:');
  addDemo(program, runner);
  addSandbox(program, runner);
  program.commandsGroup('Prove it, without an API key:');
  addVerifyClouds(addVerify(program, runner), runner);
  addProbe(program, runner);
  program.commandsGroup('Connect your VPC, and disconnect it:');
  addFlow(program, runner);
  program.commandsGroup('Step by step:');
  addStatus(program, runner);
  addNetworks(program, runner);
  addConnections(program, runner);
  addDatastores(program, runner);
  return program;
}

const AFTER_HELP = `
Environment:
  DFCLOUD_API_KEY     the API key; never a flag, where others could read it
  DFCLOUD_BASE_URL    the API (default: https://api.dragonflydb.cloud)
  DFCLOUD_TIMEOUT_MS  stands for --timeout-ms; the help of a command names its own
  NO_COLOR            no colours; FORCE_COLOR=1 puts them in pipes, too

Exit codes:
  0 done or reachable   1 failed or unreachable   2 the command line is wrong
  3 it could not be determined                  130 interrupted

Every command takes --json, and has --help with an example that works.

Examples:
  $ dfcloud demo
  $ dfcloud verify --help`;

function argumentsOf(command: Command): string {
  return command.registeredArguments
    .map((argument) => (argument.variadic ? `${argument.name()}…` : argument.name()))
    .map((name) => `[${name}]`)
    .join(' ');
}

/** Lets the parser report instead of writing and exiting by itself. `failing` gets the command that is at fault. */
function prepare(
  command: Command,
  { stdout, stderr, env }: Terminal,
  failing: (command: Command) => void,
): void {
  const bold = (text: string) => styleText('bold', text, { validateStream: false });
  command
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
      getOutHasColors: () => hasColours(stdout, env),
      getErrHasColors: () => hasColours(stderr, env),
      getOutHelpWidth: () => widthFor(stdout.columns),
      getErrHelpWidth: () => widthFor(stderr.columns),
    })
    .configureHelp({ ...command.configureHelp(), styleTitle: bold })
    .exitOverride((error) => {
      failing(command);
      throw error;
    });
  for (const child of command.commands)
    prepare(child, { stdin: process.stdin, stdout, stderr, env }, failing);
}

const WIDEST = 110;

function widthFor(columns: number | undefined): number {
  return Math.min(columns ?? WIDEST, WIDEST);
}
