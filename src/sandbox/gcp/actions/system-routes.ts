import { createHash } from 'node:crypto';
import type { Call } from '../gcp-context.js';
import { halfTowards } from '../peering-life.js';
import { subnetRanges } from '../state/address-space.js';
import type { Network } from '../state/records.js';
import type { Fields } from '../wire/fields.js';
import { linkOf, timeText } from '../wire/links.js';
import { subnetRoutes } from './peering-routes.js';

/** The routes that nobody makes: to the subnets of a network, and to those of its active peers. */
export function systemRoutes(call: Call, network: Network): Fields[] {
  return [...routesToSubnets(call, network), ...routesToPeers(call, network)];
}

function routesToSubnets({ world }: Call, network: Network): Fields[] {
  return subnetRanges(world, network.path).map(({ block }) =>
    routeView(network, 'default-route', String(block), {
      description: `Default local route to the subnetwork ${block}.`,
      nextHopNetwork: linkOf(network.path),
    }),
  );
}

function routesToPeers(call: Call, network: Network): Fields[] {
  return network.peerings.flatMap((half) => {
    const peer = call.world.networks.get(half.peer);
    const other = peer && halfTowards(peer, network.path);
    if (half.state !== 'ACTIVE' || !peer || !other) return [];
    return subnetRoutes(call, [peer, other], [network, half]).flatMap(({ destRange, imported }) => {
      const more = {
        description: `Auto generated route via peering [${half.name}].`,
        nextHopPeering: half.name,
      };
      return imported ? [routeView(network, 'peering-route', String(destRange), more)] : [];
    });
  });
}

/** Such a route has no life of its own: name and id follow from where it leads. Its priority is 0 (recorded). */
function routeView(network: Network, prefix: string, destRange: string, more: Fields): Fields {
  const digest = createHash('sha256').update(`${network.path} ${prefix} ${destRange}`).digest('hex');
  const name = `${prefix}-${digest.slice(0, 16)}`;
  return {
    kind: 'compute#route',
    id: BigInt(`0x${digest.slice(16, 31)}`).toString(),
    creationTimestamp: timeText(network.createdAtMs),
    name,
    network: linkOf(network.path),
    destRange,
    priority: 0,
    selfLink: linkOf(`projects/${network.project}/global/routes/${name}`),
    ...more,
  };
}
