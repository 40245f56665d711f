// Recorded answers of EC2 through dfcloud's reader of EC2. Raw XML and errors come over HTTP from a server on the
// loopback interface, so that the AWS SDK deserialises them; data that boto3 has parsed takes the place of the SDK's own.
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as sdk from '@aws-sdk/client-ec2';
import { errorIn, OPERATION, REQUEST_ID, recordedAnswer } from './aws-answer.mjs';
import { FACTS } from './aws-facts.mjs';
import { compare, loadSources } from './replay.mjs';
import { field } from './tree.mjs';

const block = { family: 4, toString: () => '10.0.0.0/16' };
const route = { tableId: 'rtb-1', destination: block, peeringId: 'pcx-1' };
const rule = { groupId: 'sg-1', port: 6379, cidr: block, description: '', tags: {} };

/** How dfcloud makes each call. What is asked for does not matter: the recorded answer comes in any case. */
const CALLS = {
  DescribeVpcs: (ec2) => ec2.vpcs(['vpc-1']),
  DescribeVpcAttribute: (ec2) => ec2.vpcAttribute('vpc-1', 'enableDnsSupport'),
  DescribeSubnets: (ec2) => ec2.subnets('vpc-1'),
  DescribeRouteTables: (ec2) => ec2.routeTables('vpc-1'),
  DescribeVpcPeeringConnections: (ec2) => ec2.peerings({ accepter: { vpcId: 'vpc-1' } }),
  DescribeSecurityGroups: (ec2) => ec2.securityGroups(['sg-1']),
  DescribeSecurityGroupRules: (ec2) => ec2.groupRules({ groupIds: ['sg-1'] }),
  DescribeNetworkAcls: (ec2) => ec2.networkAcls('vpc-1'),
  DescribeNetworkInterfaces: (ec2) => ec2.networkInterfaces('vpc-1'),
  GetManagedPrefixListEntries: (ec2) => ec2.prefixListEntries('pl-1'),
  AcceptVpcPeeringConnection: (ec2) => ec2.acceptPeering('pcx-1'),
  DeleteVpcPeeringConnection: (ec2) => ec2.deletePeering('pcx-1'),
  ModifyVpcPeeringConnectionOptions: (ec2) => ec2.resolvePrivately('pcx-1'),
  CreateRoute: (ec2) => ec2.createRoute(route),
  ReplaceRoute: (ec2) => ec2.replaceRoute(route),
  DeleteRoute: (ec2) => ec2.deleteRoute(route),
  AuthorizeSecurityGroupIngress: (ec2) => ec2.createGroupRule({ ...rule, egress: false }),
  AuthorizeSecurityGroupEgress: (ec2) => ec2.createGroupRule({ ...rule, egress: true }),
  RevokeSecurityGroupIngress: (ec2) => ec2.deleteGroupRules({ id: 'sg-1', egress: false }, ['sgr-1']),
  RevokeSecurityGroupEgress: (ec2) => ec2.deleteGroupRules({ id: 'sg-1', egress: true }, ['sgr-1']),
  CreateTags: (ec2) => ec2.tag('pcx-1', { Name: 'x' }),
};

/** Opens the reader: `check(exchange)` gives `{ operation, skipped }`, or throws what is wrong; `close()` ends it. */
export async function openReader() {
  const { SdkEc2, CloudRefusedError, remove } = await loadSources({
    ec2: ['aws', 'ec2', 'sdk-ec2.ts'],
    error: ['errors', 'cloud-refused-error.ts'],
  });
  const replay = await startReplay();
  const client = new sdk.EC2Client({
    region: 'us-east-1',
    endpoint: replay.endpoint,
    credentials: { accessKeyId: 'AKIAREPLAY', secretAccessKey: 'replay' },
    maxAttempts: 1,
  });
  client.middlewareStack.add((next) => (call) => replay.parsed() ?? next(call), { step: 'initialize' });
  const ec2 = new SdkEc2(sdk, client, replay.endpoint);
  return {
    check: (exchange) => check(exchange, { ec2, replay, CloudRefusedError }),
    close: async () => {
      client.destroy();
      remove();
      await replay.close();
    },
  };
}

async function check(exchange, { ec2, replay, CloudRefusedError }) {
  const { status } = exchange.response;
  const { action } = exchange.request ?? {};
  if (OPERATION.test(action) && !CALLS[action]) return { operation: action, skipped: true };
  const { operation, tree, answer } = recordedAnswer(exchange);
  const call = CALLS[operation];
  if (!call || isUnread(operation, tree)) return { operation, skipped: true };

  replay.next({ status, ...answer });
  if (status >= 400) {
    await checkRefusal(
      () => call(ec2),
      { code: errorIn(tree).code, headers: answer.headers },
      CloudRefusedError,
    );
    return { operation, skipped: false };
  }
  const model = await call(ec2);
  if (FACTS[operation]) compareFacts(FACTS[operation], tree, model);
  if (operation === 'AcceptVpcPeeringConnection') await checkAccepted(exchange, { ec2, replay });
  return { operation, skipped: false };
}

/** dfcloud asks for two attributes of a VPC; EC2 has more. */
function isUnread(operation, tree) {
  return (
    operation === 'DescribeVpcAttribute' && field(tree, 'enableNetworkAddressUsageMetrics') !== undefined
  );
}

/** The peering in the answer of an acceptance shows states that no recorded list holds, so it is read as one. */
async function checkAccepted({ response }, { ec2, replay }) {
  const { body } = response;
  const list =
    typeof body === 'string'
      ? body
          .replace('<vpcPeeringConnection>', '<vpcPeeringConnectionSet><item>')
          .replace('</vpcPeeringConnection>', '</item></vpcPeeringConnectionSet>')
          .replaceAll('AcceptVpcPeeringConnectionResponse', 'DescribeVpcPeeringConnectionsResponse')
      : { VpcPeeringConnections: [body.VpcPeeringConnection] };
  const exchange = {
    request: { action: 'DescribeVpcPeeringConnections' },
    response: { status: 200, body: list },
  };
  const { operation, tree, answer } = recordedAnswer(exchange);
  replay.next({ status: 200, ...answer });
  compareFacts(FACTS[operation], tree, await CALLS[operation](ec2));
}

async function checkRefusal(call, { code, headers }, CloudRefusedError) {
  const error = await call().then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof CloudRefusedError)) throw new TypeError(`The refusal became: ${error}`);
  const { cloudCode, requestId } = error.call;
  if (code !== undefined && cloudCode !== code) throw new TypeError(`Code ${code} became ${cloudCode}.`);
  // The SDK takes the request id out of the header only, so where a recorder dropped that, there is none to check.
  const recorded = headers[REQUEST_ID];
  if (recorded && requestId !== recorded) throw new TypeError(`Request id ${recorded} became ${requestId}.`);
}

function compareFacts({ recorded, read }, tree, model) {
  compare(recorded(tree), read(model));
}

/** A server that gives each recorded answer once. A request for the next page gets an empty one: it is not recorded. */
async function startReplay() {
  let recorded;
  const take = () => {
    const taken = recorded;
    recorded = { status: 200, xml: '<Response/>' };
    return taken;
  };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { status, xml, headers } = take();
      response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8', ...headers }).end(xml);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    next: (answer) => {
      recorded = answer;
    },
    parsed: () => recorded.data && { output: { $metadata: {}, ...take().data }, response: {} },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
