import { cidr } from './cidr.js';
import type { Action, FilterLayer, Rule } from './filter.js';
import type { Route, RouteStage, Target } from './route.js';

/** What is known of a filter layer whose rules could not be read. */
export interface UnreadableLayer {
  /** The cloud's own id of the layer. */
  readonly id: string;
  /** What it is attached to. */
  readonly attachedTo: string;
  /** Whether such a layer follows connections. */
  readonly stateful: boolean;
  /** What such a layer can do at all: a network ACL cannot `accept`, a firewall policy can. */
  readonly actions: readonly [Action, ...Action[]];
  /** Why it could not be read, for example the missing permission. */
  readonly why: string;
}

/** A layer that is there but could not be read: each of its actions may happen to each packet. */
export function unreadableLayer({ id, attachedTo, stateful, actions, why }: UnreadableLayer): FilterLayer {
  const [fallback, ...others] = actions;
  const rules = others.map((action): Rule => ({ id, action, match: {}, applies: 'maybe', why }));
  return { id, attachedTo, stateful, rules, fallback };
}

/** What is known of routes that could not be read. */
export interface UnreadableRoutes {
  /** The cloud's own id of the table or prefix list. */
  readonly name: string;
  /** Where they lead, when only their destinations could not be read (a prefix list). */
  readonly target?: Target;
  /** Why they could not be read, for example the missing permission. */
  readonly why: string;
}

/**
 * A stage for routes that could not be read. Without a target it stands in the place of the whole table. With one it
 * goes before the table: its entries may be longer than any route there, so each packet may be theirs.
 */
export function unreadableRoutes({ name, target, why }: UnreadableRoutes): RouteStage {
  const routes = ['0.0.0.0/0', '::/0'].map(
    (all): Route => ({
      id: name,
      destination: cidr(all),
      ...(target && { when: { unresolved: [why] } }),
      rank: 0,
      targets: [target ?? { kind: 'unknown', id: name }],
      usable: 'yes',
      ifUnusable: 'drop',
      origin: 'unreadable',
      note: why,
    }),
  );
  return { name, order: 'listed', routes };
}
