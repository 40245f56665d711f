import { type Action, PAGED } from '../action.js';
import { all, created, named, namedAll } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSet } from '../describe.js';
import { AMAZON } from '../state/aws-world.js';
import { KINDS } from '../state/kinds.js';
import type { RouteTable, VpcEndpoint } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidCombination, invalidValue } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { addInterface, defaultGroupId, groupsParam } from './network-interfaces.js';
import { vpcParam } from './vpc-view.js';

const TYPES = ['Gateway', 'Interface', 'GatewayLoadBalancer'];

const FILTERS: Filters<VpcEndpoint> = {
  'vpc-endpoint-id': (endpoint) => endpoint.id,
  'vpc-id': (endpoint) => endpoint.vpcId,
  'service-name': (endpoint) => endpoint.serviceName,
  'vpc-endpoint-type': (endpoint) => endpoint.endpointType,
  'vpc-endpoint-state': () => 'available',
  'ip-address-type': () => 'ipv4',
};

/** VPC endpoints: a gateway endpoint adds routes to a prefix list, a firewall's is a target of routes. */
export const VPC_ENDPOINT_ACTIONS: readonly Action[] = [
  {
    name: 'CreateVpcEndpoint',
    takes: [
      'VpcId',
      'VpcEndpointType',
      'ServiceName',
      'RouteTableId',
      'SubnetId',
      'SecurityGroupId',
      'PolicyDocument',
      'PrivateDnsEnabled',
      'TagSpecification',
      'ClientToken',
    ],
    needs: all(
      created(KINDS.vpcEndpoint),
      named(KINDS.vpc, 'VpcId'),
      namedAll(KINDS.routeTable, 'RouteTableId'),
      namedAll(KINDS.subnet, 'SubnetId'),
      namedAll(KINDS.securityGroup, 'SecurityGroupId'),
    ),
    run: createEndpoint,
  },
  {
    name: 'DescribeVpcEndpoints',
    takes: ['VpcEndpointId', ...PAGED],
    run: (call) =>
      describe(call, call.world.vpcEndpoints, 'VpcEndpointId', {
        set: 'vpcEndpointSet',
        filters: FILTERS,
        view: endpointView,
        tags: (endpoint) => endpoint.tags,
        pageSize: [1, 1000],
      }),
  },
  {
    name: 'DeleteVpcEndpoints',
    takes: ['VpcEndpointId'],
    needs: namedAll(KINDS.vpcEndpoint, 'VpcEndpointId'),
    run: deleteEndpoints,
  },
];

function endpointView(endpoint: VpcEndpoint, { world }: Call): XmlObject {
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: endpoint.endpointType,
    vpcId: endpoint.vpcId,
    serviceName: endpoint.serviceName,
    state: 'available',
    routeTableIdSet: endpoint.routeTableIds,
    subnetIdSet: endpoint.subnetIds,
    groupSet: endpoint.groupIds.map((groupId) => {
      return { groupId, groupName: world.securityGroups.get(groupId)?.name };
    }),
    ipAddressType: 'ipv4',
    privateDnsEnabled: false,
    requesterManaged: false,
    networkInterfaceIdSet: endpoint.networkInterfaceIds,
    dnsEntrySet: [],
    creationTimestamp: new Date(endpoint.createdAtMs).toISOString(),
    tagSet: tagSet(endpoint.tags),
    ownerId: endpoint.ownerId,
  };
}

function createEndpoint(call: Call): XmlObject {
  const { params, world, aws, accountId, region } = call;
  const vpc = vpcParam(call);
  const endpointType = typeParam(call);
  const serviceName = params.required('ServiceName');
  const list = endpointType === 'Gateway' ? amazonList(call, serviceName) : undefined;
  const tables = params.texts('RouteTableId').map((id) => world.routeTables.find(call, id));
  const subnets = params.texts('SubnetId').map((id) => world.subnets.find(call, id));
  const groupIds = groupsOf(call, vpc.id, endpointType);
  const id = aws.ids.fresh(KINDS.vpcEndpoint);
  const interfaces = subnets.map((subnet) =>
    addInterface(call, subnet, {
      description: `VPC Endpoint Interface ${id}`,
      interfaceType: endpointType === 'Interface' ? 'vpc_endpoint' : 'gateway_load_balancer_endpoint',
      groupIds,
      service: 'amazon-vpce',
    }),
  );
  const endpoint = world.vpcEndpoints.add({
    id,
    ownerId: accountId,
    region,
    tags: tagsFor(params, KINDS.vpcEndpoint.type),
    vpcId: vpc.id,
    endpointType,
    serviceName,
    routeTableIds: tables.map((table) => table.id),
    subnetIds: subnets.map((subnet) => subnet.id),
    groupIds,
    networkInterfaceIds: interfaces.map((eni) => eni.id),
    createdAtMs: aws.clock.now(),
  });
  if (list !== undefined) for (const table of tables) addRoute(table, list, id);
  aws.consistency.changed(id, 'created', call.hiddenMs);
  return { vpcEndpoint: { ...endpointView(endpoint, call), state: list ? 'available' : 'pending' } };
}

function typeParam({ params }: Call): string {
  const type = params.text('VpcEndpointType') ?? 'Gateway';
  if (!TYPES.includes(type)) throw invalidValue(`Value (${type}) for parameter vpcEndpointType is invalid.`);
  const wrong = type === 'Gateway' ? 'SubnetId' : 'RouteTableId';
  if (params.has(wrong)) throw invalidCombination(`${wrong} does not fit an endpoint of type ${type}.`);
  return type;
}

/** An interface endpoint without groups gets the default one. */
function groupsOf(call: Call, vpcId: string, endpointType: string): string[] {
  const given = groupsParam(call, vpcId);
  return endpointType === 'Interface' && given.length === 0 ? [defaultGroupId(call, vpcId)] : given;
}

/** A gateway endpoint exists for S3 and DynamoDB, whose addresses AWS keeps in a prefix list. */
function amazonList({ world, region }: Call, serviceName: string): string {
  const list = world.prefixLists
    .all()
    .find((one) => one.ownerId === AMAZON && one.region === region && one.name === serviceName);
  if (list) return list.id;
  throw new Ec2Error('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
}

function addRoute({ routes }: RouteTable, prefixListId: string, endpointId: string): void {
  routes.push({
    destination: { prefixListId },
    target: { element: 'gatewayId', id: endpointId },
    origin: 'CreateRoute',
  });
}

/** What can be deleted is, and the answer lists the rest. */
function deleteEndpoints(call: Call): XmlObject {
  const unsuccessful = call.params.texts('VpcEndpointId').flatMap((id) => {
    try {
      removeEndpoint(call, call.world.vpcEndpoints.find(call, id));
      return [];
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      return [{ error: { code: error.code, message: error.message }, resourceId: id }];
    }
  });
  return { unsuccessful };
}

/** The routes that a gateway endpoint made go with it; those to another kind stay, as black holes. */
function removeEndpoint({ world }: Call, endpoint: VpcEndpoint): void {
  for (const id of endpoint.networkInterfaceIds) world.networkInterfaces.delete(id);
  for (const table of world.routeTables.all()) {
    if (!endpoint.routeTableIds.includes(table.id)) continue;
    const index = table.routes.findIndex(({ target }) => target.id === endpoint.id);
    if (index >= 0) table.routes.splice(index, 1);
  }
  world.vpcEndpoints.delete(endpoint.id);
}
