// A VPC on AWS, connected, proved and disconnected again: node examples/connect-aws-vpc.mjs
// Needs @aws-sdk/client-ec2 beside dfcloud. The sandbox takes the place of Dragonfly Cloud and of EC2.
import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DfCloud } from 'dfcloud';
import { AwsAcceptor } from 'dfcloud/aws';
import { startSandbox } from 'dfcloud/sandbox';

const region = 'us-east-1';
const sandbox = await startSandbox();
try {
  // On the real thing: leave out the URLs, keys and the VPC that is made here.
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const { credentials } = sandbox.aws.account();
  const endpoint = sandbox.endpoints.ec2;
  const vpcId = await makeVpc(new EC2Client({ region, endpoint, credentials }));
  const networkId = await makeNetwork(df);

  const acceptor = new AwsAcceptor({ region, vpcId, endpoint, credentials });
  const subject = { networkId, name: 'orders' };

  const plan = await df.peering.plan(acceptor, subject);
  console.log(`planned, nothing written: ${plan.actions.length} actions`);

  const onEvent = (event) => {
    if (event.type === 'step' && event.state === 'done') console.log(`  ${event.title}: ${event.evidence}`);
  };
  const { connection, actions } = await df.peering.apply(acceptor, { ...subject, plan, onEvent });
  console.log(`connection is ${connection?.status}, ${actions.length} actions`);

  const again = await df.peering.apply(acceptor, subject);
  console.log(`a second run: ${again.actions.length} actions`);

  const report = await df.verify({ connectionId: connection?.id, acceptor });
  console.log(`${report.endpoint} is ${report.verdict}`);
  for (const { subnetId, outcome } of report.paths) console.log(`  ${subnetId} ${outcome}`);

  const { removed } = await df.peering.destroy(acceptor, subject);
  console.log(`removed again: ${removed.length}`);
} finally {
  await sandbox.close();
}

async function makeNetwork(df) {
  const location = { provider: 'aws', region };
  const { id: networkId } = await df.networks.create({
    name: 'orders',
    location,
    cidrBlock: '127.81.0.0/16',
  });
  await df.networks.waitUntilActive(networkId);
  const tier = { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' };
  const datastore = await df.datastores.create({ name: 'orders', networkId, location, tier });
  await df.datastores.waitUntilActive(datastore.id);
  return networkId;
}

/** Two subnets: one has a route table of its own, the other uses the main one without saying so. */
async function makeVpc(ec2) {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { VpcId } = Vpc;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.2.0/24' }));
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const { RouteTableId } = RouteTable;
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet.SubnetId }));
  ec2.destroy();
  return VpcId;
}
