import { type Action, PAGED } from '../action.js';
import { all, created, type Needed, named, needed, vpcArn } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe } from '../describe.js';
import { isLive } from '../peering-life.js';
import { isRegion } from '../regions.js';
import { KINDS } from '../state/kinds.js';
import type { PeeringParty, VpcPeeringConnection } from '../state/peering-record.js';
import { isParty } from '../state/peering-visibility.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidValue, notFound } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { modifyPeeringOptions } from './peering-options.js';
import { actsAsAccepter, PEERING_FILTERS, peeringView, sideKey, tagsOn } from './peering-view.js';
import { vpcParam } from './vpc-view.js';

const onPeering = named(KINDS.vpcPeeringConnection, 'VpcPeeringConnectionId');

/** VPC peering connections. */
export const PEERING_ACTIONS: readonly Action[] = [
  {
    name: 'CreateVpcPeeringConnection',
    takes: ['VpcId', 'PeerVpcId', 'PeerOwnerId', 'PeerRegion', 'TagSpecification'],
    needs: all(named(KINDS.vpc, 'VpcId'), requested),
    run: createPeering,
  },
  {
    name: 'DescribeVpcPeeringConnections',
    takes: ['VpcPeeringConnectionId', ...PAGED],
    run: (call) =>
      describe(call, call.world.vpcPeeringConnections, 'VpcPeeringConnectionId', {
        set: 'vpcPeeringConnectionSet',
        filters: PEERING_FILTERS,
        view: peeringView,
        tags: tagsOn,
      }),
  },
  {
    name: 'AcceptVpcPeeringConnection',
    takes: ['VpcPeeringConnectionId'],
    needs: all(acceptersVpc, onPeering),
    run: acceptPeering,
  },
  {
    name: 'RejectVpcPeeringConnection',
    takes: ['VpcPeeringConnectionId'],
    needs: onPeering,
    run: rejectPeering,
  },
  {
    name: 'DeleteVpcPeeringConnection',
    takes: ['VpcPeeringConnectionId'],
    needs: onPeering,
    run: deletePeering,
  },
  modifyPeeringOptions,
];

/** The connection that is about to be made, with both ends for `ec2:RequesterVpc` and `ec2:AccepterVpc`. */
function requested(call: Call): Needed[] {
  const { requester, accepter } = partiesIn(call);
  return created(KINDS.vpcPeeringConnection)(call).map(({ resource, context }) => ({
    resource,
    context: { ...context, 'ec2:requestervpc': vpcArn(requester), 'ec2:acceptervpc': vpcArn(accepter) },
  }));
}

/** Accepting needs the permission on the accepter's VPC too. */
function acceptersVpc(call: Call): Needed[] {
  const id = call.params.text('VpcPeeringConnectionId') ?? '';
  const pcx = call.world.vpcPeeringConnections.peek(call, id);
  return pcx ? [needed(call, KINDS.vpc, pcx.accepter.vpcId)] : [];
}

function partiesIn({ params, accountId, region }: Call): Record<'requester' | 'accepter', PeeringParty> {
  const none = { allowDnsResolutionFromRemoteVpc: false };
  return {
    requester: { ownerId: accountId, vpcId: params.text('VpcId') ?? '', region, ...none },
    accepter: {
      ownerId: params.text('PeerOwnerId') ?? accountId,
      vpcId: params.text('PeerVpcId') ?? '',
      region: params.text('PeerRegion') ?? region,
      ...none,
    },
  };
}

function peeringParam(call: Call): VpcPeeringConnection {
  return call.world.vpcPeeringConnections.find(call, call.params.required('VpcPeeringConnectionId'));
}

function createPeering(call: Call): XmlObject {
  const { aws, params } = call;
  vpcParam(call);
  vpcIdParam(call, 'PeerVpcId');
  const { requester, accepter } = partiesIn(call);
  if (!/^\d{12}$/.test(accepter.ownerId)) {
    throw invalidValue(`Value (${accepter.ownerId}) for parameter peerOwnerId is invalid.`);
  }
  if (!isRegion(accepter.region)) throw invalidValue(`Invalid value '${accepter.region}' for peerRegion.`);
  const tags = tagsFor(params, KINDS.vpcPeeringConnection.type);
  // A second request for the same two VPCs, in the same direction, is answered with the connection that exists.
  const existing = livePeering(call, requester, accepter);
  if (existing) return { vpcPeeringConnection: peeringView(existing, call) };
  checkOutstanding(call);
  const pcx = aws.peerings.request(requester, accepter);
  pcx.tagsBySide.set(sideKey(call), tags);
  aws.consistency.changed(pcx.id, 'created', call.hiddenMs);
  return { vpcPeeringConnection: peeringView(pcx, call) };
}

function vpcIdParam(call: Call, name: string): void {
  const id = call.params.required(name);
  if (/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) return;
  throw new Ec2Error(KINDS.vpc.malformed, `Invalid id: "${id}"`);
}

