import type { Connection, Peer } from '../../index.js';
import type { ResourceKind } from './resource-kind.js';

/** How connections are named and shown. */
export const connectionKind: ResourceKind<Connection> = {
  noun: 'connection',
  plural: 'connections',
  api: (client) => client.connections,
  ofNetwork: true,
  columns: [
    { title: 'NETWORK', cell: ({ networkId }) => networkId },
    { title: 'CLOUD', cell: ({ peer }) => peer.provider },
    { title: 'PEER', cell: ({ peer }) => peerText(peer) },
    { title: 'PEERING', cell: ({ peerConnectionId }) => peerConnectionId },
  ],
  details: ({ networkId, peer, peerConnectionId }) => [
    ['network', networkId],
    ['peer', `${peer.provider} ${peerText(peer)}`],
    ['peering', peerConnectionId],
  ],
  next: ({ id }) => `dfcloud connections wait ${id} --for inactive`,
  idInExamples: 'CONNECTION_ID',
};

/** A VPC in the words of its cloud. */
export function peerText(peer: Peer): string {
  switch (peer.provider) {
    case 'aws':
      return `${peer.vpcId} of account ${peer.accountId}${peer.region ? ` in ${peer.region}` : ''}`;
    case 'gcp':
      return `${peer.network} of project ${peer.projectId}`;
    case 'azure':
      return `${peer.vnetName} of group ${peer.resourceGroup} in subscription ${peer.subscriptionId}`;
  }
}
