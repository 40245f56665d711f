// Wall time of `peering.apply` on the sandbox, where every call takes 100 ms, against the chain of calls that must follow
// one another. node bench/apply.mjs [--json]     Runs on the built package: npm run build first.
import { pathToFileURL } from 'node:url';
import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DfCloud } from 'dfcloud';
import { AwsAcceptor } from 'dfcloud/aws';
import { startSandbox } from 'dfcloud/sandbox';
import { median, number, table } from './stats.mjs';

const LATENCY_MS = 100;
const TABLES = 4;
const CIDR = '10.88.0.0/16';
const region = 'us-east-1';
/** States change at once: what is measured is the calls and the work between them. */
const timings = { provisioningMs: 1, requestMs: 1, activationMs: 1, deletionMs: 1, datastoreMs: 1 };

/** How many writes the flow makes at once, for AWS allows only about five a second. */
const WRITES_AT_ONCE = 4;
/** Routes and the rule of the group: the writes that need an active peering. */
const LATE_WRITES = TABLES + 1;

/**
 * The chain that no other order of the calls could shorten, with the reason for each link: it needs the answer of the one
 * before it, or is a look that the flow promises before or after a write. All other calls fit beside these.
 */
const CHAIN = [
  ['networks.get', "names the network's CIDR and account, which the reads for preflight ask with"],
  ['ec2.Describe …', 'preflight: nothing may be written before all of it has been read'],
  ['connections.create', 'starts the request'],
  ['connections.list', 'shows whether another process created the same, and the id of the peering'],
  ['ec2.DescribeVpcPeeringConnections', 'shows that the request is the one of this network'],
  ['ec2.AcceptVpcPeeringConnection', 'accepts it'],
  ['ec2.DescribeVpcPeeringConnections', 'shows that it is active, with its CIDRs: no route before that'],
  ['ec2.DescribeRouteTables', 'a step looks before it writes: what preflight saw may be old by now'],
  ...Array.from({ length: Math.ceil(LATE_WRITES / WRITES_AT_ONCE) }, () => [
    'ec2.CreateRoute …',
    `writes that need it active, ${WRITES_AT_ONCE} at once`,
  ]),
  ['ec2.DescribeRouteTables', 'shows what was written'],
];

/** Runs `apply` some times, each in a world of its own; the first, which loads the AWS SDK, stands apart. */
export async function measureApply(runs = 5) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { ms: firstMs } = await applyOnce();
  const results = [];
  for (let run = 0; run < runs; run += 1) results.push(await applyOnce());
  const wallMs = median(results.map(({ ms }) => ms));
  const { calls, writes, rounds, chain } = results.find(({ ms }) => ms === wallMs);
  const criticalMs = CHAIN.length * LATENCY_MS;
  return {
    latencyMs: LATENCY_MS,
    runs,
    calls,
    writes,
    firstMs,
    wallMs,
    critical: { rounds: CHAIN.length, ms: criticalMs, ratio: wallMs / criticalMs },
    made: { rounds, ms: rounds * LATENCY_MS, ratio: wallMs / (rounds * LATENCY_MS), chain },
  };
}

/** The result as a person reads it. */
export function printApply({ latencyMs, runs, calls, writes, firstMs, wallMs, critical, made }) {
  const rows = [
    ['calls', `${calls}, ${writes} of them writes`],
    ['wall time', `${number(wallMs)} ms`],
    ['first run in the process', `${number(firstMs)} ms`],
    ['critical path', `${critical.rounds} calls, ${number(critical.ms)} ms`],
    ['wall time / critical path', critical.ratio.toFixed(2)],
    ['longest chain as made', `${made.rounds} calls, ${number(made.ms)} ms`],
    ['wall time / that chain', made.ratio.toFixed(2)],
  ];
  const chain = CHAIN.map(([call, why], index) => `    ${index + 1} ${call}: ${why}`);
  return [
    `Apply on AWS, ${latencyMs} ms per call, ${TABLES} route tables and a security group; median of ${runs} runs (target: at most 1.30 x the critical path)`,
    table(rows),
    '  The critical path, call by call:',
    ...chain,
    `  The longest chain of calls as made, none of which overlap: ${made.chain.join(', ')}`,
  ].join('\n');
}

async function applyOnce() {
  const sandbox = await startSandbox({ latencyMs: LATENCY_MS, timings });
  try {
    const client = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    const location = { provider: 'aws', region };
    const network = await client.networks.create({ name: 'bench', location, cidrBlock: CIDR });
    await client.networks.waitUntilActive(network.id);
    const { credentials } = sandbox.aws.account();
    const endpoint = sandbox.endpoints.ec2;
    const { vpcId, groupId } = await seed(new EC2Client({ region, endpoint, credentials }));
    sandbox.clearRequests();

    const acceptor = new AwsAcceptor({ region, vpcId, endpoint, credentials, securityGroupIds: [groupId] });
    const start = performance.now();
    const { actions } = await client.peering.apply(acceptor, { networkId: network.id, name: 'bench' });
    const ms = performance.now() - start;
    const requests = sandbox.requests();
    const chain = longestChain(requests);
    return { ms, calls: requests.length, writes: actions.length, rounds: chain.length, chain };
  } finally {
    await sandbox.close();
  }
}

/** A VPC with one subnet in the main table and one in each of the others, and a group that allows nothing inbound. */
async function seed(ec2) {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { VpcId } = Vpc;
  const inTable = async (index) => {
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: `10.0.${index}.0/24` }));
    if (index === 0) return;
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const { RouteTableId } = RouteTable;
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet.SubnetId }));
  };
  await Promise.all(Array.from({ length: TABLES }, (_, index) => inTable(index)));
  const group = { VpcId, GroupName: 'clients', Description: 'clients of the datastore' };
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(group));
  ec2.destroy();
  return { vpcId: VpcId, groupId: GroupId };
}

/** The most calls of which each came when the one before had been answered. Gives their operations. */
function longestChain(requests) {
  const spans = requests.map(({ operation, atMs, ms }) => ({ operation, from: atMs, to: atMs + ms }));
  const chain = [];
  // The one that ends first leaves the most room for the others. The log's times are whole milliseconds.
  for (const span of spans.sort((a, b) => a.to - b.to)) {
    if (span.from + 1 >= (chain.at(-1)?.to ?? 0)) chain.push(span);
  }
  return chain.map(({ operation }) => operation);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const result = await measureApply();
  console.log(process.argv.includes('--json') ? JSON.stringify(result) : printApply(result));
}
