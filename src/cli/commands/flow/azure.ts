import { type Command, Option } from 'commander';
import type { AzureAcceptorOptions, AzureGivenApp } from '../../../azure/index.js';
import { wholeNumber, withEnv } from '../../flags.js';
import { loadAzure } from '../../library.js';
import { UsageError } from '../../usage-error.js';
import type { CloudCommands } from './cloud.js';

interface AzureFlags {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly vnet: string;
  readonly tenant?: string;
  readonly app?: string;
  readonly appObject?: string;
  readonly appName?: string;
  readonly appRole?: 'network-contributor' | 'peering-only';
  readonly networkRules?: 'report' | 'add';
  readonly useRemoteGateways?: boolean;
  readonly allowForwardedTraffic?: boolean;
  readonly purge?: boolean;
  readonly grantSettleMs?: number;
  readonly deviceCode?: boolean;
  readonly azureCloud?: 'public' | 'usgov' | 'china';
}

/** Where the secret of an application of your own is looked for: arguments can be read by everybody on the machine. */
const APP_SECRET = 'DFCLOUD_AZURE_APP_SECRET';

/** The customer's side on Azure. */
export const AZURE: CloudCommands<AzureFlags> = {
  provider: 'azure',
  title: 'Azure',
  example: '--subscription "$SUBSCRIPTION_ID" --resource-group "$RESOURCE_GROUP" --vnet "$VNET_NAME"',
  flagOfOption: {
    subscriptionId: '--subscription',
    resourceGroup: '--resource-group',
    vnetName: '--vnet',
    tenantId: '--tenant',
    app: '--app',
    'app.appId': '--app',
    'app.objectId': '--app-object',
    'app.clientSecret': APP_SECRET,
    appName: '--app-name',
    grantSettleMs: '--grant-settle-ms',
  },
  // While it runs, the application has a password.
  tidyingSteps: ['azure.peering'],
  addFlags: addAzureFlags,
  async acceptor(flags, tell) {
    const { AzureAcceptor } = await loadAzure();
    return new AzureAcceptor(optionsOf(flags, tell));
  },
};

const SETTLE_MS = wholeNumber(0, 900_000);

function addAzureFlags(command: Command): void {
  const needed = (flag: string, description: string, variable: string) =>
    withEnv(new Option(flag, description).makeOptionMandatory(), variable);
  const oneOf = (flag: string, description: string, words: readonly string[]) =>
    new Option(flag, description).choices(words);
  command
    .addOption(
      needed('--subscription <id>', 'the subscription of your virtual network', 'AZURE_SUBSCRIPTION_ID'),
    )
    .addOption(needed('--resource-group <name>', 'its resource group', 'AZURE_RESOURCE_GROUP'))
    .requiredOption('--vnet <name>', "your virtual network's name")
    .addOption(withEnv(new Option('--tenant <id>', 'its tenant (default: as Azure says)'), 'AZURE_TENANT_ID'))
    .option(
      '--app <id>',
      `an application of yours to peer with, its secret in ${APP_SECRET} (default: make one)`,
    )
    .option('--app-object <id>', 'its object id, where it has no secret yet')
    .option('--app-name <name>', 'the display name of the application that is made')
    .addOption(
      oneOf(
        '--app-role <role>',
        'what the application may do on the network (default: network-contributor)',
        ['network-contributor', 'peering-only'],
      ),
    )
    .addOption(
      oneOf('--network-rules <what>', 'for a security group that blocks port 6379 (default: report)', [
        'report',
        'add',
      ]),
    )
    .option('--use-remote-gateways', "use the other side's gateways")
    .option('--allow-forwarded-traffic', 'let traffic in that the other side only forwards')
    .option(
      '--purge',
      "destroy also removes the custom role and the service principal of Dragonfly's application",
    )
    .addOption(
      new Option('--grant-settle-ms <ms>', 'how old roles must be before they are relied on').argParser(
        SETTLE_MS,
      ),
    )
    .option('--device-code', 'sign in as a person, on any device (default: AZURE_CLIENT_ID and its secret)')
    .addOption(oneOf('--azure-cloud <name>', 'the cloud (default: public)', ['public', 'usgov', 'china']));
}

function optionsOf(flags: AzureFlags, tell: (text: string) => void): AzureAcceptorOptions {
  const { subscription: subscriptionId, vnet: vnetName, tenant: tenantId, azureCloud: cloud } = flags;
  const { resourceGroup, appName, appRole, networkRules, purge, grantSettleMs } = flags;
  const { useRemoteGateways, allowForwardedTraffic, deviceCode } = flags;
  return {
    subscriptionId,
    resourceGroup,
    vnetName,
    tenantId,
    app: appOf(flags),
    appName,
    appRole,
    networkRules,
    useRemoteGateways,
    allowForwardedTraffic,
    purge,
    grantSettleMs,
    cloud,
    credential: deviceCode ? { deviceCode: ({ message }) => tell(message) } : undefined,
  };
}

function appOf({ app: appId, appObject: objectId }: AzureFlags): AzureGivenApp | undefined {
  const clientSecret = process.env[APP_SECRET] || undefined;
  if (appId === undefined && objectId === undefined) return undefined;
  if (appId === undefined) {
    throw new UsageError(
      '--app-object is given without --app.',
      'Add --app <id>, its application (client) id.',
    );
  }
  if (clientSecret === undefined && objectId === undefined) {
    throw new UsageError(
      '--app is given, and nothing to sign in with as that application.',
      `Set ${APP_SECRET} to a secret of it. Or add --app-object <id>, its object id: then a secret is made that lives minutes.`,
    );
  }
  return { appId, objectId, clientSecret };
}
