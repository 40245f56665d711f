import { type Action, PAGED } from '../action.js';
import { all, created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSet } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import type { Gateway } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { dependencyViolation } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { vpcParam } from './vpc-view.js';

const ATTACHED: Filters<Gateway> = {
  'attachment.vpc-id': (gateway) => gateway.vpcId,
  'attachment.state': (gateway) => gateway.vpcId && 'available',
  'owner-id': (gateway) => gateway.ownerId,
};

const onGateway = named(KINDS.internetGateway, 'InternetGatewayId');
const onVpc = named(KINDS.vpc, 'VpcId');

/** Internet gateways, and the egress-only ones of IPv6: here they matter as targets of routes. */
export const GATEWAY_ACTIONS: readonly Action[] = [
  {
    name: 'CreateInternetGateway',
    takes: ['TagSpecification'],
    needs: created(KINDS.internetGateway),
    run: createGateway,
  },
  {
    name: 'AttachInternetGateway',
    takes: ['InternetGatewayId', 'VpcId'],
    needs: all(onGateway, onVpc),
    run: attachGateway,
  },
  {
    name: 'DetachInternetGateway',
    takes: ['InternetGatewayId', 'VpcId'],
    needs: all(onGateway, onVpc),
    run: detachGateway,
  },
  { name: 'DeleteInternetGateway', takes: ['InternetGatewayId'], needs: onGateway, run: deleteGateway },
  {
    name: 'DescribeInternetGateways',
    takes: ['InternetGatewayId', ...PAGED],
    run: (call) =>
      describe(call, call.world.internetGateways, 'InternetGatewayId', {
        set: 'internetGatewaySet',
        filters: { ...ATTACHED, 'internet-gateway-id': (gateway) => gateway.id },
        view: gatewayView,
        tags: (gateway) => gateway.tags,
      }),
  },
  {
    name: 'CreateEgressOnlyInternetGateway',
    takes: ['VpcId', 'TagSpecification', 'ClientToken'],
    needs: all(created(KINDS.egressOnlyInternetGateway), onVpc),
    run: createEgressOnly,
  },
  {
    name: 'DeleteEgressOnlyInternetGateway',
    takes: ['EgressOnlyInternetGatewayId'],
    needs: named(KINDS.egressOnlyInternetGateway, 'EgressOnlyInternetGatewayId'),
    run: deleteEgressOnly,
  },
  {
    name: 'DescribeEgressOnlyInternetGateways',
    takes: ['EgressOnlyInternetGatewayId', ...PAGED],
    run: (call) =>
      describe(call, call.world.egressOnlyInternetGateways, 'EgressOnlyInternetGatewayId', {
        set: 'egressOnlyInternetGatewaySet',
        filters: ATTACHED,
        view: egressOnlyView,
        tags: (gateway) => gateway.tags,
        pageSize: [5, 255],
      }),
  },
];

/** What a gateway is attached to; the states of the two kinds have different names. */
export function attachments({ vpcId }: Gateway, state: string): XmlObject[] {
  return vpcId === undefined ? [] : [{ vpcId, state }];
}

function gatewayView(gateway: Gateway): XmlObject {
  return {
    internetGatewayId: gateway.id,
    ownerId: gateway.ownerId,
    attachmentSet: attachments(gateway, 'available'),
    tagSet: tagSet(gateway.tags),
  };
}

function egressOnlyView(gateway: Gateway): XmlObject {
  return {
    egressOnlyInternetGatewayId: gateway.id,
    attachmentSet: attachments(gateway, 'attached'),
    tagSet: tagSet(gateway.tags),
  };
}

function createGateway(call: Call): XmlObject {
  const gateway = call.world.internetGateways.add({
    id: call.aws.ids.fresh(KINDS.internetGateway),
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(call.params, KINDS.internetGateway.type),
    vpcId: undefined,
  });
  call.aws.consistency.changed(gateway.id, 'created', call.hiddenMs);
  return { internetGateway: gatewayView(gateway) };
}

function gatewayParam(call: Call): Gateway {
  return call.world.internetGateways.find(call, call.params.required('InternetGatewayId'));
}

function attachGateway(call: Call): undefined {
  const gateway = gatewayParam(call);
  const vpc = vpcParam(call);
  const taken = call.world.internetGateways.all().some(({ vpcId }) => vpcId === vpc.id);
  if (gateway.vpcId !== undefined || taken) {
    const what = taken ? `network ${vpc.id}` : gateway.id;
    throw new Ec2Error('Resource.AlreadyAssociated', `resource ${what} is already attached`);
  }
  gateway.vpcId = vpc.id;
}

function detachGateway(call: Call): undefined {
  const gateway = gatewayParam(call);
  const vpc = vpcParam(call);
  if (gateway.vpcId !== vpc.id) {
    throw new Ec2Error('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${vpc.id}`);
  }
  gateway.vpcId = undefined;
}

function deleteGateway(call: Call): undefined {
  const gateway = gatewayParam(call);
  if (gateway.vpcId !== undefined) throw dependencyViolation('internetGateway', gateway.id);
  call.world.internetGateways.delete(gateway.id);
}

function createEgressOnly(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const gateway = call.world.egressOnlyInternetGateways.add({
    id: call.aws.ids.fresh(KINDS.egressOnlyInternetGateway),
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(call.params, KINDS.egressOnlyInternetGateway.type),
    vpcId: vpc.id,
  });
  return { egressOnlyInternetGateway: egressOnlyView(gateway) };
}

function deleteEgressOnly(call: Call): XmlObject {
  const id = call.params.required('EgressOnlyInternetGatewayId');
  call.world.egressOnlyInternetGateways.delete(call.world.egressOnlyInternetGateways.find(call, id).id);
  return { returnCode: true };
}
