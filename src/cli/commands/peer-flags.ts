import type { Command } from 'commander';
import type { Peer } from '../../index.js';
import { UsageError } from '../usage-error.js';
import { demand } from './create-command.js';

/** The flags that name the customer's side of a connection, each cloud in its own words. */
export interface PeerFlags {
  readonly awsAccount?: string;
  readonly vpc?: string;
  readonly gcpProject?: string;
  readonly gcpNetwork?: string;
  readonly azureSubscription?: string;
  readonly azureResourceGroup?: string;
  readonly azureVnet?: string;
  readonly azureTenant?: string;
  readonly azureApp?: string;
  readonly azureUseRemoteGateways?: boolean;
  readonly region?: string;
}

/** What has to be given for each cloud, by the name of the flag. */
const NEEDED = {
  aws: { awsAccount: '--aws-account <id>', vpc: '--vpc <vpc-id>' },
  gcp: { gcpProject: '--gcp-project <id>', gcpNetwork: '--gcp-network <name>' },
  azure: {
    azureSubscription: '--azure-subscription <id>',
    azureResourceGroup: '--azure-resource-group <name>',
    azureVnet: '--azure-vnet <name>',
    azureTenant: '--azure-tenant <id>',
    azureApp: '--azure-app <id>',
  },
} as const;

type Cloud = keyof typeof NEEDED;

const CLOUDS: readonly Cloud[] = ['aws', 'gcp', 'azure'];

/** The flag that stands for each field of a peer. */
export const FLAG_OF_PEER_FIELD: Readonly<Record<string, string>> = {
  'peer.accountId': '--aws-account',
  'peer.vpcId': '--vpc',
  'peer.region': '--region',
  'peer.projectId': '--gcp-project',
  'peer.network': '--gcp-network',
  'peer.subscriptionId': '--azure-subscription',
  'peer.resourceGroup': '--azure-resource-group',
  'peer.vnetName': '--azure-vnet',
  'peer.tenantId': '--azure-tenant',
  'peer.appId': '--azure-app',
};

/** Adds the flags of all clouds. */
export function addPeerFlags(command: Command): void {
  command
    .option('--aws-account <id>', 'AWS: account of the VPC, 12 digits')
    .option('--vpc <id>', 'AWS: the VPC, vpc-…')
    .option('--gcp-project <id>', 'GCP: project id, not its number')
    .option('--gcp-network <name>', "GCP: the network's name")
    .option('--azure-subscription <id>', 'Azure: subscription')
    .option('--azure-resource-group <name>', 'Azure: resource group of the virtual network')
    .option('--azure-vnet <name>', "Azure: the virtual network's name")
    .option('--azure-tenant <id>', 'Azure: tenant')
    .option('--azure-app <id>', 'Azure: application (client) id, not an object id')
    .option('--azure-use-remote-gateways', "Azure: use the other side's gateways")
    .option('--region <region>', "AWS and Azure: the VPC's region, where it is not the network's");
}

/** The peer that the flags name. @throws UsageError when they name none, more than one, or half of one. */
export function peerFromFlags(flags: PeerFlags): Peer {
  const given = CLOUDS.flatMap((cloud) => {
    const flag = firstFlagOf(cloud, flags);
    return flag === undefined ? [] : [{ cloud, flag }];
  });
  const [first, second] = given;
  if (!first) {
    const ways = CLOUDS.map((cloud) => `${Object.values(NEEDED[cloud]).join(' ')} (${cloud})`);
    throw new UsageError('It is not said which VPC to connect.', `Add ${ways.join(', or ')}.`);
  }
  if (second) {
    throw new UsageError(
      `${first.flag} is for ${first.cloud} and ${second.flag} for ${second.cloud}, but a connection leads to one VPC.`,
      'Leave the flags of the other cloud out, and make one connection for each VPC.',
    );
  }
  demand({ ...flags }, NEEDED[first.cloud]);
  return peerOf(first.cloud, flags);
}

function firstFlagOf(cloud: Cloud, flags: PeerFlags): string | undefined {
  const known = Object.entries(NEEDED[cloud]).find(([name]) => Object.hasOwn(flags, name));
  if (known) return known[1].replace(/ .*/, '');
  return cloud === 'azure' && flags.azureUseRemoteGateways ? '--azure-use-remote-gateways' : undefined;
}

function peerOf(cloud: Cloud, flags: PeerFlags): Peer {
  const { region } = flags;
  switch (cloud) {
    case 'aws':
      return { provider: 'aws', accountId: flags.awsAccount ?? '', vpcId: flags.vpc ?? '', region };
    case 'gcp':
      if (region !== undefined) {
        throw new UsageError(
          `--region is ${region}, but a network on GCP has no region.`,
          'Leave --region out.',
        );
      }
      return { provider: 'gcp', projectId: flags.gcpProject ?? '', network: flags.gcpNetwork ?? '' };
    case 'azure':
      return {
        provider: 'azure',
        subscriptionId: flags.azureSubscription ?? '',
        resourceGroup: flags.azureResourceGroup ?? '',
        vnetName: flags.azureVnet ?? '',
        tenantId: flags.azureTenant ?? '',
        appId: flags.azureApp ?? '',
        region,
        useRemoteGateways: flags.azureUseRemoteGateways,
      };
  }
}
