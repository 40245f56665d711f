import type { Cast } from './cast.js';

/** One call that both servers get, in the words of the list of differences. */
export interface ComparedCall {
  readonly name: string;
  readonly run: (cast: Cast) => Promise<unknown>;
}

const REDIS = { IpProtocol: 'tcp', FromPort: 6379, ToPort: 6379 };
const redis = (CidrIp: string) => ({ ...REDIS, IpRanges: [{ CidrIp }] });
const pcx = (cast: Cast, name = 'pcx') => ({ VpcPeeringConnectionId: cast.id(name) });
const route = (cast: Cast, table = 'table') => ({
  RouteTableId: cast.id(table),
  DestinationCidrBlock: '192.168.0.0/16',
  ...pcx(cast),
});

const newVpc = async (
  cast: Cast,
  name: string,
  CidrBlock: string,
  who: 'customer' | 'vendor' = 'customer',
) => {
  const answer = await cast[who].createVpc({ CidrBlock });
  cast.keep(name, answer.Vpc?.VpcId);
  return answer;
};

const newTable = async (cast: Cast, name: string) => {
  const answer = await cast.customer.createRouteTable({ VpcId: cast.id('vpc') });
  cast.keep(name, answer.RouteTable?.RouteTableId);
  return answer;
};

const ask = async (cast: Cast, name: string, from: string, to: string) => {
  const answer = await cast.vendor.createVpcPeeringConnection({
    VpcId: cast.id(from),
    PeerVpcId: cast.id(to),
    PeerOwnerId: cast.customerId,
    TagSpecifications: [{ ResourceType: 'vpc-peering-connection', Tags: [{ Key: 'by', Value: 'vendor' }] }],
  });
  cast.keep(name, answer.VpcPeeringConnection?.VpcPeeringConnectionId);
  await cast.settle();
  return answer;
};

const seen = async (cast: Cast, who: 'customer' | 'vendor', name = 'pcx') => {
  const answer = await cast[who].describeVpcPeeringConnections({ VpcPeeringConnectionIds: [cast.id(name)] });
  return answer.VpcPeeringConnections?.[0];
};

const routesOf = async (cast: Cast, table = 'table') => {
  const answer = await cast.customer.describeRouteTables({ RouteTableIds: [cast.id(table)] });
  return answer.RouteTables?.[0]?.Routes;
};

