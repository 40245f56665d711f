import { Option } from 'commander';
import type { Permissions, Verb } from '../../../index.js';
import { EXIT } from '../../exit-codes.js';
import { printable, type Style } from '../../style.js';
import type { FlowVerb } from './flow-command.js';

interface PermissionFlags {
  readonly for: Verb;
  readonly network?: string;
  readonly name?: string;
}

/** `dfcloud permissions <cloud>`. */
export const PERMISSIONS: FlowVerb<PermissionFlags> = {
  description: 'print the permissions that a run needs on CLOUD, as a policy document',
  example: '--network "$NETWORK_ID" --name orders --for apply',
  flagOfOption: {},
  addFlags(command) {
    command
      .addOption(
        new Option('--for <verb>', 'what is to be run')
          .choices(['plan', 'apply', 'destroy', 'verify'])
          .default('apply'),
      )
      .option('--network <id>', 'compute them from a plan for this network (default: all that may be needed)')
      .option('--name <name>', 'the connection of that plan');
  },
  async work({ task, client, acceptor, flags }) {
    const { network: networkId, name = 'dfcloud', for: verb } = flags;
    const plan =
      networkId === undefined
        ? undefined
        : await client.peering.plan(acceptor, { networkId, name, signal: task.signal });
    const permissions = await acceptor.requiredPermissions(verb, plan);
    task.output.result(permissions, permissionsText(permissions, task));
    if (verb === 'apply')
      task.output.hint('To prove what it made, apply also reads what --for verify prints.');
    return EXIT.done;
  },
};

/** The document on stdout, ready to be piped into a file; what each line is for on stderr. */
function permissionsText(
  { permissions, document }: Permissions,
  { output }: { readonly output: { hint(text: string): void; readonly style: Style } },
): string {
  for (const { action, when, why } of permissions) output.hint(printable(`${action}  ${when}: ${why}`));
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
