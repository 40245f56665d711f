import { formatAddress } from '../../../path/address.js';
import { type Action, PAGED } from '../action.js';
import { all, created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSet } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import type { ElasticIp, NatGateway } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidValue, missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { addInterface } from './network-interfaces.js';

const NAT_FILTERS: Filters<NatGateway> = {
  'nat-gateway-id': (nat) => nat.id,
  state: stateOf,
  'subnet-id': (nat) => nat.subnetId,
  'vpc-id': (nat) => nat.vpcId,
};

const ADDRESS_FILTERS: Filters<ElasticIp> = {
  'allocation-id': (address) => address.id,
  'public-ip': (address) => address.publicIp,
  domain: () => 'vpc',
};

/** NAT gateways, which are there at once, and the public addresses that they need. */
export const NAT_GATEWAY_ACTIONS: readonly Action[] = [
  {
    name: 'CreateNatGateway',
    takes: ['SubnetId', 'AllocationId', 'ConnectivityType', 'TagSpecification', 'ClientToken'],
    needs: all(
      created(KINDS.natGateway),
      named(KINDS.subnet, 'SubnetId'),
      named(KINDS.elasticIp, 'AllocationId'),
    ),
    run: createNat,
  },
  {
    name: 'DescribeNatGateways',
    takes: ['NatGatewayId', ...PAGED],
    run: (call) =>
      describe(call, call.world.natGateways, 'NatGatewayId', {
        set: 'natGatewaySet',
        filters: NAT_FILTERS,
        view: natView,
        tags: (nat) => nat.tags,
      }),
  },
  {
    name: 'DeleteNatGateway',
    takes: ['NatGatewayId'],
    needs: named(KINDS.natGateway, 'NatGatewayId'),
    run: deleteNat,
  },
  {
    name: 'AllocateAddress',
    takes: ['Domain', 'TagSpecification'],
    needs: created(KINDS.elasticIp),
    run: allocate,
  },
  {
    name: 'DescribeAddresses',
    takes: ['AllocationId', 'Filter'],
    run: (call) =>
      describe(call, call.world.elasticIps, 'AllocationId', {
        set: 'addressesSet',
        filters: ADDRESS_FILTERS,
        view: addressView,
        tags: (address) => address.tags,
      }),
  },
  {
    name: 'ReleaseAddress',
    takes: ['AllocationId'],
    needs: named(KINDS.elasticIp, 'AllocationId'),
    run: release,
  },
];

function stateOf({ deletedAtMs }: NatGateway): string {
  return deletedAtMs === undefined ? 'available' : 'deleted';
}

function natView(nat: NatGateway, { world }: Call): XmlObject {
  const address = world.elasticIps.get(nat.allocationId ?? '');
  return {
    natGatewayId: nat.id,
    subnetId: nat.subnetId,
    vpcId: nat.vpcId,
    state: stateOf(nat),
    createTime: new Date(nat.createdAtMs).toISOString(),
    deleteTime: nat.deletedAtMs === undefined ? undefined : new Date(nat.deletedAtMs).toISOString(),
    natGatewayAddressSet: [
      {
        allocationId: nat.allocationId,
        networkInterfaceId: nat.networkInterfaceId,
        privateIp: nat.privateIp,
        publicIp: address?.publicIp,
        isPrimary: true,
        status: 'succeeded',
      },
    ],
    connectivityType: nat.connectivityType,
    tagSet: tagSet(nat.tags),
  };
}

function createNat(call: Call): XmlObject {
  const { params, world, aws } = call;
  const subnet = world.subnets.find(call, params.required('SubnetId'));
  const connectivityType = params.text('ConnectivityType') ?? 'public';
  const address = addressParam(call, connectivityType);
  const id = aws.ids.fresh(KINDS.natGateway);
  const eni = addInterface(call, subnet, {
    description: `Interface for NAT Gateway ${id}`,
    interfaceType: 'nat_gateway',
    groupIds: [],
    service: 'amazon-nat',
  });
  const nat = world.natGateways.add({
    id,
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(params, KINDS.natGateway.type),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    connectivityType,
    networkInterfaceId: eni.id,
    privateIp: eni.privateAddresses[0] ?? '',
    allocationId: address?.id,
    createdAtMs: aws.clock.now(),
    deletedAtMs: undefined,
  });
  if (address) address.natGatewayId = nat.id;
  aws.consistency.changed(nat.id, 'created', call.hiddenMs);
  return { natGateway: { ...natView(nat, call), state: 'pending' } };
}

/** A public gateway needs an address that no other one has. */
function addressParam(call: Call, connectivityType: string): ElasticIp | undefined {
  const { params, world } = call;
  if (connectivityType !== 'public' && connectivityType !== 'private') {
    throw invalidValue(`Value (${connectivityType}) for parameter connectivityType is invalid.`);
  }
  if (!params.has('AllocationId')) {
    if (connectivityType === 'public') throw missingParameter('AllocationId');
    return undefined;
  }
  const address = world.elasticIps.find(call, params.required('AllocationId'));
  if (address.natGatewayId === undefined) return address;
  throw new Ec2Error(
    'Resource.AlreadyAssociated',
    `Elastic IP address [${address.id}] is already associated`,
  );
}

function deleteNat(call: Call): XmlObject {
  const nat = call.world.natGateways.find(call, call.params.required('NatGatewayId'));
  nat.deletedAtMs ??= call.aws.clock.now();
  call.world.networkInterfaces.delete(nat.networkInterfaceId);
  const address = call.world.elasticIps.get(nat.allocationId ?? '');
  if (address) address.natGatewayId = undefined;
  return { natGatewayId: nat.id };
}

/** Addresses are taken from 203.0.113.0/24 and its like, which are set aside for examples (RFC 5737). */
function allocate(call: Call): XmlObject {
  const number = call.aws.ids.number('elastic-ip', 254);
  const address = call.world.elasticIps.add({
    id: call.aws.ids.fresh(KINDS.elasticIp),
    ownerId: call.accountId,
    region: call.region,
    tags: tagsFor(call.params, KINDS.elasticIp.type),
    publicIp: formatAddress(4, 0xcb00_7101n + BigInt(number)),
    natGatewayId: undefined,
  });
  return {
    publicIp: address.publicIp,
    allocationId: address.id,
    domain: 'vpc',
    networkBorderGroup: call.region,
  };
}

function addressView(address: ElasticIp, call: Call): XmlObject {
  return {
    publicIp: address.publicIp,
    allocationId: address.id,
    domain: 'vpc',
    networkInterfaceId: call.world.natGateways.get(address.natGatewayId ?? '')?.networkInterfaceId,
    networkBorderGroup: call.region,
    tagSet: tagSet(address.tags),
  };
}

function release(call: Call): undefined {
  const address = call.world.elasticIps.find(call, call.params.required('AllocationId'));
  if (address.natGatewayId !== undefined) {
    throw new Ec2Error('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
  }
  call.world.elasticIps.delete(address.id);
}
