import { formatAddress } from '../../../path/address.js';
import { type Cidr, hostCidr } from '../../../path/cidr.js';
import type { Call } from '../gcp-context.js';
import { blockOf } from '../state/address-space.js';
import type { Instance, InstanceFields } from '../state/instance-record.js';
import type { Subnetwork } from '../state/records.js';
import type { Body } from '../wire/body.js';
import { invalidValue, notFound } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf, nameOf, pathOf } from '../wire/links.js';
import { networkNamed } from './networks-named.js';

type Interface = Instance['interfaces'][number];

/** Google keeps the first two addresses of a subnet. */
const FIRST_FREE = 2n;

/**
 * A VM as it is kept, running at once. Disks, images and most other things of a request are not looked at: no packet
 * depends on them.
 * @throws {GcpError} what is wrong with the request
 */
export function instanceFields(
  call: Call,
  scope: string,
): { readonly fields: InstanceFields; readonly interfaces: readonly Interface[] } {
  const { body } = call;
  const nics = body.objects('networkInterfaces') ?? [];
  if (nics.length === 0) {
    throw invalidValue('resource.networkInterfaces', '', 'At least one network interface is required.');
  }
  const region = scope.replace(/^zones\/(.*)-[a-z]$/, '$1');
  const parts = nics.map((nic, index) => networkInterface(call, nic, index, region));
  const accounts = body.objects('serviceAccounts')?.map((account) => {
    return { email: account.required('email'), scopes: account.texts('scopes') ?? [] };
  });
  const items = body.object('tags')?.texts('items');
  const fields: InstanceFields = {
    description: body.text('description'),
    machineType: body.text('machineType'),
    status: 'RUNNING',
    canIpForward: body.flag('canIpForward') ?? false,
    tags: items && items.length > 0 ? { items } : {},
    serviceAccounts: accounts,
    networkInterfaces: parts.map(({ view }) => view),
  };
  return { fields, interfaces: parts.map(({ place }) => place) };
}

function networkInterface(
  call: Call,
  nic: Body,
  index: number,
  region: string,
): { readonly view: Fields; readonly place: Interface } {
  const at = `resource.networkInterfaces[${index}]`;
  const subnetwork = subnetworkFor(call, nic, at, region);
  const place = { network: subnetwork.network, subnetwork: subnetwork.path };
  const aliases = nic.objects('aliasIpRanges')?.map((range) =>
    defined({
      ipCidrRange: range.required('ipCidrRange'),
      subnetworkRangeName: range.text('subnetworkRangeName'),
    }),
  );
  const view = defined({
    kind: 'compute#networkInterface',
    name: `nic${index}`,
    network: linkOf(place.network),
    subnetwork: linkOf(place.subnetwork),
    networkIP: addressFor(call, subnetwork, nic.text('networkIP'), at),
    aliasIpRanges: aliases,
    accessConfigs: nic.objects('accessConfigs')?.map(({ fields }) => fields),
    stackType: nic.text('stackType') ?? 'IPV4_ONLY',
  });
  return { view, place };
}

/** The subnet that is named; in a network of automatic subnets, the one of the region. */
function subnetworkFor(call: Call, nic: Body, at: string, region: string): Subnetwork {
  const { world, project } = call;
  const named = nic.text('subnetwork');
  if (named !== undefined) {
    const path = pathOf(named, project.id);
    const subnetwork = world.subnetworks.get(path ?? '');
    if (!subnetwork || !call.sees(subnetwork)) throw notFound(path ?? named);
    if (subnetwork.scope !== `regions/${region}`) {
      throw invalidValue(`${at}.subnetwork`, named, `The subnetwork must be in region ${region}.`);
    }
    return subnetwork;
  }
  const network = networkNamed(call, nic.text('network') ?? 'global/networks/default', `${at}.network`);
  const automatic = world.subnetworks
    .all()
    .find((one) => one.network === network.path && one.scope === `regions/${region}`);
  if (automatic && network.fields.autoCreateSubnetworks) return automatic;
  throw invalidValue(
    `${at}.subnetwork`,
    '',
    `Network ${nameOf(network.path)} needs a subnetwork to be specified.`,
  );
}

/** The one that is asked for, or the first that is free. */
function addressFor(
  { world }: Call,
  { path, fields }: Subnetwork,
  wanted: string | undefined,
  at: string,
): string {
  const block = blockOf(fields.ipCidrRange);
  const taken = world.instances
    .all()
    .flatMap(({ interfaces, fields: { networkInterfaces } }) =>
      networkInterfaces
        .filter((_, index) => interfaces[index]?.subnetwork === path)
        .map(({ networkIP }) => networkIP),
    );
  if (wanted !== undefined) {
    const host = hostCidr(wanted);
    if (host && block?.contains(host) && !taken.includes(wanted)) return wanted;
    throw invalidValue(`${at}.networkIP`, wanted, 'The address must be free, and inside of the subnetwork.');
  }
  return freeAddress(block, taken);
}

function freeAddress(block: Cidr | undefined, taken: readonly unknown[]): string {
  const first = block?.first ?? 0n;
  const last = block?.last ?? 0n;
  for (let value = first + FIRST_FREE; value < last - 1n; value += 1n) {
    const address = formatAddress(4, value);
    if (!taken.includes(address)) return address;
  }
  throw invalidValue('resource.networkInterfaces', '', 'The subnetwork has no free address.');
}
