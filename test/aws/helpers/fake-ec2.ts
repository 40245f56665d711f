import type { Ec2 } from '../../../src/aws/ec2/ec2.js';
import type * as model from '../../../src/aws/ec2/model.js';
import { CloudRefusedError } from '../../../src/errors/index.js';
import { cidr } from '../../../src/path/cidr.js';

export const ACCOUNT = '111122223333';
export const VENDOR = '999900001111';
export const VPC = 'vpc-0a1b2c3d4e5f67890';
export const VENDOR_VPC = 'vpc-0f0f0f0f0f0f0f0f0';
export const PCX = 'pcx-0a1b2c3d4e5f67890';
export const TABLE = 'rtb-0a1b2c3d4e5f67890';
export const SUBNET = 'subnet-0a1b2c3d4e5f67890';
export const GROUP = 'sg-0a1b2c3d4e5f67890';
export const REMOTE = cidr('192.168.0.0/16');

/** A peering as it should be; tests change what they are about. */
export function peeringFixture(changes: Partial<model.VpcPeering> = {}): model.VpcPeering {
  return {
    id: PCX,
    status: 'pending-acceptance',
    requester: {
      accountId: VENDOR,
      vpcId: VENDOR_VPC,
      region: 'us-east-1',
      cidrs: [REMOTE],
      resolvesPrivately: false,
    },
    accepter: { accountId: ACCOUNT, vpcId: VPC, region: 'us-east-1', cidrs: [], resolvesPrivately: false },
    tags: {},
    ...changes,
  };
}

/** A static route. */
export function routeFixture(
  destination: string,
  kind: model.RouteTargetKind,
  id: string,
  state = 'active',
): model.TableRoute {
  return { destination: cidr(destination), target: { kind, id }, state, origin: 'CreateRoute' };
}

/** A rule of the fixture group. */
export function ruleFixture(changes: Partial<model.GroupRule> = {}): model.GroupRule {
  return {
    id: 'sgr-1',
    groupId: GROUP,
    egress: true,
    protocol: '-1',
    cidr: cidr('0.0.0.0/0'),
    tags: {},
    ...changes,
  };
}

/** An error of EC2. */
export function refusal(cloudCode: string, operation = 'ec2:Test'): CloudRefusedError {
  return new CloudRefusedError({ message: cloudCode, fix: 'x' }, { provider: 'aws', operation, cloudCode });
}

/** EC2 in memory, below the SDK: it does what it is told at once, notes the calls, and fails where a test wants it to. */
export class FakeEc2 implements Ec2 {
  readonly calls: string[] = [];
  readonly #failures = new Map<string, unknown[]>();
  theVpc: model.Vpc = { id: VPC, ownerId: ACCOUNT, cidrs: [cidr('10.0.0.0/16')] };
  theSubnets: model.Subnet[] = [{ id: SUBNET, cidrs: [cidr('10.0.0.0/24')] }];
  tables: model.RouteTable[] = [
    {
      id: TABLE,
      main: true,
      subnetIds: [],
      gatewayIds: [],
      routes: [{ ...routeFixture('10.0.0.0/16', 'local', 'local'), origin: 'CreateRouteTable' }],
    },
  ];
  thePeerings: model.VpcPeering[] = [];
  rules: model.GroupRule[] = [ruleFixture()];
  lists = new Map<string, ReturnType<typeof cidr>[]>();
  acls: model.NetworkAcl[] = [];
  interfaces: model.NetworkInterface[] = [];
  attributes = { enableDnsSupport: true, enableDnsHostnames: true };
  /** What becomes of a peering that is accepted. */
  acceptedStatus = 'active';

  /** The next calls of an operation fail with these errors. */
  fail(operation: keyof Ec2, ...errors: unknown[]): void {
    this.#failures.set(operation, [...(this.#failures.get(operation) ?? []), ...errors]);
  }

  /** The calls that write. */
  get writes(): string[] {
    return this.calls.filter((call) => /^(accept|delete|create|replace|resolve|tag)/.test(call));
  }

