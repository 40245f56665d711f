import type { Cidr } from '../../path/cidr.js';
import { merge } from '../../path/cidr-set.js';
import type { WayBack } from '../../path/snapshot.js';
import type { NetworkFacts } from './facts.js';

/**
 * The peering exchanges the routes, so the far side has a way back to what it takes of them: as the peering shows it where
 * that may be read, else to the ranges of all subnets, which are always exchanged. The range of a connector is that of a
 * subnet that Google keeps to itself, and is taken to be exchanged as well.
 */
export function wayBackOf({ regions, peering }: NetworkFacts, local: readonly Cidr[]): WayBack {
  const shown = [...regions.values()].map(({ outgoing }) => outgoing);
  const evidence =
    peering?.state === 'ACTIVE' && shown.length > 0 && shown.every((some) => some !== undefined);
  if (!evidence) return { kind: 'exchanged', cidrs: merge(local) };
  const taken = shown.flatMap((some = []) => some.filter(({ imported }) => imported));
  const hidden = [...regions.values()].flatMap(({ connectors }) =>
    connectors.flatMap(({ cidr }) => cidr ?? []),
  );
  return { kind: 'exchanged', cidrs: merge([...taken.map(({ destination }) => destination), ...hidden]) };
}
