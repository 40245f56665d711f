import type { Call } from '../aws-context.js';
import { type Filters, tagSet } from '../describe.js';
import type { PeeringParty, VpcPeeringConnection } from '../state/peering-record.js';
import { isParty } from '../state/peering-visibility.js';
import type { XmlObject } from '../wire/xml.js';
import { ipv4Cidrs, ipv6Cidrs } from './vpc-view.js';

/** States in which the accepter has not (or never) agreed: its blocks are hidden, and the request shows when it expires. */
const UNACCEPTED: readonly string[] = [
  'initiating-request',
  'pending-acceptance',
  'failed',
  'expired',
  'rejected',
];

/** A peering connection as this account sees it in this region. */
export function peeringView(pcx: VpcPeeringConnection, call: Call): XmlObject {
  const code = call.aws.consistency.statusShown(pcx.id, pcx.status);
  return {
    vpcPeeringConnectionId: pcx.id,
    requesterVpcInfo: partyView(call, pcx, pcx.requester, code),
    accepterVpcInfo: partyView(call, pcx, pcx.accepter, code),
    status: { code, message: code === pcx.status ? pcx.message : messageOf(code, pcx) },
    expirationTime: UNACCEPTED.includes(code) ? new Date(pcx.expiresAtMs).toISOString() : undefined,
    tagSet: tagSet(tagsOn(pcx, call)),
  };
}

/** What a status says while an earlier one is shown. */
function messageOf(code: string, { accepter }: VpcPeeringConnection): string {
  if (code === 'initiating-request') return `Initiating Request to ${accepter.ownerId}`;
  if (code === 'pending-acceptance') return `Pending Acceptance by ${accepter.ownerId}`;
  return `${code.charAt(0).toUpperCase()}${code.slice(1)}`;
}

/** Before the request is accepted, the accepter's side is an owner, a VPC id and a region (recorded). */
function partyView(call: Call, pcx: VpcPeeringConnection, party: PeeringParty, code: string): XmlObject {
  const { ownerId, vpcId, region } = party;
  if (hidesBlocks(call, pcx, party, code)) return { ownerId, vpcId, region };
  const vpc = call.world.vpcs.get(vpcId);
  const ipv4 = vpc ? ipv4Cidrs(vpc).map(({ cidr }) => cidr.toString()) : [];
  const ipv6 = vpc ? ipv6Cidrs(vpc).map(({ cidr }) => cidr.toString()) : [];
  return {
    ownerId,
    vpcId,
    cidrBlock: ipv4[0],
    ...(ipv4.length > 0 ? { cidrBlockSet: ipv4.map((cidrBlock) => ({ cidrBlock })) } : {}),
    ...(ipv6.length > 0 ? { ipv6CidrBlockSet: ipv6.map((ipv6CidrBlock) => ({ ipv6CidrBlock })) } : {}),
    // The other account's options are its own business (recorded).
    ...(party.ownerId === call.accountId ? { peeringOptions: optionsView(party) } : {}),
    region,
  };
}

function hidesBlocks(call: Call, pcx: VpcPeeringConnection, party: PeeringParty, code: string): boolean {
  if (!UNACCEPTED.includes(code)) return false;
  if (party === pcx.accepter) return true;
  return call.aws.consistency.hidesRequesterCidr && party.ownerId !== call.accountId;
}

/** The options of one side; the two about ClassicLink mean nothing any more. */
export function optionsView({ allowDnsResolutionFromRemoteVpc }: PeeringParty): XmlObject {
  return {
    allowEgressFromLocalClassicLinkToRemoteVpc: false,
    allowEgressFromLocalVpcToRemoteClassicLink: false,
    allowDnsResolutionFromRemoteVpc,
  };
}

/** Where an account keeps its tags on a peering connection. */
export function sideKey({ accountId, region }: Pick<Call, 'accountId' | 'region'>): string {
  return `${accountId}/${region}`;
}

/** The tags that this account has put on it in this region. */
export function tagsOn(pcx: VpcPeeringConnection, call: Call): ReadonlyMap<string, string> {
  return pcx.tagsBySide.get(sideKey(call)) ?? new Map();
}

/** True when the caller may act as the accepter, from this region. */
export function actsAsAccepter(pcx: VpcPeeringConnection, call: Call): boolean {
  return isParty(pcx.accepter, call);
}

const block = (side: 'requester' | 'accepter') => (pcx: VpcPeeringConnection, call: Call) => {
  if (hidesBlocks(call, pcx, pcx[side], pcx.status)) return [];
  const vpc = call.world.vpcs.get(pcx[side].vpcId);
  return vpc ? ipv4Cidrs(vpc).map(({ cidr }) => cidr.toString()) : [];
};

/** The filters of DescribeVpcPeeringConnections. */
export const PEERING_FILTERS: Filters<VpcPeeringConnection> = {
  'vpc-peering-connection-id': (pcx) => pcx.id,
  'status-code': (pcx) => pcx.status,
  'status-message': (pcx) => pcx.message,
  'expiration-time': (pcx) => new Date(pcx.expiresAtMs).toISOString(),
  'requester-vpc-info.owner-id': (pcx) => pcx.requester.ownerId,
  'requester-vpc-info.vpc-id': (pcx) => pcx.requester.vpcId,
  'requester-vpc-info.cidr-block': block('requester'),
  'accepter-vpc-info.owner-id': (pcx) => pcx.accepter.ownerId,
  'accepter-vpc-info.vpc-id': (pcx) => pcx.accepter.vpcId,
  'accepter-vpc-info.cidr-block': block('accepter'),
};
