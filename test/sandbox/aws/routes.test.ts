import type { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  activePeering,
  ec2Of,
  given,
  mainTable,
  newVpc,
  pendingRequest,
  refusal,
  startAws,
} from './helpers/aws.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAws();
});
afterEach(() => sandbox.close());

/** The routes of a table besides its local ones. */
async function routesOf(ec2: EC2, tableId: string) {
  const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [tableId] });
  return given(RouteTables?.[0]?.Routes).filter(({ GatewayId }) => GatewayId !== 'local');
}

const tableOf = async (ec2: EC2, vpcId: string) => given((await mainTable(ec2, vpcId)).RouteTableId);

describe('the target', () => {
  test('a route to a pending request is a black hole', async () => {
    const { customer, vpcId, pcx } = await pendingRequest(sandbox);
    const table = await tableOf(customer, vpcId);
    const route = {
      RouteTableId: table,
      DestinationCidrBlock: '192.168.0.0/16',
      VpcPeeringConnectionId: pcx,
    };
    expect((await customer.createRoute(route)).Return).toBe(true);
    expect(await routesOf(customer, table)).toEqual([
      {
        DestinationCidrBlock: '192.168.0.0/16',
        VpcPeeringConnectionId: pcx,
        State: 'blackhole',
        Origin: 'CreateRoute',
      },
    ]);
    await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
    expect(await routesOf(customer, table)).toMatchObject([{ State: 'blackhole' }]);
    await sandbox.clock.advance(1000);
    expect(await routesOf(customer, table)).toMatchObject([{ State: 'active' }]);
  });

  test('the route outlives the peering, as a black hole', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const route = {
      RouteTableId: table,
      DestinationCidrBlock: '192.168.0.0/16',
      VpcPeeringConnectionId: pcx,
    };
    await customer.createRoute(route);
    await customer.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
    const dead = [{ VpcPeeringConnectionId: pcx, State: 'blackhole' }];
    expect(await routesOf(customer, table)).toMatchObject(dead);
    await sandbox.clock.advance(3 * 86_400_000);
    expect(await routesOf(customer, table)).toMatchObject(dead);
    expect(await refusal(customer.replaceRoute(route))).toMatch(/^InvalidVpcPeeringConnectionID\.NotFound: /);
  });

  test('other targets turn into black holes too', async () => {
    const ec2 = ec2Of(sandbox);
    const vpcId = await newVpc(ec2);
    const table = await tableOf(ec2, vpcId);
    const subnet = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: '10.1.1.0/24' });
    const SubnetId = given(subnet.Subnet?.SubnetId);
    const gateway = await ec2.createInternetGateway({});
    const InternetGatewayId = given(gateway.InternetGateway?.InternetGatewayId);
    await ec2.attachInternetGateway({ InternetGatewayId, VpcId: vpcId });
    const nat = await ec2.createNatGateway({ SubnetId, ConnectivityType: 'private' });
    const NatGatewayId = given(nat.NatGateway?.NatGatewayId);
    const eni = await ec2.createNetworkInterface({ SubnetId });
    const NetworkInterfaceId = given(eni.NetworkInterface?.NetworkInterfaceId);
    const add = (DestinationCidrBlock: string, target: object) =>
      ec2.createRoute({ RouteTableId: table, DestinationCidrBlock, ...target });
    await add('0.0.0.0/0', { GatewayId: InternetGatewayId });
    await add('172.16.0.0/16', { NatGatewayId });
    await add('172.17.0.0/16', { NetworkInterfaceId });
    const states = async () => (await routesOf(ec2, table)).map(({ State }) => State);
    expect(await states()).toEqual(['active', 'active', 'blackhole']);

    await ec2.attachNetworkInterface({ NetworkInterfaceId, InstanceId: 'i-12345678', DeviceIndex: 1 });
    expect(await routesOf(ec2, table)).toContainEqual(
      expect.objectContaining({ NetworkInterfaceId, InstanceId: 'i-12345678', State: 'active' }),
    );
    await ec2.detachInternetGateway({ InternetGatewayId, VpcId: vpcId });
    await ec2.deleteNatGateway({ NatGatewayId });
    expect(await states()).toEqual(['blackhole', 'blackhole', 'active']);
  });

  test('there must be exactly one, of this VPC', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const to = { RouteTableId: table, DestinationCidrBlock: '192.168.0.0/16' };
    expect(await refusal(customer.createRoute(to))).toMatch(/^MissingParameter: /);
    const both = { ...to, VpcPeeringConnectionId: pcx, GatewayId: 'igw-12345678' };
    expect(await refusal(customer.createRoute(both))).toMatch(/^InvalidParameterCombination: /);
    const elsewhere = await tableOf(customer, await newVpc(customer, '10.9.0.0/16'));
    const foreign = { ...to, RouteTableId: elsewhere, VpcPeeringConnectionId: pcx };
    expect(await refusal(customer.createRoute(foreign))).toMatch(/belong to different networks$/);
    const unknown = { ...to, VpcPeeringConnectionId: 'pcx-12345678' };
    expect(await refusal(customer.createRoute(unknown))).toBe(
      "InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID 'pcx-12345678' does not exist",
    );
  });
});

