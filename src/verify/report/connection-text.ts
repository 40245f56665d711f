import type { ConnectionReport } from '../join-reports.js';
import type { ExposureOpening } from '../judge-exposure.js';
import type { PathReport } from '../judge-paths.js';
import { harmless, painter, type Style } from './paint.js';
import { type RenderTextOptions, renderText } from './text.js';

const OUTCOMES: Readonly<Record<PathReport['outcome'], readonly [mark: string, style: Style]>> = {
  open: ['✓', 'green'],
  blocked: ['✗', 'red'],
  mixed: ['✗', 'red'],
  unknown: ['?', 'yellow'],
};

const OPENINGS: Readonly<
  Record<ExposureOpening['outcome'], readonly [mark: string, style: Style, word: string]>
> = {
  open: ['!', 'yellow', ''],
  partly: ['!', 'yellow', 'in parts '],
  unknown: ['?', 'yellow', 'perhaps '],
};

/** The report on a connection for a person on call: as `renderText`, then what the configuration allows each subnet, and the far side. */
export function renderConnectionText(report: ConnectionReport, options: RenderTextOptions = {}): string {
  const paint = painter(options.color ?? false);
  const width = Math.max(0, ...report.paths.map(({ source }) => source.length));
  const paths = report.paths.map(({ source, outcome, pieces }) => {
    const [mark, style] = OUTCOMES[outcome];
    const why = pieces.find(({ cause }) => cause)?.cause?.why ?? '';
    return `  ${paint(mark, style)} ${harmless(source).padEnd(width)}  ${outcome}  ${paint(harmless(why), 'dim')}`.trimEnd();
  });
  const gaps = report.gaps.map(({ what, permission }) => {
    const missing = permission === undefined ? '' : ` (needs ${permission})`;
    return `  ${paint('?', 'yellow')} not read: ${harmless(what)}${missing}`;
  });
  if (paths.length === 0) return renderText(report, options);
  const title = paint('What the configuration of your cloud allows, subnet by subnet', 'bold');
  const reached = paint('What the Dragonfly network can open connections to', 'bold');
  const lines = [title, ...paths, ...gaps, reached, ...exposureLines(report, paint)];
  return `${renderText(report, options)}\n${lines.join('\n')}\n`;
}

function exposureLines({ exposure }: ConnectionReport, paint: ReturnType<typeof painter>): string[] {
  const width = Math.max(0, ...exposure.map(({ source }) => source.length));
  return exposure.flatMap(({ source, openings }) => {
    const name = harmless(source).padEnd(width);
    if (openings.length === 0) return [`  ${paint('✓', 'green')} ${name}  nothing`];
    return openings.map(({ from, ports, outcome }) => {
      const [mark, style, word] = OPENINGS[outcome];
      return `  ${paint(mark, style)} ${name}  ${word}TCP ${portsText(ports)} ${paint(`from ${from.join(', ')}`, 'dim')}`;
    });
  });
}

function portsText(ports: readonly string[]): string {
  return ports.join(', ') === '0-65535' ? 'all ports' : ports.join(', ');
}
