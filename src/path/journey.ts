import { type Hop, outcomeOf, type StopCause, type StopCode } from './hop.js';
import type { Flows } from './match.js';

/** One thing that happens to flows at a place. */
export interface Step {
  /** What is noted of it. */
  readonly hop: Hop;
  /** How it goes on: to the next place, past the remaining places of the section, or not at all. */
  readonly next: 'on' | 'past' | StopCode;
}

/** One thing that a place may do to flows. */
export interface Option extends Step {
  /** Where it stops the other part of the flows, when the place spreads them over several targets. */
  readonly others?: readonly Stop[];
}

/** A step that does not go on. */
export interface Stop extends Step {
  /** Why not. */
  readonly next: StopCode;
}

/** What a place does to some of the flows that reach it. */
export interface Turn {
  /** Which flows. */
  readonly flows: Flows;
  /** What it may do; a single one is certain. Never empty. */
  readonly options: readonly Option[];
  /** What would have to be known to say which. */
  readonly doubts: readonly string[];
}

/** A place on the way. Its turns do not overlap and together hold all of `flows`. */
export type Place = (flows: Flows) => Turn[];

/** Places that packets go through in order; `past` leads to the end of the section. */
export type Section = readonly Place[];

/** Where a way ends when nothing stops it, or what stopped it. */
export interface Ending {
  /** All that had a say on this way. */
  readonly hops: readonly Hop[];
  /** What stopped it; undefined when it arrived. */
  readonly cause: StopCause | undefined;
  /** True for the other part of spread flows: it happens beside the main way, not instead of it. */
  readonly beside: boolean;
}

/** What becomes of flows that share one fate, with every way that is possible. */
export interface Journey {
  /** The flows. */
  readonly flows: Flows;
  /** The possible ways, in the order in which they ended; the one that arrives is last. */
  readonly endings: readonly Ending[];
  /** What would have to be known to leave only one. */
  readonly doubts: readonly string[];
}

interface Strand extends Journey {
  /** The hops so far of the way that goes on; undefined when none does. */
  readonly on: readonly Hop[] | undefined;
  /** The hops of the way that waits for the end of the section. */
  readonly past: readonly Hop[] | undefined;
}

/**
 * Sends flows through all places and splits them wherever a place treats them differently. Ways that differ only in
 * what is not known run side by side: at each place at most one goes on, so the work does not grow with the unknowns.
 */
export function travel(flows: Flows, sections: readonly Section[]): Journey[] {
  let strands: Strand[] = [{ flows, endings: [], doubts: [], on: [], past: undefined }];
  for (const section of sections) {
    for (const place of section) strands = strands.flatMap((strand) => visit(strand, place));
    strands = strands.map((strand) => ({ ...strand, on: strand.on ?? strand.past, past: undefined }));
  }
  return strands.map(arrive);
}

function visit(strand: Strand, place: Place): Strand[] {
  if (!strand.on) return [strand];
  const hops = strand.on;
  return place(strand.flows).map((turn) => advance(strand, hops, turn));
}

function advance(strand: Strand, hops: readonly Hop[], turn: Turn): Strand {
  const options = distinct(turn.options);
  const certain = options.length === 1;
  const endings = [...strand.endings];
  let { past } = strand;
  let on: readonly Hop[] | undefined;
  for (const { hop, next, others = [] } of options) {
    const sofar = [...hops, hop];
    if (next === 'on') on ??= sofar;
    else if (next === 'past') past ??= sofar;
    else endings.push({ hops: sofar, cause: { code: next, hop }, beside: false });

    for (const other of others) {
      endings.push({
        hops: [...hops, other.hop],
        cause: { code: other.next, hop: other.hop },
        beside: certain,
      });
    }
  }
  const doubts = certain ? strand.doubts : [...new Set([...strand.doubts, ...turn.doubts])];
  return { flows: turn.flows, endings, doubts, on, past };
}

/** Options that lead to the same end differ in nothing that matters; the last one is kept, it needs no further rule. */
function distinct(options: readonly Option[]): Option[] {
  const byEffect = new Map<string, Option>();
  for (const option of options) byEffect.set(effectOf(option), option);
  return [...byEffect.values()];
}

function effectOf({ next, others = [] }: Option): string {
  const beside = new Set<string>(others.map((other) => outcomeOf(other.next)));
  beside.delete(endOf(next));
  return [endOf(next), ...[...beside].sort()].join(' ');
}

function endOf(next: Option['next']): string {
  return next === 'on' || next === 'past' ? next : outcomeOf(next);
}

function arrive({ flows, endings, doubts, on }: Strand): Journey {
  if (!on) return { flows, endings, doubts };
  return { flows, endings: [...endings, { hops: on, cause: undefined, beside: false }], doubts };
}

/** A step to the next place. */
export function goOn(hop: Omit<Hop, 'effect'>): Step {
  return { hop: { ...hop, effect: 'goes-on' }, next: 'on' };
}

/** A step that ends here for this reason. */
export function stop(hop: Omit<Hop, 'effect'>, code: StopCode): Stop {
  return { hop: { ...hop, effect: outcomeOf(code) === 'blocked' ? 'stops' : 'unseen' }, next: code };
}