  async endpoint() {
    return 'http://127.0.0.1:1';
  }
  async vpc() {
    this.#called('vpc');
    return this.theVpc;
  }
  async vpcs() {
    this.#called('vpcs');
    return [this.theVpc];
  }
  async vpcAttribute(_: string, attribute: 'enableDnsSupport' | 'enableDnsHostnames') {
    this.#called('vpcAttribute', attribute);
    return this.attributes[attribute];
  }
  async subnets() {
    this.#called('subnets');
    return this.theSubnets;
  }
  async routeTables() {
    this.#called('routeTables');
    return structuredCloneOf(this.tables);
  }
  async peeringsById(ids: readonly string[]) {
    this.#called('peeringsById', ...ids);
    const found = this.thePeerings.filter(({ id }) => ids.includes(id));
    if (found.length === 0) throw refusal('InvalidVpcPeeringConnectionID.NotFound');
    return found;
  }
  async peerings(filter: Parameters<Ec2['peerings']>[0]) {
    this.#called('peerings');
    return this.thePeerings.filter(
      ({ requester, accepter }) =>
        (!filter.requester || requester.vpcId === filter.requester.vpcId) &&
        (!filter.accepter || accepter.vpcId === filter.accepter.vpcId),
    );
  }
  async securityGroups(ids: readonly string[]) {
    this.#called('securityGroups');
    return ids.map((id) => ({ id, vpcId: VPC }));
  }
  async groupRules(filter: Parameters<Ec2['groupRules']>[0]) {
    this.#called('groupRules');
    return this.rules.filter((rule) =>
      'tag' in filter
        ? rule.tags[filter.tag.key] === filter.tag.value
        : filter.groupIds.includes(rule.groupId),
    );
  }
  async networkAcls() {
    this.#called('networkAcls');
    return this.acls;
  }
  async networkInterfaces() {
    this.#called('networkInterfaces');
    return this.interfaces;
  }
  async prefixListEntries(id: string) {
    this.#called('prefixListEntries', id);
    return this.lists.get(id) ?? [];
  }

  async acceptPeering(id: string) {
    this.#called('acceptPeering', id);
    this.#changePeering(id, { status: this.acceptedStatus });
  }
  async deletePeering(id: string) {
    this.#called('deletePeering', id);
    this.#changePeering(id, { status: 'deleted' });
  }
  async resolvePrivately(id: string) {
    this.#called('resolvePrivately', id);
  }
  async createRoute({ tableId, destination, peeringId }: Parameters<Ec2['createRoute']>[0]) {
    this.#called('createRoute', tableId, String(destination), peeringId);
    this.#changeTable(tableId, (routes) => [
      ...routes,
      routeFixture(String(destination), 'peering', peeringId),
    ]);
  }
  async replaceRoute({ tableId, destination, peeringId }: Parameters<Ec2['replaceRoute']>[0]) {
    this.#called('replaceRoute', tableId, String(destination), peeringId);
    const others = (route: model.TableRoute) => String(route.destination) !== String(destination);
    this.#changeTable(tableId, (routes) => [
      ...routes.filter(others),
      routeFixture(String(destination), 'peering', peeringId),
    ]);
  }
  async deleteRoute({ tableId, destination }: Parameters<Ec2['deleteRoute']>[0]) {
    this.#called('deleteRoute', tableId, String(destination));
    this.#changeTable(tableId, (routes) =>
      routes.filter((route) => String(route.destination) !== String(destination)),
    );
  }
  async createGroupRule({ groupId, egress, cidr: block, tags }: model.NewGroupRule) {
    this.#called('createGroupRule', groupId);
    const id = `sgr-${this.rules.length + 1}`;
    this.rules.push({
      id,
      groupId,
      egress,
      protocol: 'tcp',
      ports: { from: 6379, to: 6379 },
      cidr: block,
      tags,
    });
  }
  async deleteGroupRules(group: { readonly id: string }, ids: readonly string[]) {
    this.#called('deleteGroupRules', group.id, ...ids);
    this.rules = this.rules.filter(({ id }) => !ids.includes(id));
  }
  async tag(id: string, tags: model.Tags) {
    this.#called('tag', id);
    const [peering] = this.thePeerings.filter((one) => one.id === id);
    this.#changePeering(id, { tags: { ...peering?.tags, ...tags } });
  }

  #called(operation: keyof Ec2, ...args: readonly string[]): void {
    this.calls.push([operation, ...args].join(' '));
    const failures = this.#failures.get(operation);
    if (failures && failures.length > 0) throw failures.shift();
  }

  #changePeering(id: string, changes: Partial<model.VpcPeering>): void {
    this.thePeerings = this.thePeerings.map((peering) =>
      peering.id === id ? { ...peering, ...changes } : peering,
    );
  }

  #changeTable(id: string, change: (routes: readonly model.TableRoute[]) => model.TableRoute[]): void {
    this.tables = this.tables.map((table) =>
      table.id === id ? { ...table, routes: change(table.routes) } : table,
    );
  }
}

function structuredCloneOf(tables: readonly model.RouteTable[]): model.RouteTable[] {
  return tables.map((table) => ({ ...table, routes: [...table.routes] }));
}