describe('the destination', () => {
  test('host bits are dropped, also on delete', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const via = { RouteTableId: table, VpcPeeringConnectionId: pcx };
    await customer.createRoute({ ...via, DestinationCidrBlock: '100.68.0.18/18' });
    expect(await routesOf(customer, table)).toMatchObject([{ DestinationCidrBlock: '100.68.0.0/18' }]);
    await customer.deleteRoute({ RouteTableId: table, DestinationCidrBlock: '100.68.0.18/18' });
    expect(await routesOf(customer, table)).toEqual([]);
  });

  test('it may not lie in the VPC', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    for (const block of ['10.1.0.0/16', '10.1.4.0/24']) {
      const route = { RouteTableId: table, DestinationCidrBlock: block, VpcPeeringConnectionId: pcx };
      expect(await refusal(customer.createRoute(route))).toBe(
        `InvalidParameterValue: The destination CIDR block ${block} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
      );
    }
    const wider = { RouteTableId: table, DestinationCidrBlock: '10.0.0.0/8', VpcPeeringConnectionId: pcx };
    expect((await customer.createRoute(wider)).Return).toBe(true);
  });

  test.each(['169.254.169.0/24', '10.1.0.0', '10.1.0.0/33', ''])('%j is refused', async (block) => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const route = { RouteTableId: table, DestinationCidrBlock: block, VpcPeeringConnectionId: pcx };
    expect(await refusal(customer.createRoute(route))).toMatch(/^(InvalidParameterValue|MissingParameter): /);
  });

  test('IPv6 and prefix lists have routes of their own', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const { PrefixList } = await customer.createManagedPrefixList({
      PrefixListName: 'vendor',
      AddressFamily: 'IPv4',
      MaxEntries: 3,
      Entries: [{ Cidr: '192.168.0.0/16' }],
    });
    const DestinationPrefixListId = given(PrefixList?.PrefixListId);
    const via = { RouteTableId: table, VpcPeeringConnectionId: pcx };
    await customer.createRoute({ ...via, DestinationPrefixListId });
    await customer.createRoute({ ...via, DestinationIpv6CidrBlock: 'fd00:0::/64' });
    expect(await routesOf(customer, table)).toMatchObject([
      { DestinationPrefixListId },
      { DestinationIpv6CidrBlock: 'fd00::/64' },
    ]);
    await customer.deleteRoute({ RouteTableId: table, DestinationPrefixListId });
    expect(await refusal(customer.deleteRoute({ RouteTableId: table, DestinationPrefixListId }))).toMatch(
      /^InvalidRoute\.NotFound: /,
    );
  });
});

describe('one destination twice', () => {
  test('the same target succeeds, another is refused', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const route = { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0' };
    await customer.createRoute({ ...route, VpcPeeringConnectionId: pcx });
    expect((await customer.createRoute({ ...route, VpcPeeringConnectionId: pcx })).Return).toBe(true);
    const gateway = await customer.createInternetGateway({});
    const GatewayId = given(gateway.InternetGateway?.InternetGatewayId);
    await customer.attachInternetGateway({ InternetGatewayId: GatewayId, VpcId: vpcId });
    expect(await refusal(customer.createRoute({ ...route, GatewayId }))).toBe(
      'RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.',
    );
    await customer.replaceRoute({ ...route, GatewayId });
    expect(await routesOf(customer, table)).toMatchObject([{ GatewayId, State: 'active' }]);
  });

  test('a propagated route stands in nobody’s way', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const { VpnGateway } = await customer.createVpnGateway({ Type: 'ipsec.1' });
    const VpnGatewayId = given(VpnGateway?.VpnGatewayId);
    await customer.attachVpnGateway({ VpnGatewayId, VpcId: vpcId });
    expect(() => sandbox.aws.propagateRoute(table, '192.168.0.0/16')).toThrow(/takes over no gateway/);
    await customer.enableVgwRoutePropagation({ RouteTableId: table, GatewayId: VpnGatewayId });
    sandbox.aws.propagateRoute(table, '192.168.0.0/16');
    const route = { RouteTableId: table, DestinationCidrBlock: '192.168.0.0/16' };
    await customer.createRoute({ ...route, VpcPeeringConnectionId: pcx });
    expect(await routesOf(customer, table)).toMatchObject([
      { GatewayId: VpnGatewayId, Origin: 'EnableVgwRoutePropagation' },
      { VpcPeeringConnectionId: pcx, Origin: 'CreateRoute' },
    ]);
    await customer.deleteRoute(route);
    await customer.disableVgwRoutePropagation({ RouteTableId: table, GatewayId: VpnGatewayId });
    expect(await routesOf(customer, table)).toEqual([]);
  });
});

describe('what is not there', () => {
  test('delete and replace say so', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const route = { RouteTableId: table, DestinationCidrBlock: '192.168.0.0/16' };
    expect(await refusal(customer.deleteRoute(route))).toBe(
      `InvalidRoute.NotFound: no route with destination-cidr-block 192.168.0.0/16 in route table ${table}`,
    );
    expect(await refusal(customer.replaceRoute({ ...route, VpcPeeringConnectionId: pcx }))).toBe(
      "InvalidParameterValue: There is no route defined for '192.168.0.0/16' in the route table. Use CreateRoute instead.",
    );
    expect(await refusal(customer.deleteRoute({ ...route, RouteTableId: 'rtb-12345678' }))).toBe(
      "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-12345678' does not exist",
    );
  });
});

describe('the local route', () => {
  test('it cannot be removed, but led elsewhere and back', async () => {
    const ec2 = ec2Of(sandbox);
    const vpcId = await newVpc(ec2);
    const table = await tableOf(ec2, vpcId);
    const local = { RouteTableId: table, DestinationCidrBlock: '10.1.0.0/16' };
    expect(await refusal(ec2.deleteRoute(local))).toBe(
      `InvalidParameterValue: cannot remove local route 10.1.0.0/16 in route table ${table}`,
    );
    const subnet = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: '10.1.1.0/24' });
    const eni = await ec2.createNetworkInterface({ SubnetId: given(subnet.Subnet?.SubnetId) });
    const NetworkInterfaceId = given(eni.NetworkInterface?.NetworkInterfaceId);
    await ec2.replaceRoute({ ...local, NetworkInterfaceId });
    expect(await routesOf(ec2, table)).toMatchObject([{ NetworkInterfaceId, Origin: 'CreateRouteTable' }]);
    await ec2.replaceRoute({ ...local, LocalTarget: true });
    expect(await routesOf(ec2, table)).toEqual([]);
  });

  test('every block of the VPC has one in every table', async () => {
    const ec2 = ec2Of(sandbox);
    const vpcId = await newVpc(ec2);
    await ec2.createRouteTable({ VpcId: vpcId });
    const added = await ec2.associateVpcCidrBlock({ VpcId: vpcId, CidrBlock: '10.2.0.0/16' });
    const blocks = async () => {
      const { RouteTables = [] } = await ec2.describeRouteTables({});
      return RouteTables.map(({ Routes }) => Routes?.map(({ DestinationCidrBlock }) => DestinationCidrBlock));
    };
    expect(await blocks()).toEqual([
      ['10.1.0.0/16', '10.2.0.0/16'],
      ['10.1.0.0/16', '10.2.0.0/16'],
    ]);
    const AssociationId = given(added.CidrBlockAssociation?.AssociationId);
    await ec2.disassociateVpcCidrBlock({ AssociationId });
    expect(await blocks()).toEqual([['10.1.0.0/16'], ['10.1.0.0/16']]);
  });
});

describe('secondary blocks', () => {
  test('they clash with blocks, peers and routes that exist', async () => {
    const { customer, vpcId, pcx } = await activePeering(sandbox);
    const table = await tableOf(customer, vpcId);
    const via = { RouteTableId: table, VpcPeeringConnectionId: pcx };
    await customer.createRoute({ ...via, DestinationCidrBlock: '172.20.4.0/22' });
    const add = (CidrBlock: string) => customer.associateVpcCidrBlock({ VpcId: vpcId, CidrBlock });
    expect(await refusal(add('10.1.128.0/20'))).toMatch(/^InvalidParameterValue: /);
    expect(await refusal(add('192.168.4.0/24'))).toMatch(/^InvalidParameterValue: /);
    expect(await refusal(add('172.20.0.0/16'))).toMatch(/^InvalidParameterValue: /);
    expect(await refusal(add('172.16.0.0/12'))).toMatch(/^InvalidVpc\.Range: /);
    // Smaller than the route's destination is allowed (VPC User Guide).
    expect((await add('172.20.4.0/24')).CidrBlockAssociation?.CidrBlockState?.State).toBe('associating');
  });
});
