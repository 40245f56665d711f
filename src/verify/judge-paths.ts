import type { Cidr } from '../path/cidr.js';
import type { Piece } from '../path/piece.js';
import type { PathSnapshot, Source } from '../path/snapshot.js';
import { trace } from '../path/trace.js';
import { PATH_CAUSES } from './causes/path.js';
import type { PathEvidence } from './causes/path-evidence.js';
import type { Finding } from './types.js';

/** What the configuration of the customer's cloud lets a source do. */
export interface PathReport {
  /** The source: a subnet with the filters of some of its hosts. */
  readonly source: string;
  /** The cloud's own id of the subnet, where it has one. */
  readonly subnetId?: string;
  /**
   * `open`: everything that can be seen from the customer's side lets TCP pass, to all of the far addresses;
   * `blocked`: nothing passes; `mixed`: some does; `unknown`: it hangs on what could not be read.
   */
  readonly outcome: 'open' | 'blocked' | 'mixed' | 'unknown';
  /** The far addresses, by fate. */
  readonly pieces: readonly PathPiece[];
}

/** Far addresses with one fate. */
export interface PathPiece {
  /** The far addresses. */
  readonly remote: readonly string[];
  /** What becomes of connections to them. */
  readonly outcome: PathReport['outcome'];
  /** Why they do not pass. */
  readonly cause?: { readonly code: string; readonly at: string; readonly by?: string; readonly why: string };
  /** Every place that had a say, in order. */
  readonly hops: readonly string[];
}

/** What is asked of a snapshot. */
export interface PathQuestion {
  /** The far addresses: the whole network, or the datastore's one address. */
  readonly remote: readonly Cidr[];
  /** The TCP port. */
  readonly port: number;
}

// What Linux hands out (net.ipv4.ip_local_port_range); load balancers and NAT use more.
const EPHEMERAL = { from: 32_768, to: 60_999 };

/** What a snapshot says about all its sources. */
export interface PathJudgement {
  /** One for each source. */
  readonly paths: readonly PathReport[];
  /** One for each cause and deciding place, with all the sources that it concerns. */
  readonly findings: readonly Finding[];
}

/** Judges every source of a snapshot: what the configuration says, without a packet. */
export function judgePaths(snapshot: PathSnapshot, { remote, port }: PathQuestion): PathJudgement {
  const traced = snapshot.sources.map((source) => ({
    source,
    pieces: trace(snapshot, { sourceId: source.id, remote, port, ephemeral: EPHEMERAL }),
  }));
  return {
    paths: traced.map(pathReport),
    findings: groupByCause(traced).flatMap((group) => finding(snapshot, port, group)),
  };
}

interface Traced {
  readonly source: Source;
  readonly pieces: readonly Piece[];
}

interface Group {
  readonly piece: Piece;
  readonly sources: Source[];
}

function pathReport({ source, pieces }: Traced): PathReport {
  return {
    source: source.id,
    ...(source.subnetId !== undefined && { subnetId: source.subnetId }),
    outcome: joined(pieces.map(outcomeOf)),
    pieces: pieces.map(pathPiece),
  };
}

function groupByCause(traced: readonly Traced[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { source, pieces } of traced) {
    for (const piece of pieces) {
      const { cause, remote } = piece;
      const key = JSON.stringify([cause?.code, cause?.hop.at, cause?.hop.by, remote]);
      const group = groups.get(key) ?? { piece, sources: [] };
      group.sources.push(source);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function finding(snapshot: PathSnapshot, port: number, { piece, sources }: Group): Finding[] {
  if (!piece.cause || piece.cause.code === 'far_side_unknown') return [];
  const { code, hop } = piece.cause;
  const evidence: PathEvidence = {
    provider: snapshot.provider,
    local: snapshot.local.id,
    peering: snapshot.peering.id,
    remote: piece.remote.map(String),
    network: snapshot.remote.cidrs.map(String),
    port,
    sources: [...new Set(sources.map(({ subnetId, id }) => subnetId ?? id))],
    at: hop.at,
    by: hop.by ?? null,
    why: hop.why,
    undecided: piece.undecided ?? [],
  };
  if (piece.outcome === 'unknown') return [PATH_CAUSES.route_unknown(evidence, 'warning')];
  return [PATH_CAUSES[code](evidence)];
}

function outcomeOf({ outcome, cause }: Piece): PathReport['outcome'] {
  return outcome === 'passes' || cause?.code === 'far_side_unknown' ? 'open' : outcome;
}

function joined(outcomes: readonly PathReport['outcome'][]): PathReport['outcome'] {
  const [first, ...others] = new Set(outcomes);
  if (first === undefined) return 'unknown';
  if (others.length === 0) return first;
  return outcomes.includes('unknown') && !outcomes.includes('blocked') ? 'unknown' : 'mixed';
}

function pathPiece(piece: Piece): PathPiece {
  const { cause } = piece;
  const outcome = outcomeOf(piece);
  return {
    remote: piece.remote.map(String),
    outcome,
    ...(cause && outcome !== 'open' && { cause: causeOf(cause.code, cause.hop) }),
    hops: piece.hops.map(
      ({ kind, at, by, why }) => `${kind} ${at}${by === undefined ? '' : ` ${by}`}: ${why}`,
    ),
  };
}

function causeOf(code: string, { at, by, why }: { at: string; by?: string; why: string }) {
  return { code, at, why, ...(by !== undefined && { by }) };
}