const VPCS: readonly ComparedCall[] = [
  { name: 'list VPCs of a new account', run: ({ customer }) => customer.describeVpcs({}) },
  { name: 'make a VPC', run: (cast) => newVpc(cast, 'vpc', '10.20.0.0/16') },
  { name: "make the vendor's VPC", run: (cast) => newVpc(cast, 'far', '192.168.0.0/16', 'vendor') },
  { name: 'make a VPC with host bits set', run: (cast) => newVpc(cast, 'host-bits', '10.9.0.9/16') },
  {
    name: 'make a VPC that is too large',
    run: ({ customer }) => customer.createVpc({ CidrBlock: '10.0.0.0/8' }),
  },
  {
    name: 'describe a VPC',
    run: (cast) => cast.customer.describeVpcs({ VpcIds: [cast.id('vpc')] }),
  },
  {
    name: 'describe an unknown VPC',
    run: ({ customer }) => customer.describeVpcs({ VpcIds: ['vpc-12345678'] }),
  },
  {
    name: 'describe a malformed VPC id',
    run: ({ customer }) => customer.describeVpcs({ VpcIds: ['vpc-x'] }),
  },
  { name: 'a page size below the least', run: ({ customer }) => customer.describeVpcs({ MaxResults: 2 }) },
  {
    name: 'a filter that does not exist',
    run: ({ customer }) => customer.describeVpcs({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
  },
  {
    name: 'make a subnet',
    run: async (cast) => {
      const answer = await cast.customer.createSubnet({ VpcId: cast.id('vpc'), CidrBlock: '10.20.1.0/24' });
      cast.keep('subnet', answer.Subnet?.SubnetId);
      return { ...answer.Subnet, AvailabilityZone: 'any', AvailabilityZoneId: 'any' };
    },
  },
  {
    name: 'read an attribute',
    run: (cast) =>
      cast.customer.describeVpcAttribute({ VpcId: cast.id('vpc'), Attribute: 'enableDnsHostnames' }),
  },
  { name: 'an action that does not exist', run: ({ raw }) => raw({ Action: 'StartTheDay' }) },
];

const PEERINGS: readonly ComparedCall[] = [
  { name: 'request a peering', run: (cast) => ask(cast, 'pcx', 'far', 'vpc') },
  { name: 'the request, as the accepter sees it', run: (cast) => seen(cast, 'customer') },
  { name: 'the request, as the requester sees it', run: (cast) => seen(cast, 'vendor') },
  {
    name: 'request the same peering again',
    run: async (cast) => {
      const answer = await cast.vendor.createVpcPeeringConnection({
        VpcId: cast.id('far'),
        PeerVpcId: cast.id('vpc'),
        PeerOwnerId: cast.customerId,
      });
      const { VpcPeeringConnectionId, Status } = answer.VpcPeeringConnection ?? {};
      return { same: VpcPeeringConnectionId === cast.id('pcx'), status: Status?.Code };
    },
  },
  {
    name: 'peerings by a filter',
    run: async ({ customer }) => {
      const Filters = [{ Name: 'status-code', Values: ['active'] }];
      return {
        found: (await customer.describeVpcPeeringConnections({ Filters })).VpcPeeringConnections?.length,
      };
    },
  },
  {
    name: 'peerings by a filter that does not exist',
    run: ({ customer }) =>
      customer
        .describeVpcPeeringConnections({ Filters: [{ Name: 'colour', Values: ['red'] }] })
        .then(() => 'found'),
  },
  {
    name: 'describe an unknown peering',
    run: ({ customer }) =>
      customer.describeVpcPeeringConnections({ VpcPeeringConnectionIds: ['pcx-12345678'] }),
  },
  {
    name: 'describe a malformed peering id',
    run: ({ customer }) => customer.describeVpcPeeringConnections({ VpcPeeringConnectionIds: ['pcx-x'] }),
  },
  {
    name: 'accept an unknown peering',
    run: ({ customer }) => customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: 'pcx-12345678' }),
  },
  { name: 'accept as the requester', run: (cast) => cast.vendor.acceptVpcPeeringConnection(pcx(cast)) },
  {
    name: 'set options before acceptance',
    run: (cast) =>
      cast.customer.modifyVpcPeeringConnectionOptions({
        ...pcx(cast),
        AccepterPeeringConnectionOptions: { AllowDnsResolutionFromRemoteVpc: false },
      }),
  },
  { name: 'a table for routes', run: (cast) => newTable(cast, 'table') },
  { name: 'a route to a request', run: (cast) => cast.customer.createRoute(route(cast)) },
  { name: 'its state', run: (cast) => routesOf(cast) },
  { name: 'accept', run: (cast) => cast.customer.acceptVpcPeeringConnection(pcx(cast)) },
  {
    name: 'the active peering, as the accepter sees it',
    run: async (cast) => {
      await cast.settle();
      return seen(cast, 'customer');
    },
  },
  { name: 'the active peering, as the requester sees it', run: (cast) => seen(cast, 'vendor') },
  { name: 'accept again', run: (cast) => cast.customer.acceptVpcPeeringConnection(pcx(cast)) },
  {
    name: "tag the accepter's side",
    run: async (cast) => {
      const Tags = [{ Key: 'by', Value: 'customer' }];
      await cast.customer.createTags({ Resources: [cast.id('pcx')], Tags });
      return { customer: (await seen(cast, 'customer'))?.Tags, vendor: (await seen(cast, 'vendor'))?.Tags };
    },
  },
  {
    name: "set the other side's options",
    run: (cast) =>
      cast.customer.modifyVpcPeeringConnectionOptions({
        ...pcx(cast),
        RequesterPeeringConnectionOptions: { AllowDnsResolutionFromRemoteVpc: true },
      }),
  },
  {
    name: 'set the DNS option without DNS host names',
    run: (cast) =>
      cast.customer.modifyVpcPeeringConnectionOptions({
        ...pcx(cast),
        AccepterPeeringConnectionOptions: { AllowDnsResolutionFromRemoteVpc: true },
      }),
  },
  { name: 'a VPC that overlaps', run: (cast) => newVpc(cast, 'overlap', '192.168.128.0/17') },
  {
    name: 'request a peering that overlaps',
    run: async (cast) => {
      await ask(cast, 'overlapping', 'far', 'overlap');
      return { status: (await seen(cast, 'vendor', 'overlapping'))?.Status?.Code };
    },
  },
  { name: 'a third VPC', run: (cast) => newVpc(cast, 'third', '10.30.0.0/16') },
  {
    name: 'a dry run of accept',
    run: async (cast) => {
      await ask(cast, 'dry', 'far', 'third');
      return cast.customer.acceptVpcPeeringConnection({ ...pcx(cast, 'dry'), DryRun: true });
    },
  },
  { name: 'the request after it', run: async (cast) => (await seen(cast, 'customer', 'dry'))?.Status },
  { name: 'a fourth VPC', run: (cast) => newVpc(cast, 'fourth', '10.40.0.0/16') },
  {
    name: 'delete a request as the accepter',
    run: async (cast) => {
      await ask(cast, 'pending', 'far', 'fourth');
      return cast.customer.deleteVpcPeeringConnection(pcx(cast, 'pending'));
    },
  },
  { name: 'reject a request', run: (cast) => cast.customer.rejectVpcPeeringConnection(pcx(cast, 'pending')) },
  {
    name: 'delete what was rejected',
    run: (cast) => cast.vendor.deleteVpcPeeringConnection(pcx(cast, 'pending')),
  },
];

