// The AWS scene of the chaos run: a sandbox with a network, a VPC of the customer, and strangers beside it.
import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DfCloud } from 'dfcloud';
import { AwsAcceptor } from 'dfcloud/aws';
import { startSandbox } from 'dfcloud/sandbox';

const region = 'us-east-1';
const STRANGER = '999988887777';
const CIDR = '10.88.0.0/16';
const TIMINGS = { provisioningMs: 5, requestMs: 5, activationMs: 5, deletionMs: 5, datastoreMs: 5 };

/** Starts a scene. Every scene is like every other, to the ids. */
export async function openScene() {
  const sandbox = await startSandbox({ timings: TIMINGS });
  const client = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const location = { provider: 'aws', region };
  const created = await client.networks.create({ name: 'chaos', location, cidrBlock: CIDR });
  const network = await client.networks.waitUntilActive(created.id);
  const customer = await seedCustomer(sandbox);
  await seedStranger(sandbox, customer.vpcId);
  sandbox.clearRequests();

  const { endpoints, apiKey, env } = sandbox;
  const { credentials } = sandbox.aws.account();
  return {
    sandbox,
    stranger: STRANGER,
    secrets: [apiKey, credentials.secretAccessKey],
    env: {
      ...env,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    client: (timeoutMs) => new DfCloud({ apiKey, baseUrl: sandbox.url, ...(timeoutMs && { timeoutMs }) }),
    acceptor: (timeoutMs) =>
      new AwsAcceptor({
        region,
        vpcId: customer.vpcId,
        securityGroupIds: [customer.groupId],
        endpoint: endpoints.ec2,
        credentials,
        ...(timeoutMs && { timeoutMs }),
      }),
    subject: { networkId: network.id, name: 'chaos' },
    flags: ['--network', network.id, '--name', 'chaos', '--vpc', customer.vpcId, '--region', region].concat([
      '--security-group',
      customer.groupId,
    ]),
    close: () => sandbox.close(),
  };
}

function ec2For(sandbox, account) {
  const { credentials } = account === undefined ? sandbox.aws.account() : sandbox.aws.account(account);
  return new EC2Client({ region, endpoint: sandbox.endpoints.ec2, credentials });
}

/** A VPC with an explicit and an implicit route table, a foreign route, and a group that lets nothing of ours through. */
async function seedCustomer(sandbox) {
  const ec2 = ec2For(sandbox);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc.VpcId;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.2.0/24' }));
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable.RouteTableId;
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet.SubnetId }));
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway.InternetGatewayId;
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId }));
  await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId }));
  const group = { VpcId, GroupName: 'clients', Description: 'clients of the datastore' };
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(group));
  const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/16' }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
  ec2.destroy();
  return { vpcId: VpcId, groupId: GroupId };
}

/** Another account asks for a peering with the customer's VPC, and nobody is to accept it. */
async function seedStranger(sandbox, customerVpcId) {
  const ec2 = ec2For(sandbox, STRANGER);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: CIDR }));
  const PeerOwnerId = sandbox.aws.defaultAccountId;
  const request = { VpcId: Vpc.VpcId, PeerVpcId: customerVpcId, PeerOwnerId };
  const { VpcPeeringConnection } = await ec2.send(new CreateVpcPeeringConnectionCommand(request));
  const VpcPeeringConnectionIds = [VpcPeeringConnection.VpcPeeringConnectionId];
  let status = '';
  while (status !== 'pending-acceptance') {
    const shown = await ec2.send(new DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds }));
    status = shown.VpcPeeringConnections[0].Status.Code;
  }
  ec2.destroy();
}
