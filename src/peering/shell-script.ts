import type { PeeringPlan } from './plan.js';

/** A plan as a script for bash: the same actions, and the waits between them, as `curl` and the cloud's own commands. */
export function shellScript(plan: PeeringPlan): string {
  const { remote, name, provider } = plan;
  const parts = plan.steps.flatMap(({ title, shell }) =>
    shell === undefined || shell === '' ? [] : [`# ${oneLine(title)}\n${shell}`],
  );
  const head = [
    '#!/usr/bin/env bash',
    `# Connects Dragonfly network ${oneLine(`${remote.networkId} (${remote.cidrBlock})`)} on ${provider} as ${oneLine(name)}.`,
    '# Needs DFCLOUD_API_KEY, curl, and the command line of the cloud with its credentials.',
    'set -euo pipefail',
  ].join('\n');
  return `${[head, ...parts].join('\n\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
