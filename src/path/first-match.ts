import { type Cut, cutFlows, type Flows, misses } from './match.js';

/** One entry of a first-match list: a rule, or one thing that a route may do. */
export interface Candidate<T> {
  /** Which flows it is for. */
  readonly cut: Cut;
  /** What it decides. */
  readonly value: T;
  /** Why it is not known whether it applies; left out when it surely does. */
  readonly doubt?: string;
}

/** Candidates of equal standing: any one of those that match may be the one that decides. Mostly a single one. */
export type Rung<T> = readonly Candidate<T>[];

/** Flows with the same possible decisions. */
export interface Decided<T> {
  /** The flows. */
  readonly flows: Flows;
  /** What may decide, in the order of the list; a single one is certain. */
  readonly possible: readonly T[];
  /** What would have to be known to say which of them does. */
  readonly doubts: readonly string[];
}

/**
 * Walks the rungs from the top. A flow stops at the first rung with a candidate that surely applies to it; candidates
 * that only may apply are collected on the way, and so is every candidate of that last rung. What reaches the bottom
 * may also get `fallback`. The results do not overlap and together hold all of `flows`.
 */
export function firstMatch<T>(flows: Flows, rungs: Iterable<Rung<T>>, fallback: T): Decided<T>[] {
  const decided: Decided<T>[] = [];
  let open: Open<T>[] = [{ flows, possible: [], doubts: [], settled: false }];
  for (const rung of rungs) {
    for (const candidate of rung) open = offerAll(open, candidate);
    if (!open.some((part) => part.settled)) continue;
    decided.push(...open.filter((part) => part.settled));
    open = open.filter((part) => !part.settled);
    if (open.length === 0) break;
  }
  return [...decided, ...open.map((part) => ({ ...part, possible: [...part.possible, fallback] }))];
}

interface Open<T> extends Decided<T> {
  readonly settled: boolean;
}

function offerAll<T>(parts: Open<T>[], candidate: Candidate<T>): Open<T>[] {
  if (parts.every(({ flows }) => misses(flows, candidate.cut))) return parts;
  return parts.flatMap((part) => offer(part, candidate));
}

function offer<T>(part: Open<T>, candidate: Candidate<T>): Open<T>[] {
  const { taken, rest } = cutFlows(part.flows, candidate.cut);
  if (!taken) return [part];
  const doubts = new Set(part.doubts);
  if (part.settled) doubts.add(TIE);
  if (candidate.doubt !== undefined) doubts.add(candidate.doubt);
  const hit: Open<T> = {
    flows: taken,
    possible: [...part.possible, candidate.value],
    doubts: [...doubts],
    settled: part.settled || candidate.doubt === undefined,
  };
  return [hit, ...rest.map((flows) => ({ ...part, flows }))];
}

/** Two candidates of one rung that both surely match. */
const TIE = 'which of several equal routes or targets the platform picked';
