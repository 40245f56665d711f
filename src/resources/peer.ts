/** A VPC of the customer on AWS. */
export interface AwsPeer {
  readonly provider: 'aws';
  /** The owner's account: 12 digits. */
  readonly accountId: string;
  /** `vpc-` and 8 or 17 hexadecimal digits. */
  readonly vpcId: string;
  /** The VPC's region. Needed only where it differs from the network's. */
  readonly region?: string | undefined;
}

/** A VPC network of the customer on GCP. */
export interface GcpPeer {
  readonly provider: 'gcp';
  /** The project id (not its number). */
  readonly projectId: string;
  /** The network's name. */
  readonly network: string;
}

/** A virtual network of the customer on Azure. */
export interface AzurePeer {
  readonly provider: 'azure';
  /** A GUID. */
  readonly subscriptionId: string;
  /** The virtual network's name. */
  readonly vnetName: string;
  /** Its resource group. */
  readonly resourceGroup: string;
  /** The customer's directory (tenant): a GUID. */
  readonly tenantId: string;
  /**
   * The application (client) id: a GUID. Not the object id of the application or of its service principal, which
   * mean nothing in another tenant.
   */
  readonly appId: string;
  /** The virtual network's region, for example `centralus`. */
  readonly region?: string | undefined;
  /** Let traffic use the gateways of the other side. @default false */
  readonly useRemoteGateways?: boolean | undefined;
}

/** The customer's side of a connection, in the words of its cloud. */
export type Peer = AwsPeer | GcpPeer | AzurePeer;

/** A text that is equal for two peers exactly when they name the same VPC. Azure names know no case. */
export function peerKey(peer: Peer): string {
  switch (peer.provider) {
    case 'aws':
      return `aws:${peer.accountId}:${peer.vpcId}`;
    case 'gcp':
      return `gcp:${peer.projectId}:${peer.network}`;
    case 'azure':
      return `azure:${peer.subscriptionId}:${peer.resourceGroup}:${peer.vnetName}`.toLowerCase();
  }
}
