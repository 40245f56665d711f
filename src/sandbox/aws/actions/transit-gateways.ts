import { type Action, PAGED } from '../action.js';
import { all, arnOf, created, named, namedAll } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSet } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import type { TransitGateway, TransitGatewayAttachment } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { vpcParam } from './vpc-view.js';

const GATEWAY_FILTERS: Filters<TransitGateway> = {
  'transit-gateway-id': (gateway) => gateway.id,
  'owner-id': (gateway) => gateway.ownerId,
  state: () => 'available',
  'options.amazon-side-asn': (gateway) => String(gateway.amazonSideAsn),
};

const ATTACHMENT_FILTERS: Filters<TransitGatewayAttachment> = {
  state: () => 'available',
  'transit-gateway-attachment-id': (attachment) => attachment.id,
  'transit-gateway-id': (attachment) => attachment.transitGatewayId,
};

const onGateway = named(KINDS.transitGateway, 'TransitGatewayId');

/** Transit gateways and the VPCs at them, as far as routes lead there; what lies behind is not modelled. */
export const TRANSIT_GATEWAY_ACTIONS: readonly Action[] = [
  {
    name: 'CreateTransitGateway',
    takes: ['Description', 'Options', 'TagSpecification'],
    needs: created(KINDS.transitGateway),
    run: createGateway,
  },
  {
    name: 'DescribeTransitGateways',
    takes: ['TransitGatewayIds', ...PAGED],
    run: (call) =>
      describe(call, call.world.transitGateways, 'TransitGatewayIds', {
        set: 'transitGatewaySet',
        filters: GATEWAY_FILTERS,
        view: gatewayView,
        tags: (gateway) => gateway.tags,
      }),
  },
  { name: 'DeleteTransitGateway', takes: ['TransitGatewayId'], needs: onGateway, run: deleteGateway },
  {
    name: 'CreateTransitGatewayVpcAttachment',
    takes: ['TransitGatewayId', 'VpcId', 'SubnetIds', 'Options', 'TagSpecifications'],
    needs: all(
      created(KINDS.transitGatewayAttachment),
      onGateway,
      named(KINDS.vpc, 'VpcId'),
      namedAll(KINDS.subnet, 'SubnetIds'),
    ),
    run: createAttachment,
  },
  {
    name: 'DescribeTransitGatewayVpcAttachments',
    takes: ['TransitGatewayAttachmentIds', ...PAGED],
    run: (call) =>
      describe(call, call.world.transitGatewayAttachments, 'TransitGatewayAttachmentIds', {
        set: 'transitGatewayVpcAttachments',
        filters: { ...ATTACHMENT_FILTERS, 'vpc-id': (attachment) => attachment.vpcId },
        view: vpcAttachmentView,
        tags: (attachment) => attachment.tags,
      }),
  },
  {
    name: 'DescribeTransitGatewayAttachments',
    takes: ['TransitGatewayAttachmentIds', ...PAGED],
    run: (call) =>
      describe(call, call.world.transitGatewayAttachments, 'TransitGatewayAttachmentIds', {
        set: 'transitGatewayAttachments',
        filters: {
          ...ATTACHMENT_FILTERS,
          'resource-id': (attachment) => attachment.vpcId,
          'resource-type': () => 'vpc',
          'resource-owner-id': (attachment) => attachment.ownerId,
          'transit-gateway-owner-id': (attachment) => attachment.ownerId,
        },
        view: attachmentView,
        tags: (attachment) => attachment.tags,
      }),
  },
  {
    name: 'DeleteTransitGatewayVpcAttachment',
    takes: ['TransitGatewayAttachmentId'],
    needs: named(KINDS.transitGatewayAttachment, 'TransitGatewayAttachmentId'),
    run: deleteAttachment,
  },
];

function gatewayView(gateway: TransitGateway): XmlObject {
  return {
    transitGatewayId: gateway.id,
    transitGatewayArn: arnOf(gateway.region, gateway.ownerId, KINDS.transitGateway.type, gateway.id),
    state: 'available',
    ownerId: gateway.ownerId,
    description: gateway.description,
    creationTime: new Date(gateway.createdAtMs).toISOString(),
    options: {
      amazonSideAsn: gateway.amazonSideAsn,
      autoAcceptSharedAttachments: 'disable',
      defaultRouteTableAssociation: 'enable',
      defaultRouteTablePropagation: 'enable',
      vpnEcmpSupport: 'enable',
      dnsSupport: 'enable',
      multicastSupport: 'disable',
    },
    tagSet: tagSet(gateway.tags),
  };
}

