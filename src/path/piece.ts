import type { Cidr } from './cidr.js';
import { CidrSet } from './cidr-set.js';
import { type Cell, collapse, type Labelled } from './collapse.js';
import { type Hop, outcomeOf, type StopCause } from './hop.js';
import type { Ending, Journey } from './journey.js';
import type { Flows } from './match.js';
import { type PortRange, portRanges } from './port-range.js';

/**
 * What becomes of a connection: `passes` and `blocked` hold for every flow; `mixed`: some flows pass and some do not;
 * `unknown`: it hangs on something that is not known.
 */
export type Outcome = 'passes' | 'blocked' | 'mixed' | 'unknown';

/** An outcome with what led to it. */
export interface Verdict {
  /** What becomes of the connection. */
  readonly outcome: Outcome;
  /** Every place that had a say, in order, up to the one that stops the packets. */
  readonly hops: readonly Hop[];
  /** Why it does not pass. With `mixed`, what stops the flows that are stopped; with `unknown`, what may stop them. */
  readonly cause?: StopCause;
  /** What would have to be known, in words. Only with `unknown`. */
  readonly undecided?: readonly string[];
}

/** Far addresses and local ports with one fate. Each pair of these that was asked about is in exactly one piece. */
export interface Piece extends Verdict {
  /** The far addresses. */
  readonly remote: readonly Cidr[];
  /** The ports at the customer's end. */
  readonly localPorts: readonly PortRange[];
  /** When the fate hangs on the local address or the far port: each part with its own verdict. */
  readonly parts?: readonly PiecePart[];
}

/** A part of a piece. */
export interface PiecePart extends Verdict {
  /** The addresses at the customer's end. */
  readonly local: readonly Cidr[];
  /** The ports at the far end. */
  readonly remotePorts: readonly PortRange[];
}

/**
 * True when nothing on the customer's side stops the connection, or may stop it: it passes, or all that is not known
 * is what the far side does.
 */
export function isClearOnThisSide(piece: Piece): boolean {
  return [piece, ...(piece.parts ?? [])].every(
    ({ outcome, cause }) => outcome === 'passes' || cause?.code === 'far_side_unknown',
  );
}

/** Sums up the journeys of `whole`, which together must hold all of it. */
export function piecesOf(whole: Flows, journeys: readonly Journey[]): Piece[] {
  const labelled = journeys.map((journey): Labelled<Verdict> => {
    const value = verdictOf(journey);
    return { flows: journey.flows, key: keyOf(value), value };
  });
  return collapse(whole, labelled).map(pieceOf);
}

/** The outcome of several things that happen side by side. */
export function joinOutcomes(outcomes: Iterable<Outcome>): Outcome {
  const all = new Set(outcomes);
  const [only] = all;
  if (only && all.size === 1) return only;
  return all.has('unknown') ? 'unknown' : 'mixed';
}

function pieceOf({ flows, members }: Cell<Verdict>): Piece {
  const place = { remote: CidrSet.fromSpans(flows.remote).cidrs(), localPorts: portRanges(flows.localPorts) };
  const verdicts = members.map(({ value }) => value);
  const outcome = joinOutcomes(verdicts.map((verdict) => verdict.outcome));
  const worst = ['blocked', 'mixed', 'unknown', 'passes'].flatMap((kind) =>
    verdicts.filter((verdict) => verdict.outcome === kind),
  )[0];
  if (!worst) return { ...place, outcome, hops: [] };
  if (members.length === 1) return { ...place, ...worst };

  const undecided = [...new Set(verdicts.flatMap((verdict) => verdict.undecided ?? []))];
  const parts = members.map((member) => ({
    local: CidrSet.fromSpans(member.flows.local).cidrs(),
    remotePorts: portRanges(member.flows.remotePorts),
    ...member.value,
  }));
  return { ...place, ...worst, outcome, ...(undecided.length > 0 && { undecided }), parts };
}

function verdictOf({ endings, doubts }: Journey): Verdict {
  const outcome = outcomeOfAll(endings);
  const told = tellingEnding(endings, outcome);
  const hops = told?.hops ?? [];
  if (!told?.cause) return { outcome, hops };
  if (outcome !== 'unknown') return { outcome, hops, cause: told.cause };
  const unseen = endings.flatMap(({ cause }) =>
    cause && outcomeOf(cause.code) === 'unknown' ? [cause.hop.why] : [],
  );
  return { outcome, hops, cause: told.cause, undecided: [...new Set([...doubts, ...unseen])] };
}

/** Ways that exclude each other make `unknown` when they differ; what happens beside the main way makes `mixed`. */
function outcomeOfAll(endings: readonly Ending[]): Outcome {
  const main = new Set(endings.filter(({ beside }) => !beside).map(outcomeOfEnding));
  const beside = endings.filter((ending) => ending.beside).map(outcomeOfEnding);
  const [only] = main;
  return only && main.size === 1 ? joinOutcomes([only, ...beside]) : 'unknown';
}

function outcomeOfEnding({ cause }: Ending): Outcome {
  return cause ? outcomeOf(cause.code) : 'passes';
}

/**
 * The ending that explains the outcome. When all ways are blocked it is the one that got furthest: what stopped the
 * others may not apply, this does in any case.
 */
function tellingEnding(endings: readonly Ending[], outcome: Outcome): Ending | undefined {
  if (outcome === 'passes') return endings.at(-1);
  if (outcome === 'blocked') return endings.findLast(({ beside }) => !beside);
  return (
    endings.find((ending) => outcomeOfEnding(ending) === 'blocked') ??
    endings.find((ending) => outcomeOfEnding(ending) === 'unknown')
  );
}

function keyOf({ outcome, cause, hops, undecided = [] }: Verdict): string {
  const places = hops.map(({ packet, at, by = '' }) => `${packet} ${at} ${by}`);
  return JSON.stringify([outcome, cause?.code, places, undecided]);
}
