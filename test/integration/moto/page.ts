import type { Difference } from './outcome.js';
import { REASONS, type Reason } from './reasons.js';

/** The reason of a difference; undefined when nobody has given one. */
export function reasonOf({ call, path }: Difference): Reason | undefined {
  return REASONS.find(
    ({ calls, fields }) => calls.some((name) => fits(name, call)) && (fields?.test(path) ?? true),
  );
}

/** The list of differences as a page of the documentation. */
export function pageOf(found: readonly Difference[], calls: number): string {
  const sections = REASONS.map((reason) =>
    section(
      reason,
      found.filter((one) => reasonOf(one) === reason),
    ),
  );
  return [
    '# Differences between the sandbox and moto',
    '',
    `moto is another double of AWS, well known in Python. The integration tests make the same ${calls} calls to moto 5.2 and`,
    "to the sandbox's EC2, one after the other, and compare the answers field by field. This page lists every difference and",
    'says why the sandbox is right. It is written by the tests (`npm run test:integration -- moto -u`), which fail when a',
    'difference is missing here, has no reason, or is gone.',
    '',
    ...sections.flatMap((lines) => [...lines, '']),
    '## What this page does not compare',
    '',
    'Permissions (moto ignores conditions, and denies what a policy allows on single resources), limits, expiry and what is',
    'shown how long after an end, eventual consistency, faults. moto has nothing to compare there.',
    '',
  ].join('\n');
}

function section({ title, why, source }: Reason, found: readonly Difference[]): string[] {
  const calls = [...new Set(found.map(({ call }) => call))];
  return [
    `## ${title}`,
    '',
    `${why} Known from: ${source}.`,
    '',
    '| call | field | moto | sandbox |',
    '|---|---|---|---|',
    ...calls.flatMap((call) =>
      rows(
        call,
        found.filter((one) => one.call === call),
      ),
    ),
  ];
}

/** Where one refuses and the other answers, the fields of the answer do not matter. */
function rows(call: string, found: readonly Difference[]): string[] {
  const refused = found.find(({ path }) => path === 'error.code');
  if (!refused) return found.map(({ path, moto, double }) => row(call, path, moto, double));
  const message = found.find(({ path }) => path === 'error.message');
  const side = (who: 'moto' | 'double') => {
    if (refused[who] === '-') return 'answers';
    return message?.[who] ? `${refused[who]}: ${message[who]}` : refused[who];
  };
  return [row(call, 'whether it is refused', side('moto'), side('double'))];
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/</g, '&lt;') || '(empty)').join(' | ')} |`;
}

function fits(name: string, call: string): boolean {
  const pattern = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(call);
}
