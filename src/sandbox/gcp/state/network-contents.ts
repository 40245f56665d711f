import type { GcpContext } from '../gcp-context.js';
import { autoBlock, REGIONS } from '../regions.js';
import { linkOf } from '../wire/links.js';
import { INTERNET_GATEWAY, staticRoutesOf, subnetworksOf } from './address-space.js';
import { newResource } from './lifecycle.js';
import { detach, isAttached } from './policy-associations.js';
import type { Network, Subnetwork } from './records.js';

type Gcp = Pick<GcpContext, 'world' | 'ids' | 'clock'>;

/** What goes with a network that is deleted: its routes, subnets and halves of peerings, and what policies say of it. */
export function removeContents(
  { world, peerings }: Pick<GcpContext, 'world' | 'peerings'>,
  network: Network,
): void {
  for (const half of network.peerings) peerings.remove(network, half);
  for (const subnetwork of subnetworksOf(world, network.path)) world.subnetworks.remove(subnetwork);
  for (const route of staticRoutesOf(world, network.path)) world.routes.remove(route);
  const link = linkOf(network.path);
  for (const policy of world.firewallPolicies.all()) if (isAttached(policy, link)) detach(policy, link);
}

/** The route to the internet that every new network has. */
export function addDefaultRoute(gcp: Gcp, { project, path }: Network): void {
  const name = `default-route-${gcp.ids.nameEnd(path)}`;
  const route = newResource(
    gcp,
    gcp.world.routes,
    { project, scope: 'global', name },
    {
      description: 'Default route to the Internet.',
      network: linkOf(path),
      destRange: '0.0.0.0/0',
      priority: 1000,
      nextHopGateway: linkOf(`projects/${project}/global/gateways/${INTERNET_GATEWAY}`),
    },
  );
  gcp.world.routes.add({ ...route, phase: 'ready', network: path });
}

/** A subnet in each region, as a network in auto mode has them. */
export function addAutoSubnetworks(gcp: Gcp, network: Network): void {
  for (const region of REGIONS) addSubnetwork(gcp, network, { region, block: autoBlock(region) });
}

/** A subnet that nobody asked for by the API: ready at once. Its name is the network's unless one is given. */
export function addSubnetwork(
  gcp: Gcp,
  { project, path, name }: Network,
  {
    region,
    block,
    subnet = name,
  }: { readonly region: string; readonly block: string; readonly subnet?: string },
): Subnetwork {
  const record = newResource(
    gcp,
    gcp.world.subnetworks,
    { project, scope: `regions/${region}`, name: subnet },
    {
      network: linkOf(path),
      ipCidrRange: block,
      gatewayAddress: block.replace(/\d+\/\d+$/, '1'),
      privateIpGoogleAccess: false,
      privateIpv6GoogleAccess: 'DISABLE_GOOGLE_ACCESS',
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
      fingerprint: 'AAAAAAAAAAA=',
    },
  );
  const subnetwork: Subnetwork = { ...record, phase: 'ready', network: path };
  gcp.world.subnetworks.add(subnetwork);
  return subnetwork;
}