function livePeering(
  { world }: Call,
  requester: PeeringParty,
  accepter: PeeringParty,
): VpcPeeringConnection | undefined {
  return world.vpcPeeringConnections
    .all()
    .find(
      (pcx) =>
        isLive(pcx) && pcx.requester.vpcId === requester.vpcId && pcx.accepter.vpcId === accepter.vpcId,
    );
}

function checkOutstanding(call: Call): void {
  const limit = call.aws.limits.of(call.accountId).pendingPeerings;
  const outstanding = call.world.vpcPeeringConnections
    .all()
    .filter(({ requester }) => requester.ownerId === call.accountId)
    .filter(({ status }) => status === 'initiating-request' || status === 'pending-acceptance');
  if (outstanding.length < limit) return;
  throw new Ec2Error(
    'OutstandingVpcPeeringConnectionLimitExceeded',
    `The maximum number of outstanding VPC peering connection requests (${limit}) has been reached.`,
  );
}

function acceptPeering(call: Call): XmlObject {
  const pcx = peeringParam(call);
  if (!actsAsAccepter(pcx, call)) throw notTheAccepter(call, pcx, 'accept');
  if (pcx.status !== 'pending-acceptance') throw wrongTransition(pcx, 'active');
  const twin = call.world.vpcPeeringConnections.all().find((other) => other !== pcx && joinsSame(other, pcx));
  if (twin) {
    throw new Ec2Error(
      'VpcPeeringConnectionAlreadyExists',
      `The vpc peering connection identified by ${pcx.id} already exists.`,
    );
  }
  if (!call.world.vpcs.get(pcx.accepter.vpcId)) throw notFound(KINDS.vpc, pcx.accepter.vpcId);
  checkActive(call, pcx);
  call.aws.peerings.accept(pcx);
  return { vpcPeeringConnection: peeringView(pcx, call) };
}

/** Two VPCs can be joined once, whichever of them asked. */
function joinsSame(other: VpcPeeringConnection, pcx: VpcPeeringConnection): boolean {
  if (other.status !== 'active' && other.status !== 'provisioning') return false;
  const pair = [pcx.requester.vpcId, pcx.accepter.vpcId];
  return pair.includes(other.requester.vpcId) && pair.includes(other.accepter.vpcId);
}

function checkActive(call: Call, { accepter }: VpcPeeringConnection): void {
  const limit = call.aws.limits.of(call.accountId).peeringsPerVpc;
  const active = call.world.vpcPeeringConnections.all().filter((other) => {
    const joined = other.requester.vpcId === accepter.vpcId || other.accepter.vpcId === accepter.vpcId;
    return joined && (other.status === 'active' || other.status === 'provisioning');
  });
  if (active.length < limit) return;
  throw new Ec2Error(
    'ActiveVpcPeeringConnectionPerVpcLimitExceeded',
    `The maximum number of active VPC peering connections (${limit}) has been reached for the VPC '${accepter.vpcId}'.`,
  );
}

function rejectPeering(call: Call): XmlObject {
  const pcx = peeringParam(call);
  if (!actsAsAccepter(pcx, call)) throw notTheAccepter(call, pcx, 'reject');
  if (pcx.status !== 'pending-acceptance') throw wrongTransition(pcx, 'rejected');
  call.aws.peerings.reject(pcx);
  return { return: true };
}

/** Either owner may delete an active connection; a request only who made it. */
function deletePeering(call: Call): XmlObject {
  const pcx = peeringParam(call);
  const isPending = pcx.status === 'initiating-request' || pcx.status === 'pending-acceptance';
  if (!isPending && pcx.status !== 'active') throw wrongTransition(pcx, 'deleting');
  const isRequester = isParty(pcx.requester, call);
  if (isPending && !isRequester) {
    throw new Ec2Error('OperationNotPermitted', `User (${call.accountId}) cannot delete peering ${pcx.id}`);
  }
  call.aws.peerings.delete(pcx, isRequester ? 'requester' : 'accepter');
  return { return: true };
}

/** In one account, the region is what is wrong; otherwise the account. */
function notTheAccepter(call: Call, { id, accepter }: VpcPeeringConnection, verb: string): Ec2Error {
  const message =
    accepter.ownerId === call.accountId
      ? `Incorrect region (${call.region}) specified for this request. VPC peering connection ${id} must be ${verb}ed in region ${accepter.region}`
      : `User (${call.accountId}) cannot ${verb} peering ${id}`;
  return new Ec2Error('OperationNotPermitted', message);
}

/** The wording of a real answer: "attempted to transition from failed to deleting". */
function wrongTransition({ id, status }: VpcPeeringConnection, to: string): Ec2Error {
  return new Ec2Error(
    'InvalidStateTransition',
    `Invalid state transition for ${id}, attempted to transition from ${status} to ${to}`,
  );
}