const ROUTES: readonly ComparedCall[] = [
  { name: 'the state of its route once active', run: (cast) => routesOf(cast) },
  { name: 'the same route again', run: (cast) => cast.customer.createRoute(route(cast)) },
  {
    name: 'its destination to another target',
    run: async (cast) => {
      const gateway = (await cast.customer.createInternetGateway({})).InternetGateway?.InternetGatewayId;
      cast.keep('gateway', gateway);
      await cast.customer.attachInternetGateway({ InternetGatewayId: gateway, VpcId: cast.id('vpc') });
      const { VpcPeeringConnectionId, ...to } = route(cast);
      return cast.customer.createRoute({ ...to, GatewayId: gateway });
    },
  },
  {
    name: 'a dry run of a route',
    run: (cast) =>
      cast.customer.createRoute({ ...route(cast), DestinationCidrBlock: '172.16.0.0/16', DryRun: true }),
  },
  { name: 'the routes after it', run: (cast) => routesOf(cast) },
  {
    name: 'a route inside the VPC',
    run: (cast) => cast.customer.createRoute({ ...route(cast), DestinationCidrBlock: '10.20.7.0/24' }),
  },
  { name: 'a table for the local route', run: (cast) => newTable(cast, 'local-table') },
  {
    name: "a route for the VPC's own block",
    run: (cast) =>
      cast.customer.createRoute({ ...route(cast, 'local-table'), DestinationCidrBlock: '10.20.0.0/16' }),
  },
  { name: 'the local route after it', run: (cast) => routesOf(cast, 'local-table') },
  {
    name: 'delete the local route',
    run: (cast) =>
      cast.customer.deleteRoute({
        RouteTableId: cast.id('local-table'),
        DestinationCidrBlock: '10.20.0.0/16',
      }),
  },
  { name: 'a table for incomplete routes', run: (cast) => newTable(cast, 'incomplete') },
  {
    name: 'a route without a target',
    run: (cast) =>
      cast.customer.createRoute({
        RouteTableId: cast.id('incomplete'),
        DestinationCidrBlock: '172.17.0.0/16',
      }),
  },
  {
    name: 'a route without a destination',
    run: (cast) => cast.customer.createRoute({ RouteTableId: cast.id('incomplete'), ...pcx(cast) }),
  },
  {
    name: 'replace a route that is not there',
    run: (cast) => cast.customer.replaceRoute({ ...route(cast), DestinationCidrBlock: '172.18.0.0/16' }),
  },
  {
    name: 'delete a route that is not there',
    run: (cast) =>
      cast.customer.deleteRoute({ RouteTableId: cast.id('table'), DestinationCidrBlock: '172.18.0.0/16' }),
  },
  {
    name: 'tables by the state of their routes',
    run: ({ customer }) =>
      customer.describeRouteTables({ Filters: [{ Name: 'route.state', Values: ['blackhole'] }] }),
  },
  { name: 'a table for host bits', run: (cast) => newTable(cast, 'bits') },
  {
    name: 'a route with host bits set',
    run: (cast) =>
      cast.customer.createRoute({ ...route(cast, 'bits'), DestinationCidrBlock: '100.68.0.18/18' }),
  },
  { name: 'the routes after that', run: (cast) => routesOf(cast, 'bits') },
  {
    name: 'another route in that table',
    run: (cast) =>
      cast.customer.createRoute({ ...route(cast, 'bits'), DestinationCidrBlock: '172.19.0.0/16' }),
  },
  { name: 'delete the peering', run: (cast) => cast.customer.deleteVpcPeeringConnection(pcx(cast)) },
  { name: 'delete it again', run: (cast) => cast.customer.deleteVpcPeeringConnection(pcx(cast)) },
  { name: 'the state of its route after the end', run: (cast) => routesOf(cast) },
];

