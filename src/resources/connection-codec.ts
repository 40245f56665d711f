import { z } from 'zod';
import type { RequestDetails } from '../errors/request-details.js';
import { defined } from '../internal/defined.js';
import { asRecord, options, read, readList, textObeying, write } from './codec-support.js';
import type { Connection, CreateConnectionInput } from './connection.js';
import type { Peer } from './peer.js';
import * as rules from './rules.js';
import type { WireConnectionConfig, WirePeer } from './wire.js';

const answerPeer = z.object({
  accountId: z.string(),
  vpcId: z.string(),
  region: z.string().optional(),
  azure: z
    .object({
      resourceGroup: z.string().default(''),
      tenantId: z.string().optional(),
      appObjectId: z.string().default(''),
      useRemoteGateways: z.boolean().optional(),
    })
    .optional(),
});

const answer = z.object({
  connectionId: z.string(),
  status: z.string(),
  statusDetail: z.string().optional(),
  peerConnectionId: z.string().optional(),
  connectionConfig: z.object({ name: z.string().default(''), networkId: z.string(), peer: answerPeer }),
});

/** @throws ResponseError when the body lacks what a connection must have. */
export function readConnection(body: unknown, request?: RequestDetails): Connection {
  return toConnection(read(answer, body, request), body);
}

/** @throws ResponseError when the body is no array of connections. */
export function readConnections(body: unknown, request?: RequestDetails): Connection[] {
  return readList(answer, body, request).map(([wire, raw]) => toConnection(wire, raw));
}

function toConnection(answered: z.infer<typeof answer>, raw: unknown): Connection {
  const { connectionId: id, connectionConfig, ...rest } = answered;
  const { name, networkId, peer } = connectionConfig;
  return defined({ id, name, networkId, ...rest, peer: toPeer(peer), raw: asRecord(raw) });
}

/** The wire names no cloud: a tenant means Azure, an AWS account with an AWS VPC means AWS, the rest is GCP. */
function toPeer({ accountId, vpcId, region, azure }: z.infer<typeof answerPeer>): Peer {
  if (azure?.tenantId) {
    const { resourceGroup, tenantId, appObjectId: appId, useRemoteGateways } = azure;
    const names = { subscriptionId: accountId, vnetName: vpcId, resourceGroup, tenantId, appId };
    return defined({ provider: 'azure' as const, ...names, region, useRemoteGateways });
  }
  if (/^\d{12}$/.test(accountId) && vpcId.startsWith('vpc-')) {
    return defined({ provider: 'aws' as const, accountId, vpcId, region });
  }
  return { provider: 'gcp', projectId: accountId, network: vpcId };
}

const awsPeer = options({
  provider: z.literal('aws'),
  accountId: textObeying(rules.awsAccountId),
  vpcId: textObeying(rules.awsVpcId),
  region: textObeying(rules.region).optional(),
});

const gcpPeer = options({
  provider: z.literal('gcp'),
  projectId: textObeying(rules.gcpProjectId),
  network: textObeying(rules.gcpNetwork),
});

const azurePeer = options({
  provider: z.literal('azure'),
  subscriptionId: textObeying(rules.guid),
  vnetName: textObeying(rules.azureVnetName),
  resourceGroup: textObeying(rules.azureResourceGroup),
  tenantId: textObeying(rules.guid),
  appId: textObeying(rules.guid),
  region: textObeying(rules.region).optional(),
  useRemoteGateways: z.boolean({ error: 'true or false' }).optional(),
});

const createInput = options({
  name: textObeying(rules.someText),
  networkId: textObeying(rules.someId),
  peer: z.discriminatedUnion('provider', [awsPeer, gcpPeer, azurePeer], { error: 'aws, gcp or azure' }),
});

/** @throws InvalidInputError when the input is not legal. */
export function writeConnectionCreate(input: CreateConnectionInput): WireConnectionConfig {
  const { name, networkId, peer } = write(createInput, input);
  return { name, network_id: networkId, peer: toWirePeer(peer) };
}

/** All fields are sent, empty where they do not apply, as the vendor's own client does. */
function toWirePeer(peer: z.infer<typeof createInput>['peer']): WirePeer {
  const none = { resource_group: '', tenant_id: '', app_object_id: '', use_remote_gateways: false };
  switch (peer.provider) {
    case 'aws':
      return {
        account_id: peer.accountId,
        cidr_block: '',
        vpc_id: peer.vpcId,
        ...region(peer.region),
        azure: none,
      };
    case 'gcp':
      return { account_id: peer.projectId, cidr_block: '', vpc_id: peer.network, azure: none };
    case 'azure':
      return {
        account_id: peer.subscriptionId,
        cidr_block: '',
        vpc_id: peer.vnetName,
        ...region(peer.region),
        azure: {
          resource_group: peer.resourceGroup,
          tenant_id: peer.tenantId,
          app_object_id: peer.appId,
          use_remote_gateways: peer.useRemoteGateways ?? false,
        },
      };
  }
}

function region(name: string | undefined): { region?: string } {
  return name === undefined ? {} : { region: name };
}
