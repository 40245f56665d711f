import type { Action } from '../action.js';
import { all, created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSet } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import type { RouteTable, VpnGateway } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { dependencyViolation } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { attachments } from './gateways.js';
import { routeTableParam } from './route-tables.js';
import { vpcParam } from './vpc-view.js';

const FILTERS: Filters<VpnGateway> = {
  'vpn-gateway-id': (gateway) => gateway.id,
  'attachment.vpc-id': (gateway) => gateway.vpcId,
  'attachment.state': (gateway) => gateway.vpcId && 'attached',
  'amazon-side-asn': (gateway) => String(gateway.amazonSideAsn),
  state: () => 'available',
  type: () => 'ipsec.1',
};

const onGateway = named(KINDS.vpnGateway, 'VpnGatewayId');
const onVpc = named(KINDS.vpc, 'VpcId');
const propagation = all(named(KINDS.routeTable, 'RouteTableId'), named(KINDS.vpnGateway, 'GatewayId'));

/** Virtual private gateways: targets of routes, and where propagated routes come from. */
export const VPN_GATEWAY_ACTIONS: readonly Action[] = [
  {
    name: 'CreateVpnGateway',
    takes: ['Type', 'AmazonSideAsn', 'AvailabilityZone', 'TagSpecification'],
    needs: created(KINDS.vpnGateway),
    run: createGateway,
  },
  {
    name: 'AttachVpnGateway',
    takes: ['VpcId', 'VpnGatewayId'],
    needs: all(onVpc, onGateway),
    run: attachGateway,
  },
  {
    name: 'DetachVpnGateway',
    takes: ['VpcId', 'VpnGatewayId'],
    needs: all(onVpc, onGateway),
    run: detachGateway,
  },
  { name: 'DeleteVpnGateway', takes: ['VpnGatewayId'], needs: onGateway, run: deleteGateway },
  {
    name: 'DescribeVpnGateways',
    takes: ['VpnGatewayId', 'Filter'],
    run: (call) =>
      describe(call, call.world.vpnGateways, 'VpnGatewayId', {
        set: 'vpnGatewaySet',
        filters: FILTERS,
        view: gatewayView,
        tags: (gateway) => gateway.tags,
      }),
  },
  {
    name: 'EnableVgwRoutePropagation',
    takes: ['GatewayId', 'RouteTableId'],
    needs: propagation,
    run: enablePropagation,
  },
  {
    name: 'DisableVgwRoutePropagation',
    takes: ['GatewayId', 'RouteTableId'],
    needs: propagation,
    run: disablePropagation,
  },
];

function gatewayView(gateway: VpnGateway): XmlObject {
  return {
    vpnGatewayId: gateway.id,
    state: 'available',
    type: 'ipsec.1',
    attachments: attachments(gateway, 'attached'),
    amazonSideAsn: gateway.amazonSideAsn,
    tagSet: tagSet(gateway.tags),
  };
}

function gatewayParam(call: Call, name = 'VpnGatewayId'): VpnGateway {
  return call.world.vpnGateways.find(call, call.params.required(name));
}

function createGateway(call: Call): XmlObject {
  call.params.required('Type');
  const gateway = call.world.vpnGateways.add({
    id: call.aws.ids.fresh(KINDS.vpnGateway),
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(call.params, KINDS.vpnGateway.type),
    vpcId: undefined,
    amazonSideAsn: call.params.integer('AmazonSideAsn') ?? 64_512,
  });
  call.aws.consistency.changed(gateway.id, 'created', call.hiddenMs);
  return { vpnGateway: gatewayView(gateway) };
}

function attachGateway(call: Call): XmlObject {
  const gateway = gatewayParam(call);
  const vpc = vpcParam(call);
  if (gateway.vpcId !== undefined || call.world.vpnGateways.all().some(({ vpcId }) => vpcId === vpc.id)) {
    throw new Ec2Error(
      'VpnGatewayAttachmentLimitExceeded',
      `${gateway.id} or ${vpc.id} is attached already.`,
    );
  }
  gateway.vpcId = vpc.id;
  return { attachment: { vpcId: vpc.id, state: 'attaching' } };
}

function detachGateway(call: Call): undefined {
  const gateway = gatewayParam(call);
  const vpc = vpcParam(call);
  if (gateway.vpcId !== vpc.id) {
    throw new Ec2Error(
      'InvalidVpnGatewayAttachment.NotFound',
      `The attachment with vpn gateway ID '${gateway.id}' and vpc ID '${vpc.id}' does not exist`,
    );
  }
  gateway.vpcId = undefined;
  for (const table of call.world.routeTables.all()) stopPropagation(table, gateway.id);
}

function deleteGateway(call: Call): undefined {
  const gateway = gatewayParam(call);
  if (gateway.vpcId !== undefined) throw dependencyViolation('vpnGateway', gateway.id);
  call.world.vpnGateways.delete(gateway.id);
}

function enablePropagation(call: Call): undefined {
  const table = routeTableParam(call);
  const gateway = gatewayParam(call, 'GatewayId');
  if (gateway.vpcId !== table.vpcId) {
    throw new Ec2Error(
      'Gateway.NotAttached',
      `resource ${gateway.id} is not attached to network ${table.vpcId}`,
    );
  }
  if (!table.propagatingGateways.includes(gateway.id)) table.propagatingGateways.push(gateway.id);
}

function disablePropagation(call: Call): undefined {
  const table = routeTableParam(call);
  stopPropagation(table, gatewayParam(call, 'GatewayId').id);
}

/** The routes that came from the gateway go with it. */
function stopPropagation({ propagatingGateways, routes }: RouteTable, gatewayId: string): void {
  const index = propagatingGateways.indexOf(gatewayId);
  if (index < 0) return;
  propagatingGateways.splice(index, 1);
  for (const route of routes.filter(({ origin }) => origin === 'EnableVgwRoutePropagation')) {
    if (route.target.id === gatewayId) routes.splice(routes.indexOf(route), 1);
  }
}
