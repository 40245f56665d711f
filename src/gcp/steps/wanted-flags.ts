import type { PeeringFlags } from '../compute/compute.js';
import type { NetworkPeering } from '../compute/model.js';
import type { Settings } from '../options.js';

/** The options of the peering that were asked for; the others are not touched. */
export function wantedFlags({ importCustomRoutes, exportCustomRoutes, stackType }: Settings): PeeringFlags {
  return {
    ...(importCustomRoutes !== undefined && { importCustomRoutes }),
    ...(exportCustomRoutes !== undefined && { exportCustomRoutes }),
    ...(stackType !== undefined && { stackType }),
  };
}

/** Those that differ from what the peering has. */
export function differingFlags(wanted: PeeringFlags, peering: NetworkPeering): PeeringFlags {
  const { importCustomRoutes, exportCustomRoutes, stackType } = wanted;
  return {
    ...(importCustomRoutes !== undefined &&
      importCustomRoutes !== peering.importCustomRoutes && { importCustomRoutes }),
    ...(exportCustomRoutes !== undefined &&
      exportCustomRoutes !== peering.exportCustomRoutes && { exportCustomRoutes }),
    ...(stackType !== undefined && stackType !== peering.stackType && { stackType }),
  };
}
