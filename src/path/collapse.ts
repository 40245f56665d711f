import { cutFlows, type Flows, type Side } from './match.js';
import { compare, type Spans, unite } from './spans.js';

/** Flows with something said of them; equal keys say the same. */
export interface Labelled<T> {
  /** The flows. */
  readonly flows: Flows;
  /** Identifies the label. */
  readonly key: string;
  /** The label. */
  readonly value: T;
}

/** Far addresses and local ports for which the same labels hold, each for a part of the local addresses and far ports. */
export interface Cell<T> {
  /** The far addresses and local ports; the other two sides are those of the whole. */
  readonly flows: Flows;
  /** The labels with the flows they hold for. Mostly a single one, which holds for the whole cell. */
  readonly members: readonly Labelled<T>[];
}

/**
 * Flattens labelled flows, which must not overlap and together hold all of `whole`, onto far address and local port:
 * every such pair is in exactly one cell. Cells with the same members are joined; they come in rising order.
 */
export function collapse<T>(whole: Flows, labelled: readonly Labelled<T>[]): Cell<T>[] {
  const spans = ({ flows }: Labelled<T>) =>
    flows.local === whole.local && flows.remotePorts === whole.remotePorts;
  const single = labelled.filter(spans).map((member) => ({ ...member, value: [member] }));
  const several = labelled
    .filter((member) => !spans(member))
    .reduce<readonly Cell<T>[]>((cells, member) => overlay(cells, member, whole), [])
    .map(({ flows, members }) => {
      const value = join(members, ['local', 'remotePorts']);
      return { flows, key: value.map(labelOf).join('|'), value };
    });
  return join<readonly Labelled<T>[]>([...single, ...several], ['remote', 'localPorts'])
    .map(({ flows, value }) => ({ flows, members: value }))
    .sort(byPlace);
}

/** Adds a member to the cells that it touches, splitting those it touches in part. */
function overlay<T>(cells: readonly Cell<T>[], member: Labelled<T>, whole: Flows): Cell<T>[] {
  const { remote, localPorts } = member.flows;
  const result: Cell<T>[] = [];
  let fresh: Flows[] = [{ ...whole, remote, localPorts }];
  for (const cell of cells) {
    const { taken, rest } = cutFlows(cell.flows, { remote, localPorts });
    if (taken) result.push({ flows: taken, members: [...cell.members, member] });
    result.push(...rest.map((flows) => ({ flows, members: cell.members })));
    const cut = { remote: cell.flows.remote, localPorts: cell.flows.localPorts };
    fresh = fresh.flatMap((flows) => cutFlows(flows, cut).rest);
  }
  return [...result, ...fresh.map((flows) => ({ flows, members: [member] }))];
}

/** Joins flows that carry the same label and differ in one of the two sides only. */
function join<T>(parts: readonly Labelled<T>[], [first, second]: readonly [Side, Side]): Labelled<T>[] {
  return parts.length < 2 ? [...parts] : joinAlong(joinAlong(parts, first, second), second, first);
}

function joinAlong<T>(parts: readonly Labelled<T>[], along: Side, fixed: Side): Labelled<T>[] {
  const groups = new Map<string, Labelled<T>[]>();
  for (const part of parts) {
    const key = `${part.key}@${print(part.flows[fixed])}`;
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (!one) return [];
    if (group.length === 1) return [one];
    const together = group.map(({ flows }) => flows[along]).reduce(unite);
    return [{ ...one, flows: { ...one.flows, [along]: together } }];
  });
}

function labelOf<T>({ key, flows }: Labelled<T>): string {
  return `${key}@${print(flows.local)}@${print(flows.remotePorts)}`;
}

function print(spans: Spans): string {
  return spans.map(({ from, end }) => `${from}-${end}`).join(',');
}

function byPlace<T>(a: Cell<T>, b: Cell<T>): number {
  const first = (spans: Spans) => spans[0]?.from ?? 0n;
  return (
    compare(first(a.flows.remote), first(b.flows.remote)) ||
    compare(first(a.flows.localPorts), first(b.flows.localPorts))
  );
}
