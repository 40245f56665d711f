import { Option } from 'commander';
import { EXIT } from '../../exit-codes.js';
import { loadClient } from '../../library.js';
import type { FlowVerb } from './flow-command.js';
import { planText } from './plan-text.js';
import { addSubjectFlags, FLAG_OF_SUBJECT, type SubjectFlags } from './subject-flags.js';

interface PlanFlags extends SubjectFlags {
  readonly as?: 'text' | 'shell';
}

/** `dfcloud plan <cloud>`. */
export const PLAN: FlowVerb<PlanFlags> = {
  description: 'say what apply would do with your VPC on CLOUD, and write nothing',
  example: '--network "$NETWORK_ID" --name orders',
  flagOfOption: FLAG_OF_SUBJECT,
  addFlags(command) {
    addSubjectFlags(command);
    command.addOption(
      new Option('--as <form>', 'text, or a shell script that does the same')
        .choices(['text', 'shell'])
        .default('text'),
    );
  },
  async work({ task, client, acceptor, flags }) {
    const { network: networkId, name, as } = flags;
    const plan = await client.peering.plan(acceptor, { networkId, name, signal: task.signal });
    const { shellScript } = await loadClient();
    task.output.result(plan, as === 'shell' ? shellScript(plan) : planText(plan, task.output.style));
    const refused = plan.findings.some(({ severity }) => severity === 'error');
    const stuck = plan.steps.some(({ status }) => status === 'conflict');
    return refused || stuck ? EXIT.failed : EXIT.done;
  },
};
