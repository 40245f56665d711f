import { type Spans, toSpans } from './spans.js';

/** Ports from `from` to `to`, both included. */
export interface PortRange {
  /** 0 to 65535. */
  readonly from: number;
  /** 0 to 65535, not below `from`. */
  readonly to: number;
}

/** Every port. */
export const ALL_PORTS: PortRange = { from: 0, to: 65_535 };

/** The ports as a set. Throws `RangeError` for a range that is none. */
export function portSpans(ranges: readonly PortRange[]): Spans {
  return toSpans(ranges.map(spanOf));
}

/** A set of ports as ranges, rising. */
export function portRanges(spans: Spans): PortRange[] {
  return spans.map((span) => ({ from: Number(span.from), to: Number(span.end) - 1 }));
}

function spanOf({ from, to }: PortRange) {
  if (!isPort(from) || !isPort(to) || from > to) {
    throw new RangeError(`ports ${from}-${to}: give two whole numbers from 0 to 65535, the lower one first`);
  }
  return { from: BigInt(from), end: BigInt(to) + 1n };
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= ALL_PORTS.to;
}
