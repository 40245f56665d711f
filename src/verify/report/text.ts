import { duration } from '../causes/cause.js';
import type { Check, CheckStatus, Finding, Severity, Verdict, VerifyReport } from '../types.js';
import { harmless, type Paint, painter, type Style, wrap } from './paint.js';

/** How `renderText` shows a report. */
export interface RenderTextOptions {
  /** Whether to use ANSI colours. @default false */
  readonly color?: boolean | undefined;
  /** The width to break lines at, in columns. @default 100 */
  readonly columns?: number | undefined;
}

/**
 * The report for a person on call: the verdict, then the most probable root cause with what to do about it, then the
 * way layer by layer.
 */
export function renderText(report: VerifyReport, options: RenderTextOptions = {}): string {
  const paint = painter(options.color ?? false);
  const columns = Math.max(60, options.columns ?? 100);
  const [first, ...others] = report.findings;
  const sections = [
    headline(report, paint),
    ...(first ? [finding(first, paint, columns)] : []),
    ...others.map((other) => finding(other, paint, columns)),
    ladder(report.checks, paint, columns),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const VERDICTS: Readonly<Record<Verdict, readonly [mark: string, style: Style]>> = {
  reachable: ['✓', 'green'],
  unreachable: ['✗', 'red'],
  unknown: ['?', 'yellow'],
};

function headline({ verdict, endpoint, durationMs }: VerifyReport, paint: Paint): string[] {
  const [mark, style] = VERDICTS[verdict];
  const word = paint(`${mark} ${verdict.toUpperCase()}`, 'bold', style);
  return [`${word}  ${paint(harmless(endpoint), 'bold')}  ${paint(`in ${duration(durationMs)}`, 'dim')}`];
}

const SEVERITIES: Readonly<Record<Severity, readonly [mark: string, style: Style]>> = {
  error: ['✗', 'red'],
  warning: ['!', 'yellow'],
  info: ['i', 'cyan'],
};

const OWNERS: Readonly<Record<Finding['owner'], string>> = {
  you: 'yours to fix',
  dragonfly: "Dragonfly's to fix",
  cloud: "the cloud's to fix",
};

function finding(
  { code, severity, owner, layer, summary, fix }: Finding,
  paint: Paint,
  columns: number,
): string[] {
  const [mark, style] = SEVERITIES[severity];
  const title = `${paint(`${mark} ${code}`, 'bold', style)}  ${paint(`${severity}, ${layer} layer, ${OWNERS[owner]}`, 'dim')}`;
  const command =
    fix.command === undefined ? [] : [`       ${paint('$', 'dim')} ${paint(harmless(fix.command), 'cyan')}`];
  return [title, ...indented(summary, columns), '', ...labelled('Fix', fix.text, columns, paint), ...command];
}

function indented(text: string, columns: number): string[] {
  return wrap(harmless(text), columns - 2).map((line) => `  ${line}`);
}

function labelled(label: string, text: string, columns: number, paint: Paint): string[] {
  const lines = harmless(text)
    .split('\n')
    .flatMap((line) => hanging(line, columns - 4 - label.length));
  return lines.map((line, index) =>
    index === 0 ? `  ${paint(label, 'bold')}  ${line}` : `${' '.repeat(label.length + 4)}${line}`,
  );
}

/** A numbered step keeps its number in the margin. */
function hanging(line: string, columns: number): string[] {
  const margin = /^\d+\. /.exec(line)?.[0].length ?? 0;
  return wrap(line, columns - margin).map((part, index) => (index === 0 ? part : ' '.repeat(margin) + part));
}

const STATUSES: Readonly<Record<CheckStatus, readonly [mark: string, style: Style]>> = {
  pass: ['✓', 'green'],
  fail: ['✗', 'red'],
  inconclusive: ['?', 'yellow'],
  skipped: ['·', 'dim'],
};

const TIME_WIDTH = 8;
const LAYER_WIDTH = 9;

/** One line per check: layer (once), mark, name, what was seen, time. */
function ladder(checks: readonly Check[], paint: Paint, columns: number): string[] {
  const names = namesOf(checks);
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const indent = LAYER_WIDTH + nameWidth + 6;
  const longest = Math.max(0, ...checks.map((check) => harmless(check.summary).length));
  const room = Math.min(longest, columns - indent - TIME_WIDTH);
  return checks.flatMap((check, index) => {
    const layer = check.layer === checks[index - 1]?.layer ? '' : check.layer;
    const [mark, style] = STATUSES[check.status];
    const quiet = (text: string) => (check.status === 'skipped' ? paint(text, 'dim') : text);
    const [first = '', ...rest] = wrap(harmless(check.summary), room);
    const name = (names[index] ?? '').padEnd(nameWidth);
    const seen = `${paint(mark, style)} ${quiet(name)}  ${quiet(first.padEnd(room))}`;
    const line = `  ${paint(layer.padEnd(LAYER_WIDTH), 'bold')}${seen}${paint(timeOf(check), 'dim')}`;
    return [line.trimEnd(), ...rest.map((more) => ' '.repeat(indent) + quiet(more))];
  });
}

/** Without the layer, which stands beside it; without the address, where the endpoint has only one. */
function namesOf(checks: readonly Check[]): string[] {
  const names = checks.map((check) => check.id.slice(check.layer.length + 1));
  const connects = checks.filter((check) => check.id.startsWith('tcp.connect:'));
  const address = connects.length === 1 ? connects[0]?.id.slice('tcp.connect'.length) : undefined;
  return names.map((name) => (address && !name.startsWith('node:') ? name.replace(address, '') : name));
}

/** Nothing for what took no time worth telling. */
function timeOf({ ms, status }: Check): string {
  return (status === 'skipped' || ms < 0.1 ? '' : duration(ms)).padStart(TIME_WIDTH);
}
