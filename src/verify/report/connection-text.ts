import type { ConnectionReport } from '../join-reports.js';
import type { PathReport } from '../judge-paths.js';
import { harmless, painter, type Style } from './paint.js';
import { type RenderTextOptions, renderText } from './text.js';

const OUTCOMES: Readonly<Record<PathReport['outcome'], readonly [mark: string, style: Style]>> = {
  open: ['✓', 'green'],
  blocked: ['✗', 'red'],
  mixed: ['✗', 'red'],
  unknown: ['?', 'yellow'],
};

/** The report on a connection for a person on call: as `renderText`, then what the configuration allows each subnet. */
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
  return `${renderText(report, options)}\n${[title, ...paths, ...gaps].join('\n')}\n`;
}
