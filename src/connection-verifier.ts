import { FailedStateError } from './errors/failed-state-error.js';
import { InvalidInputError } from './errors/invalid-input-error.js';
import { illegalValue, nothingToProbe, unknownOption } from './errors/messages.js';
import type { Clock } from './internal/clock.js';
import { unknownKey } from './internal/guards.js';
import { hostCidr, parseCidr } from './path/cidr.js';
import type { Acceptor } from './peering/acceptor.js';
import type { CallOptions } from './resources/call-options.js';
import type { Connection } from './resources/connection.js';
import type { Connections } from './resources/connections.js';
import type { Datastore } from './resources/datastore.js';
import type { Datastores } from './resources/datastores.js';
import type { Network } from './resources/network.js';
import type { Networks } from './resources/networks.js';
import type { ConnectionReport } from './verify/join-reports.js';
import type { VerifyEvent } from './verify/types.js';

/** What `df.verify` takes: the connection, or the datastore, or both. */
export interface VerifyConnectionOptions extends CallOptions {
  /** The connection; its network's CIDR is what the endpoint must lie in. */
  readonly connectionId?: string | undefined;
  /** The datastore to probe. @default the first active one of the connection's network */
  readonly datastoreId?: string | undefined;
  /** The customer's side: its configuration is read and judged, subnet by subnet. */
  readonly acceptor?: Acceptor | undefined;
  /** The subnet (or other source of the report's `paths`) that this process runs in. @default not known */
  readonly vantage?: string | undefined;
  /** The time for the packets, in milliseconds. @default 10_000 */
  readonly timeoutMs?: number | undefined;
  /** Told of each check as it happens. */
  readonly onEvent?: ((event: VerifyEvent) => void) | undefined;
}

/** What verifying needs of a client. */
export interface VerifyMeans {
  readonly networks: Networks;
  readonly connections: Connections;
  readonly datastores: Datastores;
  readonly clock: Clock;
}

const KNOWN = ['connectionId', 'datastoreId', 'acceptor', 'vantage', 'timeoutMs', 'signal', 'onEvent'];

/** See `DfCloud.verify`. */
export async function verifyConnection(
  means: VerifyMeans,
  options: VerifyConnectionOptions,
): Promise<ConnectionReport> {
  check(options);
  const { signal, timeoutMs, onEvent, acceptor, vantage } = options;
  const subject = await readSubject(means, options);
  const { verify } = await import('./verify/verify.js');
  const { joinReports } = await import('./verify/join-reports.js');
  const packets = await verify({
    endpoint: subject.address,
    cidrs: [subject.network.cidrBlock],
    tls: subject.datastore.dragonfly?.tls ?? 'auto',
    signal,
    timeoutMs,
    onEvent,
  });
  const nothing = { judgement: { paths: [], findings: [] }, gaps: [], exposure: [] };
  const judged = acceptor ? await judge(means, acceptor, subject, signal) : nothing;
  return joinReports(packets, judged.judgement, judged.gaps, vantage ?? null, judged.exposure);
}

interface Subject {
  readonly network: Network;
  readonly connection: Connection | undefined;
  readonly datastore: Datastore;
  readonly address: string;
}

async function readSubject(means: VerifyMeans, options: VerifyConnectionOptions): Promise<Subject> {
  const call = { signal: options.signal };
  const connection =
    options.connectionId === undefined ? undefined : await means.connections.get(options.connectionId, call);
  const datastore =
    options.datastoreId === undefined
      ? (await means.datastores.list({ networkId: connection?.networkId, status: 'active' }, call))[0]
      : await means.datastores.get(options.datastoreId, call);
  const networkId = connection?.networkId ?? datastore?.networkId;
  if (!datastore?.addr || networkId === undefined) throw noEndpoint(options, datastore);
  return {
    connection,
    datastore,
    address: datastore.addr,
    network: await means.networks.get(networkId, call),
  };
}

async function judge(
  means: VerifyMeans,
  acceptor: Acceptor,
  subject: Subject,
  signal: AbortSignal | undefined,
) {
  const { judgePaths } = await import('./verify/judge-paths.js');
  const { judgeExposure } = await import('./verify/judge-exposure.js');
  const { network, connection, address } = subject;
  const emit = () => undefined;
  const context = { network, connection: () => connection, signal, emit, clock: means.clock, round: {} };
  const snapshot = await acceptor.snapshot(context);
  const [, host = address, port = '6379'] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
  const whole = parseCidr(network.cidrBlock);
  const remote = hostCidr(host) ?? (whole.ok ? whole.cidr : undefined);
  const question = { remote: remote ? [remote] : snapshot.remote.cidrs, port: Number(port) };
  const judgement = judgePaths(snapshot, question);
  return { judgement, gaps: snapshot.gaps, exposure: judgeExposure(snapshot) };
}

function check(options: VerifyConnectionOptions): void {
  const unknown = unknownKey(options, KNOWN);
  if (unknown !== undefined) throw new InvalidInputError(unknownOption(unknown, KNOWN), { field: unknown });
  if (options.connectionId !== undefined || options.datastoreId !== undefined) return;
  const legal = 'given, or datastoreId instead';
  throw new InvalidInputError(illegalValue('connectionId', undefined, legal, '"conn_1a2b"'), {
    field: 'connectionId',
  });
}

function noEndpoint(
  { connectionId, datastoreId }: VerifyConnectionOptions,
  datastore: Datastore | undefined,
): FailedStateError {
  const id = datastore?.id ?? datastoreId ?? connectionId ?? '';
  const seen = { resource: 'datastore', id, target: 'active', inStatusMs: 0, seen: {}, elapsedMs: 0 };
  const details = datastore ? { ...seen, lastStatus: datastore.status } : seen;
  return new FailedStateError(nothingToProbe(details), details);
}
