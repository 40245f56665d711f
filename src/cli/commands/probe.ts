import { type Command, Option } from 'commander';
import type { ProbeResult, ProbeSummary, Verdict } from '../../verify/index.js';
import { seconds } from '../event-lines.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inWordsOfFlags } from '../flag-words.js';
import { wholeNumber } from '../flags.js';
import { leaf } from '../leaf.js';
import { loadVerifier } from '../library.js';
import type { Output } from '../output.js';
import type { Runner } from '../runner.js';
import { type Look, printable } from '../style.js';
import { UsageError } from '../usage-error.js';
import { readTargets } from './probe-targets.js';
import { addVerifyFlags, FLAG_OF_VERIFY_OPTION, type VerifyFlags, verifyOptions } from './verify-flags.js';

interface Flags extends VerifyFlags {
  readonly targets?: string;
  readonly concurrency?: number;
}

/** `dfcloud probe`. */
export function addProbe(program: Command, runner: Runner): void {
  const command = leaf(
    program,
    'probe [endpoints...]',
    'verify many endpoints at once; with --json one line for each',
    [
      'dfcloud probe "$ENDPOINT" "redis://$ENDPOINT" --concurrency 10',
      'echo "$ENDPOINT" | dfcloud probe --targets - --json',
    ],
  )
    .option('--targets <file>', 'a file of endpoints: one on each line, or a JSON list; - is stdin')
    .addOption(
      new Option('--concurrency <n>', 'how many at the same time')
        .argParser(wholeNumber(1, 10_000))
        .default(50),
    );
  addVerifyFlags(command);

  command.action((endpoints: readonly string[], flags: Flags) =>
    runner.run(command, async (task) => {
      const targets = [
        ...endpoints,
        ...(flags.targets === undefined ? [] : await readTargets(flags.targets, task)),
      ];
      if (targets.length === 0) {
        throw new UsageError('It is not said what to probe.', 'Add endpoints, or --targets file.');
      }
      const { concurrency = 50 } = flags;
      const options = { ...(await verifyOptions(flags, task)), concurrency };
      const { probe, summarizeProbes } = await loadVerifier();
      const results: ProbeResult[] = [];
      task.output.progress.step(`probing ${targets.length} endpoints`);
      for await (const result of await inWordsOfFlags(FLAG_OF_VERIFY_OPTION, () => probe(targets, options))) {
        results.push(result);
        showResult(result, task.output);
        if (results.length < targets.length) {
          task.output.progress.step(`probing ${targets.length - results.length} more endpoints`);
        }
      }
      const summary = summarizeProbes(results);
      showSummary(summary, task.output);
      return exitCodeOf(summary);
    }),
  );
}

const LOOKS: Readonly<Record<Verdict, readonly [Look, string]>> = {
  reachable: ['good', '✓'],
  unreachable: ['bad', '✗'],
  unknown: ['busy', '?'],
};

function showResult(result: ProbeResult, output: Output): void {
  if (output.json) {
    output.line({ event: 'result', ...result });
    return;
  }
  const { endpoint, verdict, cause, connectMs, replyMs } = result;
  const [look, mark] = LOOKS[verdict];
  const times = [
    connectMs === null ? [] : [`connect ${seconds(connectMs)}`],
    replyMs === null ? [] : [`reply ${seconds(replyMs)}`],
  ];
  const rest = [...times.flat(), ...(cause === null ? [] : [cause])].join(', ');
  const word = output.style(look, `${mark} ${verdict.padEnd(11)}`);
  output.text(`${word}  ${printable(endpoint)}  ${output.style('faint', rest)}\n`);
}

function showSummary(summary: ProbeSummary, output: Output): void {
  if (output.json) {
    output.line({ event: 'summary', ...summary });
    return;
  }
  const { total, reachable, unreachable, unknown, connect, reply } = summary;
  const ms = (value: number | null) => (value === null ? '-' : seconds(value));
  const counts = [`${reachable} of ${total} reachable`, `${unreachable} unreachable`, `${unknown} unknown`];
  output.text(`\n${output.style('strong', counts.join(', '))}\n`);
  for (const [name, { p50Ms, p95Ms, maxMs }] of Object.entries({ connect, reply })) {
    output.text(`${name.padEnd(8)} p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}, max ${ms(maxMs)}\n`);
  }
}

function exitCodeOf({ unreachable, unknown }: ProbeSummary): ExitCode {
  if (unreachable > 0) return EXIT.failed;
  return unknown > 0 ? EXIT.undetermined : EXIT.done;
}
