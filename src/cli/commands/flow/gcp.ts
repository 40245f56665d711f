import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GcpAcceptorOptions, GcpFirewallChoice } from '../../../gcp/index.js';
import { several, wholeNumber, withEnv } from '../../flags.js';
import { loadGcp } from '../../library.js';
import { UsageError } from '../../usage-error.js';
import type { CloudCommands } from './cloud.js';

interface GcpFlags {
  readonly project?: string;
  readonly vpc: string;
  readonly firewall?: readonly string[];
  readonly targetTag?: readonly string[];
  readonly targetServiceAccount?: readonly string[];
  readonly allTargets?: boolean;
  readonly priority?: number;
  readonly overrideDeny?: boolean;
  readonly peeringName?: string;
  readonly importCustomRoutes?: boolean;
  readonly exportCustomRoutes?: boolean;
  readonly stackType?: 'IPV4_ONLY' | 'IPV4_IPV6';
  readonly keyFile?: string;
  readonly quotaProject?: string;
  readonly endpoint?: string;
}

/** The customer's side on Google Cloud. */
export const GCP: CloudCommands<GcpFlags> = {
  provider: 'gcp',
  title: 'Google Cloud',
  example: '--project "$GCP_PROJECT" --vpc "$GCP_NETWORK"',
  flagOfOption: {
    projectId: '--project',
    network: '--vpc',
    'firewall.targetTags': '--target-tag',
    'firewall.targetServiceAccounts': '--target-service-account',
    'firewall.priority': '--priority',
    peeringName: '--peering-name',
    keyFile: '--key-file',
    quotaProject: '--quota-project',
    endpoint: '--endpoint',
  },
  addFlags: addGcpFlags,
  async acceptor(flags) {
    const { GcpAcceptor } = await loadGcp();
    return new GcpAcceptor(optionsOf(flags));
  },
};

const PRIORITY = wholeNumber(0, 65_535);

function addGcpFlags(command: Command): void {
  const repeatable = (flag: string, description: string) =>
    new Option(flag, `${description}; repeatable`).argParser(several);
  command
    .addOption(
      withEnv(
        new Option(
          '--project <id>',
          'the project of your VPC network; with Shared VPC, the host project (needed)',
        ),
        'GOOGLE_CLOUD_PROJECT',
      ),
    )
    .requiredOption('--vpc <name>', 'your VPC network, by its name')
    .addOption(
      new Option(
        '--firewall <directions>',
        'make rules for port 6379: ingress, egress or both (default: touch no rule)',
      ).argParser(directions),
    )
    .addOption(repeatable('--target-tag <tag>', 'the rules are for VMs with this network tag'))
    .addOption(
      repeatable('--target-service-account <email>', 'the rules are for VMs that run as this account'),
    )
    .option('--all-targets', 'the rules are for all VMs of the network')
    .addOption(
      new Option(
        '--priority <number>',
        'the priority of the rules; the lowest wins (default: 1000)',
      ).argParser(PRIORITY),
    )
    .option('--override-deny', 'make the rules although a rule denies it now')
    .option('--peering-name <name>', 'the name of the peering (default: one by which destroy knows it)')
    .option('--import-custom-routes', 'take the static and dynamic routes of the other side')
    .option('--no-import-custom-routes', 'do not take them, also where the peering does now')
    .option('--export-custom-routes', 'offer your static and dynamic routes')
    .option('--no-export-custom-routes', 'do not offer them, also where the peering does now')
    .addOption(
      new Option('--stack-type <type>', 'the address families (default: IPV4_ONLY)').choices([
        'IPV4_ONLY',
        'IPV4_IPV6',
      ]),
    )
    .option('--key-file <path>', 'a key file (default: Application Default Credentials)')
    .option('--quota-project <id>', 'the project that the calls count for')
    .option('--endpoint <url>', 'the URL of Compute Engine, for tests');
}

function optionsOf(flags: GcpFlags): GcpAcceptorOptions {
  // Without a project the acceptor itself says what to pass: it asks nobody for one.
  const { project: projectId = '', vpc: network, peeringName, stackType } = flags;
  const { importCustomRoutes, exportCustomRoutes, keyFile, quotaProject, endpoint } = flags;
  return {
    projectId,
    network,
    peeringName,
    importCustomRoutes,
    exportCustomRoutes,
    stackType,
    firewall: firewallOf(flags),
    keyFile,
    quotaProject,
    endpoint,
  };
}

function firewallOf(flags: GcpFlags): GcpFirewallChoice | undefined {
  const { firewall, targetTag, targetServiceAccount, allTargets, priority, overrideDeny } = flags;
  const targets = [targetTag, targetServiceAccount, allTargets].filter((given) => given !== undefined);
  if (!firewall) {
    if (targets.length === 0 && priority === undefined && !overrideDeny) return undefined;
    throw new UsageError(
      'Rules are described, but --firewall does not say which.',
      'Add --firewall ingress, egress, or ingress,egress.',
    );
  }
  if (targets.length !== 1) {
    throw new UsageError(
      `--firewall makes rules, and ${targets.length === 0 ? 'no flag says' : 'several flags say'} for which VMs.`,
      'Give one of --target-tag <tag>, --target-service-account <email> and --all-targets.',
    );
  }
  return {
    targets: allTargets ? 'all' : undefined,
    targetTags: targetTag,
    targetServiceAccounts: targetServiceAccount,
    ingress: firewall.includes('ingress'),
    egress: firewall.includes('egress'),
    priority,
    overrideDeny,
  };
}

function directions(text: string, before: readonly string[] = []): readonly string[] {
  const given = several(text, before);
  if (given.length > 0 && given.every((word) => word === 'ingress' || word === 'egress')) return given;
  throw new InvalidArgumentError('It must be ingress, egress or ingress,egress.');
}
