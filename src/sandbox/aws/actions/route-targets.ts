import type { Call } from '../aws-context.js';
import { isEnded } from '../peering-life.js';
import { KINDS, kindOf } from '../state/kinds.js';
import type { RouteTable, RouteTarget } from '../state/records.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidCombination, invalidValue, missingParameter, notFound } from '../wire/errors.js';

/** Finds what one parameter names, and says under which element a route shows it. */
type Reader = (call: Call, id: string, table: RouteTable) => RouteTarget;

const READERS = {
  VpcPeeringConnectionId: peering,
  GatewayId: gateway,
  VpcEndpointId: (call: Call, id: string): RouteTarget => ({
    element: 'gatewayId',
    id: call.world.vpcEndpoints.find(call, id).id,
  }),
  NatGatewayId: (call: Call, id: string): RouteTarget => ({
    element: 'natGatewayId',
    id: call.world.natGateways.find(call, id).id,
  }),
  TransitGatewayId: transitGateway,
  NetworkInterfaceId: (call: Call, id: string): RouteTarget => ({
    element: 'networkInterfaceId',
    id: call.world.networkInterfaces.find(call, id).id,
  }),
  InstanceId: interfaceOfInstance,
  EgressOnlyInternetGatewayId: (call: Call, id: string): RouteTarget => ({
    element: 'egressOnlyInternetGatewayId',
    id: call.world.egressOnlyInternetGateways.find(call, id).id,
  }),
} satisfies Record<string, Reader>;

/** The parameters that name a target. */
export const TARGET_PARAMETERS = Object.keys(READERS).filter(isTargetParameter);

/**
 * The one target that a request names.
 * @throws {Ec2Error} `MissingParameter`, `InvalidParameterCombination`, or that of the target's kind
 */
export function routeTarget(call: Call, table: RouteTable): RouteTarget {
  const given = TARGET_PARAMETERS.filter((name) => call.params.has(name));
  const [name] = given;
  if (name === undefined) {
    throw missingParameter(
      'gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId or another target',
    );
  }
  if (given.length > 1)
    throw invalidCombination(`The parameters ${given.join(' and ')} cannot be used together`);
  return READERS[name](call, call.params.required(name), table);
}

function isTargetParameter(name: string): name is keyof typeof READERS {
  return Object.hasOwn(READERS, name);
}

/** A request that waits for acceptance can be a target already; the route is a black hole until then. */
function peering(call: Call, id: string, table: RouteTable): RouteTarget {
  const pcx = call.world.vpcPeeringConnections.find(call, id);
  if (pcx.requester.vpcId !== table.vpcId && pcx.accepter.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.id} and interface ${id} belong to different networks`);
  }
  // For a route, one that has ended is as good as unknown, though descriptions still show it.
  if (isEnded(pcx)) throw notFound(KINDS.vpcPeeringConnection, id);
  return { element: 'vpcPeeringConnectionId', id };
}

/** `igw-`, `vgw-`, and `vpce-` from clients that know no parameter of its own for it. */
function gateway(call: Call, id: string, table: RouteTable): RouteTarget {
  const { world } = call;
  const type = kindOf(id)?.prefix;
  if (type === 'vpce') return { element: 'gatewayId', id: world.vpcEndpoints.find(call, id).id };
  const found = type === 'vgw' ? world.vpnGateways.find(call, id) : world.internetGateways.find(call, id);
  if (found.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.id} and network gateway ${id} belong to different networks`);
  }
  return { element: 'gatewayId', id };
}

function transitGateway(call: Call, id: string, table: RouteTable): RouteTarget {
  const { world } = call;
  world.transitGateways.find(call, id);
  const attached = world.transitGatewayAttachments
    .all()
    .some((attachment) => attachment.transitGatewayId === id && attachment.vpcId === table.vpcId);
  if (attached) return { element: 'transitGatewayId', id };
  throw new Ec2Error('InvalidTransitGatewayID.NotFound', `The transitGateway ID '${id}' does not exist`);
}

function interfaceOfInstance(call: Call, id: string): RouteTarget {
  const eni = call.world.networkInterfaces.list(call).find(({ attachment }) => attachment?.instanceId === id);
  if (eni) return { element: 'networkInterfaceId', id: eni.id };
  throw new Ec2Error('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
}
