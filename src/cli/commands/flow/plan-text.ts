import type { Finding, PeeringPlan, PlannedStep } from '../../../index.js';
import { fixText } from '../../errors.js';
import { type Look, printable, type Style } from '../../style.js';

/** A plan for a person: who is on the other side, what was found, what would be done. */
export function planText(plan: PeeringPlan, style: Style): string {
  const sections = [
    sides(plan, style),
    ...plan.findings.map((finding) => findingText(finding, style)),
    plan.steps.map((step) => stepText(step, style)).join(''),
    `${summary(plan, style)}\n`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

const SEVERITIES: Readonly<Record<Finding['severity'], readonly [Look, string]>> = {
  error: ['bad', '✗'],
  warning: ['busy', '!'],
  info: ['faint', 'i'],
};

/** A finding with its next step. */
export function findingText({ severity, code, summary, evidence, fix }: Finding, style: Style): string {
  const [look, mark] = SEVERITIES[severity];
  const command = fix.command === undefined ? '' : `    ${style('faint', '$')} ${printable(fix.command)}\n`;
  const seen = evidence === '' ? '' : `  ${style('faint', printable(evidence))}\n`;
  return `${style(look, `${mark} ${code}`)}  ${printable(summary)}\n${seen}${fixText(fix.text, style)}${command}`;
}

function sides({ remote, endpoints, name, provider }: PeeringPlan, style: Style): string {
  const theirs = remote.resourceId ? `${remote.resourceId} of ${remote.accountId}` : 'not provisioned yet';
  const rows = [
    ['network', `${remote.networkId}, ${remote.cidrBlock} in ${remote.region}`],
    [`on ${provider}`, theirs],
    ['connection', name],
    ['talks to', [...new Set(endpoints)].join(', ')],
  ];
  const lines = rows.map(
    ([label = '', value = '']) => `  ${style('faint', label.padEnd(11))} ${printable(value)}`,
  );
  return `${lines.join('\n')}\n`;
}

const MARKS: Readonly<Record<PlannedStep['status'], readonly [Look, string]>> = {
  done: ['good', '✓'],
  todo: ['yours', '+'],
  waiting: ['faint', '…'],
  conflict: ['bad', '✗'],
  unknown: ['busy', '?'],
};

function stepText({ status, leadsTo, title, evidence, note, fix }: PlannedStep, style: Style): string {
  const [look, mark] = MARKS[leadsTo ?? status];
  const lines = [
    `${style(look, mark)} ${style('strong', printable(title))}  ${style('faint', printable(evidence))}\n`,
    note === undefined ? '' : `    ${style('faint', `note: ${printable(note)}`)}\n`,
    fix === undefined ? '' : `  ${fixText(fix, style)}`,
  ];
  return lines.join('');
}

function summary({ actions, findings }: PeeringPlan, style: Style): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return style('bad', `Apply would write nothing: ${errors} to be repaired first.`);
  if (actions.length === 0) return style('good', 'Nothing to do.');
  return style('strong', `${actions.length} to be written. Nothing was written now.`);
}
