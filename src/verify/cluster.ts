import { parseAddress } from '../path/address.js';
import { formatHostPort, unmapped } from './endpoint.js';
import type { AddressFacts, NodeFact } from './facts.js';
import { inParallel } from './in-parallel.js';
import { addressFacts, lookUp } from './resolve.js';
import { checkId, type Outcome, type Path, type VerifyRun } from './run.js';
import { describeAnswer, isServed } from './wire/reply.js';
import { RespConnection } from './wire/resp-connection.js';
import type { RespValue } from './wire/resp-value.js';
import { shakeHands } from './wire/tls-handshake.js';

/** A cluster client connects to every node that the seed announces: a seed that answers proves one of them. */
interface Node {
  readonly host: string;
  readonly port: number;
}

const NODE_TIMEOUT_MS = 2000;
const NODES_AT_ONCE = 16;
/** A seed that announces more is not believed; the rest is left out, and the report says so. */
const MAX_NODES = 1000;

/** Asks the store whether it is a cluster and, if so, tries every node that it announces. */
export async function walkCluster(run: VerifyRun, path: Path): Promise<void> {
  const nodes: Node[] = [];
  await run.check(checkId('resp.cluster', path), 'resp', async () => {
    const found = await announcedNodes(run, path);
    if (!found) return { status: 'skipped', summary: 'not a cluster' };
    nodes.push(...found.slice(0, MAX_NODES));
    return found.length
      ? {
          status: 'pass',
          summary: `a cluster of ${found.length} nodes`,
          evidence: { nodes: found.length, tried: nodes.length },
        }
      : { status: 'inconclusive', summary: 'a cluster that announces no nodes' };
  });
  await inParallel(nodes, NODES_AT_ONCE, (node) => {
    const name = formatHostPort(node.host, node.port);
    return run.check(`resp.node:${name}`, 'resp', async () => {
      const fact = await tryNode(run, path, node);
      path.facts.resp?.nodes.push(fact);
      return outcomeOf(fact);
    });
  });
}

/** Undefined when the store is no cluster, or does not say. */
async function announcedNodes(run: VerifyRun, { connection, facts }: Path): Promise<Node[] | undefined> {
  const wait = () => run.within(run.request.respTimeoutMs);
  const info = await connection?.ask(['INFO', 'cluster'], wait());
  const isCluster =
    info?.kind === 'reply' && typeof info.value === 'string' && /cluster_enabled:1/.test(info.value);
  if (!isCluster) return undefined;
  const slots = await connection?.ask(['CLUSTER', 'SLOTS'], wait());
  return slots?.kind === 'reply' ? nodesIn(slots.value, facts.address) : undefined;
}

/** CLUSTER SLOTS: `[[from, to, [host, port, id, …], …], …]`; an empty or unknown host means the seed's own address. */
export function nodesIn(slots: RespValue, seed: string): Node[] {
  const nodes = new Map<string, Node>();
  for (const range of asList(slots)) {
    for (const entry of asList(range).slice(2)) {
      const [host, port] = asList(entry);
      if (typeof port !== 'number' || port < 1 || port > 65_535) continue;
      const named = typeof host === 'string' && host !== '' && host !== '?' ? host : seed;
      nodes.set(formatHostPort(named, port), { host: named, port });
    }
  }
  return [...nodes.values()];
}

function asList(value: RespValue | undefined): readonly RespValue[] {
  return Array.isArray(value) ? value : [];
}

async function tryNode(run: VerifyRun, path: Path, node: Node): Promise<NodeFact> {
  const name = formatHostPort(node.host, node.port);
  if (run.remainingMs === 0) return { node: name, insideCidrs: undefined, untried: true };
  const target = await locate(run, node.host);
  if (!target) return { node: name, insideCidrs: undefined, failure: 'its name is not known' };
  const fact = { node: name, insideCidrs: target.insideCidrs };
  const isSeed = target.address === path.facts.address && node.port === run.request.port;
  const failure = isSeed
    ? undefined
    : (forbidden(run, path, target) ?? (await reach(run, path, target, node)));
  return failure === undefined ? fact : { ...fact, failure };
}

async function locate(run: VerifyRun, host: string): Promise<AddressFacts | undefined> {
  const literal = parseAddress(host);
  if (literal) return addressFacts(unmapped(literal), run.request.cidrs);
  const { a, aaaa } = await lookUp(run.host, host, run.within(NODE_TIMEOUT_MS));
  const first = [a, aaaa].flatMap((fact) => (fact.kind === 'answers' ? fact.addresses : []))[0];
  const address = first === undefined ? undefined : parseAddress(first);
  return address && addressFacts(unmapped(address), run.request.cidrs);
}

/** Why nothing may be sent to a node; a remote seed must not make us knock on our own doors. */
function forbidden(run: VerifyRun, seed: Path, { kind }: AddressFacts): string | undefined {
  if (kind === 'unusable') return 'its address is reserved';
  if (kind === 'public' && !run.request.allowPublic) return 'its address is public, nothing was sent';
  if (kind === 'loopback' && seed.facts.kind !== 'loopback') return 'it announces a loopback address';
  return undefined;
}

/** Undefined when the node answers PING on the seed's transport; else why not. */
async function reach(
  run: VerifyRun,
  seed: Path,
  target: AddressFacts,
  node: Node,
): Promise<string | undefined> {
  const wait = () => run.within(NODE_TIMEOUT_MS);
  const opened = await run.host.connect(target.address, node.port, wait());
  if (opened.kind !== 'open') return opened.kind === 'failed' ? opened.errno : 'no answer';
  let socket = run.keep(opened.socket);
  if (seed.facts.session) {
    const expect = { host: node.host, servername: run.request.servername, trust: await run.trust() };
    const handshake = await shakeHands(run.release(socket), expect, wait());
    if (handshake.kind !== 'secured') return `no TLS: ${handshake.kind}`;
    socket = run.keep(handshake.socket);
  }
  const connection = new RespConnection(socket);
  const answer = await connection.ask(['PING'], run.within(run.request.respTimeoutMs));
  connection.close();
  return isServed(answer) ? undefined : describeAnswer(answer).summary;
}

function outcomeOf(fact: NodeFact): Outcome {
  const { node, insideCidrs, failure, untried } = fact;
  if (untried)
    return { status: 'inconclusive', summary: `${node}: no time left to try it`, evidence: { node } };
  const evidence = { node, ...(insideCidrs !== undefined && { insideCidrs }), ...(failure && { failure }) };
  if (failure) return { status: 'fail', summary: `${node}: ${failure}`, evidence };
  if (insideCidrs === false)
    return { status: 'fail', summary: `${node} lies outside the network's CIDR`, evidence };
  return { status: 'pass', summary: `${node} answers`, evidence };
}
