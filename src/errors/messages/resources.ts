import type { ErrorText } from '../base.js';
import type { WaitDetails } from '../wait-details.js';
import { shown } from './shown.js';
import { subject } from './wait-words.js';
import { statusFix } from './waiting.js';

/** `ensure` found only a dead connection. */
export function ensureFoundTerminal(found: WaitDetails): ErrorText {
  const detail = found.statusDetail === undefined ? '' : ` (${found.statusDetail})`;
  return {
    message: `${subject(found)} already joins this network and peer, and it is ${found.lastStatus}${detail}. It was not adopted, and no second one was made.`,
    fix: `Cure what the status says, then pass replace: true (dfcloud: --replace) to delete it and create a new one. ${statusFix(found)}`,
  };
}

/** The caller cancelled an `ensure` between two of its requests. */
export function ensureAborted(networkId: string): ErrorText {
  return {
    message: `The call of ensure for network ${networkId} was cancelled. It may have created the connection.`,
    fix: 'Make the same call again: it adopts a connection that exists.',
  };
}

/** A creation was answered with success but no body, and the list does not tell which one is new. */
export function createdUnnamed(path: string, name: string, found: number): ErrorText {
  return {
    message: `POST ${path} succeeded without saying what it made, and the list holds ${found} called ${shown(name)}.`,
    fix: 'Look at the list before you repeat it; a name of its own for each resource avoids this.',
  };
}

/** A network's block is public address space. */
export function cidrNotPrivate(cidr: string): string {
  return `${cidr} is not private address space (RFC 1918: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16). Public addresses inside it will not be reachable from the peered VPC.`;
}

/** What the customer has to do while a connection is inactive, with the command of the cloud. */
export function acceptPeering(connection: PeeringToAccept): string {
  const { id, networkId, peerConnectionId, peer } = connection;
  const theirs = `dfcloud networks get ${networkId}`;
  switch (peer.provider) {
    case 'aws':
      return `Accept the peering in AWS account ${peer.accountId}, then route to it: aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id ${peerConnectionId ?? `<pcx-… of dfcloud connections get ${id}>`} --region ${peer.region ?? `<region of ${peer.vpcId}>`}`;
    case 'gcp':
      return `Add the other half in GCP project ${peer.projectId}: gcloud compute networks peerings create dfcloud-${peer.network} --project=${peer.projectId} --network=${peer.network} --peer-project=<vpc.accountId> --peer-network=<vpc.resourceId> (both: ${theirs})`;
    case 'azure':
      return `Add the other half with the application's login in both tenants: az network vnet peering create --name ${peer.vnetName}-dfcloud-peering --resource-group ${peer.resourceGroup} --vnet-name ${peer.vnetName} --subscription ${peer.subscriptionId} --allow-vnet-access --remote-vnet <vpc.accountId>/providers/Microsoft.Network/virtualNetworks/<vpc.resourceId> (both: ${theirs})`;
  }
}

interface PeeringToAccept {
  readonly id: string;
  readonly networkId: string;
  readonly peerConnectionId?: string;
  readonly peer:
    | {
        readonly provider: 'aws';
        readonly accountId: string;
        readonly vpcId: string;
        readonly region?: string | undefined;
      }
    | { readonly provider: 'gcp'; readonly projectId: string; readonly network: string }
    | {
        readonly provider: 'azure';
        readonly subscriptionId: string;
        readonly resourceGroup: string;
        readonly vnetName: string;
      };
}
