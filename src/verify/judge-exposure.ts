import { exposure } from '../path/exposure.js';
import { isClearOnThisSide, type Piece } from '../path/piece.js';
import type { PortRange } from '../path/port-range.js';
import type { PathSnapshot, Source } from '../path/snapshot.js';

/** What the Dragonfly network can open connections to, in one source of the customer's network. */
export interface ExposureReport {
  /** The source: a subnet with the filters of some of its hosts. */
  readonly source: string;
  /** The cloud's own id of the subnet, where it has one. */
  readonly subnetId?: string;
  /** The openings; empty when nothing can be reached. */
  readonly openings: readonly ExposureOpening[];
}

/** TCP ports that can be reached, and from where. */
export interface ExposureOpening {
  /** The far addresses that connections may come from. */
  readonly from: readonly string[];
  /** TCP ports at the customer's end: `6379`, or `1000-2000`. */
  readonly ports: readonly string[];
  /**
   * `open`: they can be reached; `partly`: from or at some of the addresses only; `unknown`: it hangs on what could
   * not be read.
   */
  readonly outcome: 'open' | 'partly' | 'unknown';
}

/** Says of every source of a snapshot what the far side can reach there by TCP, as the configuration stands. */
export function judgeExposure(snapshot: PathSnapshot): ExposureReport[] {
  return snapshot.sources.map((source) => ({
    source: source.id,
    ...(source.subnetId !== undefined && { subnetId: source.subnetId }),
    openings: openingsOf(snapshot, source),
  }));
}

function openingsOf(snapshot: PathSnapshot, { id }: Source): ExposureOpening[] {
  return exposure(snapshot, { sourceId: id }).flatMap((piece) => {
    const outcome = outcomeOf(piece);
    if (outcome === undefined) return [];
    return { from: piece.remote.map(String), ports: piece.localPorts.map(portText), outcome };
  });
}

/** What the far side does with its own packets is its to change, so what only hangs on that counts as open. */
function outcomeOf(piece: Piece): ExposureOpening['outcome'] | undefined {
  if (isClearOnThisSide(piece)) return 'open';
  if (piece.outcome === 'blocked') return undefined;
  return piece.outcome === 'unknown' ? 'unknown' : 'partly';
}

function portText({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}