function vpcAttachmentView(attachment: TransitGatewayAttachment): XmlObject {
  return {
    transitGatewayAttachmentId: attachment.id,
    transitGatewayId: attachment.transitGatewayId,
    vpcId: attachment.vpcId,
    vpcOwnerId: attachment.ownerId,
    state: 'available',
    subnetIds: attachment.subnetIds,
    creationTime: new Date(attachment.createdAtMs).toISOString(),
    options: { dnsSupport: 'enable', ipv6Support: 'disable', applianceModeSupport: 'disable' },
    tagSet: tagSet(attachment.tags),
  };
}

function attachmentView(attachment: TransitGatewayAttachment): XmlObject {
  return {
    transitGatewayAttachmentId: attachment.id,
    transitGatewayId: attachment.transitGatewayId,
    transitGatewayOwnerId: attachment.ownerId,
    resourceOwnerId: attachment.ownerId,
    resourceType: 'vpc',
    resourceId: attachment.vpcId,
    state: 'available',
    creationTime: new Date(attachment.createdAtMs).toISOString(),
    tagSet: tagSet(attachment.tags),
  };
}

function gatewayParam(call: Call): TransitGateway {
  return call.world.transitGateways.find(call, call.params.required('TransitGatewayId'));
}

function createGateway(call: Call): XmlObject {
  const { params, aws } = call;
  const gateway = call.world.transitGateways.add({
    id: aws.ids.fresh(KINDS.transitGateway),
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(params, KINDS.transitGateway.type),
    description: params.text('Description') ?? '',
    amazonSideAsn: params.member('Options').integer('AmazonSideAsn') ?? 64_512,
    createdAtMs: aws.clock.now(),
  });
  aws.consistency.changed(gateway.id, 'created', call.hiddenMs);
  return { transitGateway: { ...gatewayView(gateway), state: 'pending' } };
}

function deleteGateway(call: Call): XmlObject {
  const gateway = gatewayParam(call);
  const { transitGateways, transitGatewayAttachments } = call.world;
  if (transitGatewayAttachments.all().some(({ transitGatewayId }) => transitGatewayId === gateway.id)) {
    throw new Ec2Error('IncorrectState', `${gateway.id} has non-deleted VPC Attachments.`);
  }
  transitGateways.delete(gateway.id);
  return { transitGateway: { ...gatewayView(gateway), state: 'deleting' } };
}

function createAttachment(call: Call): XmlObject {
  const { params, world, aws } = call;
  const gateway = gatewayParam(call);
  const vpc = vpcParam(call);
  const subnetIds = params.texts('SubnetIds').map((id) => world.subnets.find(call, id).id);
  if (subnetIds.length === 0) throw missingParameter('SubnetIds');
  const isDuplicate = world.transitGatewayAttachments
    .all()
    .some(({ transitGatewayId, vpcId }) => transitGatewayId === gateway.id && vpcId === vpc.id);
  if (isDuplicate) {
    throw new Ec2Error(
      'DuplicateTransitGatewayAttachment',
      `${gateway.id} has non-deleted Transit Gateway Attachments with same VPC ID.`,
    );
  }
  const attachment = world.transitGatewayAttachments.add({
    id: aws.ids.fresh(KINDS.transitGatewayAttachment),
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(params, KINDS.transitGatewayAttachment.type),
    transitGatewayId: gateway.id,
    vpcId: vpc.id,
    subnetIds,
    createdAtMs: aws.clock.now(),
  });
  aws.consistency.changed(attachment.id, 'created', call.hiddenMs);
  return { transitGatewayVpcAttachment: { ...vpcAttachmentView(attachment), state: 'pending' } };
}

function deleteAttachment(call: Call): XmlObject {
  const { params, world } = call;
  const id = params.required('TransitGatewayAttachmentId');
  const attachment = world.transitGatewayAttachments.find(call, id);
  world.transitGatewayAttachments.delete(id);
  return { transitGatewayVpcAttachment: { ...vpcAttachmentView(attachment), state: 'deleting' } };
}