const FILTERING: readonly ComparedCall[] = [
  {
    name: 'make a group',
    run: async (cast) => {
      const answer = await cast.customer.createSecurityGroup({
        GroupName: 'app',
        Description: 'app',
        VpcId: cast.id('vpc'),
      });
      cast.keep('group', answer.GroupId);
      return answer;
    },
  },
  {
    name: 'its first rules',
    run: (cast) => cast.customer.describeSecurityGroups({ GroupIds: [cast.id('group')] }),
  },
  {
    name: 'let Redis in',
    run: async (cast) => {
      const answer = await cast.customer.authorizeSecurityGroupIngress({
        GroupId: cast.id('group'),
        IpPermissions: [redis('192.168.0.0/16')],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'by', Value: 'us' }] }],
      });
      cast.keep('rule', answer.SecurityGroupRules?.[0]?.SecurityGroupRuleId);
      return answer;
    },
  },
  {
    name: 'let Redis in again',
    run: (cast) =>
      cast.customer.authorizeSecurityGroupIngress({
        GroupId: cast.id('group'),
        IpPermissions: [redis('192.168.0.0/16')],
      }),
  },
  {
    name: 'a rule with host bits set',
    run: async (cast) => {
      const IpPermissions = [redis('10.5.5.5/16')];
      return cast.customer.authorizeSecurityGroupIngress({ GroupId: cast.id('group'), IpPermissions });
    },
  },
  {
    name: 'two rules, one of them a duplicate',
    run: (cast) =>
      cast.customer
        .authorizeSecurityGroupIngress({
          GroupId: cast.id('group'),
          IpPermissions: [redis('10.77.0.0/16'), redis('192.168.0.0/16')],
        })
        .then(
          () => 'added',
          () => 'refused',
        ),
  },
  {
    name: 'whether the other was added',
    run: async (cast) => {
      const { SecurityGroups } = await cast.customer.describeSecurityGroups({ GroupIds: [cast.id('group')] });
      return { added: JSON.stringify(SecurityGroups).includes('10.77.0.0/16') };
    },
  },
  {
    name: 'revoke a rule by id',
    run: (cast) =>
      cast.customer.revokeSecurityGroupIngress({
        GroupId: cast.id('group'),
        SecurityGroupRuleIds: [cast.id('rule')],
      }),
  },
  {
    name: 'revoke a rule that is not there',
    run: (cast) =>
      cast.customer.revokeSecurityGroupIngress({
        GroupId: cast.id('group'),
        IpPermissions: [redis('172.16.0.0/16')],
      }),
  },
  {
    name: 'describe a malformed group id',
    run: ({ customer }) => customer.describeSecurityGroups({ GroupIds: ['sg-x'] }),
  },
  {
    name: 'describe an unknown group',
    run: ({ customer }) => customer.describeSecurityGroups({ GroupIds: ['sg-12345678'] }),
  },
  {
    name: 'delete the default group',
    run: async (cast) => {
      const Filters = [
        { Name: 'vpc-id', Values: [cast.id('vpc')] },
        { Name: 'group-name', Values: ['default'] },
      ];
      const { SecurityGroups } = await cast.customer.describeSecurityGroups({ Filters });
      cast.keep('default-group', SecurityGroups?.[0]?.GroupId);
      return cast.customer.deleteSecurityGroup({ GroupId: SecurityGroups?.[0]?.GroupId });
    },
  },
  {
    name: 'stale groups',
    run: (cast) => cast.customer.describeStaleSecurityGroups({ VpcId: cast.id('vpc') }),
  },
  {
    name: 'references to a group',
    run: (cast) => cast.customer.describeSecurityGroupReferences({ GroupId: [cast.id('group')] }),
  },
  {
    name: 'groups for a VPC',
    run: async (cast) => {
      const answer = await cast.customer.getSecurityGroupsForVpc({ VpcId: cast.id('vpc') });
      return answer.SecurityGroupForVpcs?.map(({ GroupName }) => GroupName).sort();
    },
  },
  { name: 'block public access', run: ({ customer }) => customer.describeVpcBlockPublicAccessOptions({}) },
  { name: 'encryption controls', run: ({ customer }) => customer.describeVpcEncryptionControls({}) },
  {
    name: 'the default network ACL',
    run: async (cast) => {
      const Filters = [{ Name: 'association.subnet-id', Values: [cast.id('subnet')] }];
      return (await cast.customer.describeNetworkAcls({ Filters })).NetworkAcls?.[0];
    },
  },
  {
    name: 'describe an unknown network ACL',
    run: ({ customer }) => customer.describeNetworkAcls({ NetworkAclIds: ['acl-12345678'] }),
  },
  {
    name: 'a prefix list',
    run: async (cast) => {
      const answer = await cast.customer.createManagedPrefixList({
        PrefixListName: 'vendor',
        AddressFamily: 'IPv4',
        MaxEntries: 2,
        Entries: [{ Cidr: '192.168.0.0/16' }],
      });
      cast.keep('list', answer.PrefixList?.PrefixListId);
      return answer;
    },
  },
  {
    name: 'its entries',
    run: (cast) => cast.customer.getManagedPrefixListEntries({ PrefixListId: cast.id('list') }),
  },
];

/** Every call, in the order in which it is made. */
export const CALLS: readonly ComparedCall[] = [...VPCS, ...PEERINGS, ...ROUTES, ...FILTERING];
