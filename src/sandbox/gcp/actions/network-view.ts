import type { Call } from '../gcp-context.js';
import { peeringsView } from '../peering-view.js';
import { subnetworksOf } from '../state/address-space.js';
import { resourceView } from '../state/lifecycle.js';
import type { Network } from '../state/records.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';

/** A network as the API shows it: without subnets or peerings it has no such fields (recorded). */
export function networkView(call: Call, network: Network): Fields {
  const { world, gcp } = call;
  const subnetworks = subnetworksOf(world, network.path)
    .filter((subnetwork) => call.sees(subnetwork))
    .map(({ path }) => linkOf(path));
  const peerings = gcp.consistency.peeringsShown(network.path, peeringsView(world, network));
  return resourceView(
    world.networks,
    network,
    defined({
      selfLinkWithId: linkOf(`projects/${network.project}/global/networks/${network.id}`),
      subnetworks: subnetworks.length > 0 ? subnetworks : undefined,
      peerings: peerings.length > 0 ? peerings : undefined,
    }),
  );
}
