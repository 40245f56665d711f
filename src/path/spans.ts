/** A run of whole numbers, from `from` up to but not including `end`. Half open, so that no set operation needs arithmetic. */
export interface Span {
  /** The first number of the run. */
  readonly from: bigint;
  /** The first number after the run. */
  readonly end: bigint;
}

/** A set of whole numbers: its runs in rising order, none empty, no two touching. Immutable; operations share what they can. */
export type Spans = readonly Span[];

/** Brings runs in any order, also overlapping ones, into the form of `Spans`. */
export function toSpans(runs: Iterable<Span>): Spans {
  const sorted = [...runs].filter((run) => run.from < run.end).sort((a, b) => compare(a.from, b.from));
  const merged: Span[] = [];
  for (const run of sorted) {
    const before = merged.at(-1);
    if (!before || before.end < run.from) merged.push(run);
    else if (before.end < run.end) merged[merged.length - 1] = { from: before.from, end: run.end };
  }
  return merged;
}

/** What lies in `a`, in `b` or in both. */
export function unite(a: Spans, b: Spans): Spans {
  if (a.length === 0) return b;
  return b.length === 0 ? a : toSpans([...a, ...b]);
}

/** What lies in both. Gives `a` itself when nothing is lost. */
export function intersect(a: Spans, b: Spans): Spans {
  if (areApart(a, b)) return NONE;
  const common: Span[] = [];
  let j = firstEndingAfter(b, a[0]?.from);
  for (let i = firstEndingAfter(a, b[0]?.from); i < a.length; i += 1) {
    const mine = a[i];
    if (!mine) break;
    for (let other = b[j]; other && other.from < mine.end; other = b[j]) {
      if (mine.from < other.end) common.push(overlapOf(mine, other));
      if (other.end > mine.end) break;
      j += 1;
    }
    if (j >= b.length) break;
  }
  return equalSpans(common, a) ? a : common;
}

/** What lies in `a` and not in `b`. Gives `a` itself when nothing is taken. */
export function subtract(a: Spans, b: Spans): Spans {
  if (areApart(a, b)) return a;
  const start = firstEndingAfter(a, b[0]?.from);
  if (start === a.length) return a;
  const left: Span[] = a.slice(0, start);
  let j = firstEndingAfter(b, a[start]?.from);
  for (const mine of a.slice(start)) {
    let from = mine.from;
    for (let taken = b[j]; taken && taken.from < mine.end; taken = b[j]) {
      if (from < taken.from) left.push({ from, end: taken.from });
      if (taken.end > from) from = taken.end;
      if (taken.end > mine.end) break;
      j += 1;
    }
    if (from < mine.end) left.push(from === mine.from ? mine : { from, end: mine.end });
  }
  return equalSpans(left, a) ? a : left;
}

/** True when both hold the same numbers. */
export function equalSpans(a: Spans, b: Spans): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((run, index) => run.from === b[index]?.from && run.end === b[index]?.end);
}

/** How many numbers the set holds. */
export function countOf(spans: Spans): bigint {
  return spans.reduce((sum, run) => sum + run.end - run.from, 0n);
}

/** The order of two numbers, as `sort` wants it. */
export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NONE: Spans = [];

/** True when one set ends before the other begins: the usual case with many rules, so it is asked first. */
export function areApart(a: Spans, b: Spans): boolean {
  const [firstOfA, firstOfB] = [a[0], b[0]];
  const [lastOfA, lastOfB] = [a[a.length - 1], b[b.length - 1]];
  if (!firstOfA || !firstOfB || !lastOfA || !lastOfB) return true;
  return lastOfA.end <= firstOfB.from || lastOfB.end <= firstOfA.from;
}

/** The index of the first run that reaches beyond `at`; the length when there is none, or nothing to look for. */
function firstEndingAfter(spans: Spans, at: bigint | undefined): number {
  if (at === undefined) return spans.length;
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = spans[middle];
    if (run && run.end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function overlapOf(a: Span, b: Span): Span {
  const from = a.from > b.from ? a.from : b.from;
  const end = a.end < b.end ? a.end : b.end;
  return from === a.from && end === a.end ? a : { from, end };
}
