import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  type Route,
} from '@aws-sdk/client-ec2';
import { AwsAcceptor, type AwsAcceptorOptions } from '../../../src/aws/index.js';
import { DfCloud } from '../../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js';

/** The region of everything that does not name another. */
export const REGION = 'us-east-1';

const FAST = {
  provisioningMs: 5,
  requestMs: 5,
  activationMs: 5,
  deletionMs: 5,
  peeringRequestMs: 5,
  peeringProvisioningMs: 5,
};

/** A sandbox with a client of Dragonfly Cloud and a client of the customer's AWS account. */
export class Stage implements AsyncDisposable {
  private constructor(
    readonly sandbox: Sandbox,
    readonly df: DfCloud,
    /** The customer's administrator. */
    readonly ec2: EC2Client,
  ) {}

  static async open(options: SandboxOptions = {}): Promise<Stage> {
    const sandbox = await startSandbox({ timings: FAST, quotas: { networks: 10 }, ...options });
    const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    return new Stage(sandbox, df, client(sandbox, sandbox.aws.account().credentials));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ec2.destroy();
    await this.sandbox.close();
  }

  /** The customer's account. */
  get accountId(): string {
    return this.sandbox.aws.defaultAccountId;
  }

  /** An active network. */
  async network(cidrBlock = '192.168.0.0/16', region = REGION, byoc?: string): Promise<string> {
    const { id } = await this.df.networks.create({
      name: 'net',
      location: { provider: 'aws', region },
      cidrBlock,
      ...(byoc !== undefined && { byoc: { accountId: byoc } }),
    });
    await this.df.networks.waitUntilActive(id);
    return id;
  }

  /** A VPC with subnets that use the main table. */
  async vpc(cidr = '10.0.0.0/16', subnets: readonly string[] = ['10.0.0.0/24']): Promise<TestVpc> {
    const { Vpc } = await this.ec2.send(new CreateVpcCommand({ CidrBlock: cidr }));
    const vpc = new TestVpc(this.ec2, Vpc?.VpcId ?? '');
    for (const block of subnets) await vpc.subnet(block);
    return vpc;
  }

  /** An acceptor for a VPC with the account's own keys. */
  acceptor(vpc: TestVpc, options: Partial<AwsAcceptorOptions> = {}): AwsAcceptor {
    return new AwsAcceptor({
      region: REGION,
      vpcId: vpc.id,
      endpoint: this.sandbox.endpoints.ec2,
      ...(options.client === undefined && { credentials: this.sandbox.aws.account().credentials }),
      ...options,
    });
  }

  /** The operations that reached the sandbox since the last `clearRequests`. */
  operations(): string[] {
    return this.sandbox.requests().map(({ operation }) => operation ?? '?');
  }

  /** Those that write. */
  writes(): string[] {
    return this.operations().filter((name) => !/\.(get|list)$|\.(Describe|Get)/.test(name));
  }
}

/** A VPC of the customer. */
export class TestVpc {
  constructor(
    readonly ec2: EC2Client,
    readonly id: string,
  ) {}

  /** Adds a subnet. */
  async subnet(cidr: string): Promise<string> {
    const { Subnet } = await this.ec2.send(new CreateSubnetCommand({ VpcId: this.id, CidrBlock: cidr }));
    return Subnet?.SubnetId ?? '';
  }

  /** Adds a route table for these subnets. */
  async table(...subnetIds: readonly string[]): Promise<string> {
    const { RouteTable } = await this.ec2.send(new CreateRouteTableCommand({ VpcId: this.id }));
    const id = RouteTable?.RouteTableId ?? '';
    for (const SubnetId of subnetIds)
      await this.ec2.send(new AssociateRouteTableCommand({ RouteTableId: id, SubnetId }));
    return id;
  }

  /** Adds a security group, which lets everything out at first. */
  async group(name = 'clients'): Promise<string> {
    const input = { VpcId: this.id, GroupName: name, Description: 'test' };
    const { GroupId } = await this.ec2.send(new CreateSecurityGroupCommand(input));
    return GroupId ?? '';
  }

  /** The main route table. */
  async mainTable(): Promise<string> {
    const tables = await this.tables();
    return tables.find(({ Associations }) => Associations?.some(({ Main }) => Main))?.RouteTableId ?? '';
  }

  /** All route tables. */
  async tables() {
    const Filters = [{ Name: 'vpc-id', Values: [this.id] }];
    const { RouteTables } = await this.ec2.send(new DescribeRouteTablesCommand({ Filters }));
    return RouteTables ?? [];
  }

  /** The routes of a table, less the local ones. */
  async routes(tableId: string): Promise<Route[]> {
    const tables = await this.tables();
    const routes = tables.find(({ RouteTableId }) => RouteTableId === tableId)?.Routes ?? [];
    return routes.filter(({ GatewayId }) => GatewayId !== 'local');
  }
}

/** A client of the sandbox's EC2. */
export function client(
  sandbox: Sandbox,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
  region = REGION,
): EC2Client {
  return new EC2Client({ region, endpoint: sandbox.endpoints.ec2, credentials: { ...credentials } });
}
