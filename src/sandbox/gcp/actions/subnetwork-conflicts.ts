import type { Call } from '../gcp-context.js';
import {
  activePeersOf,
  blockOf,
  firstOverlap,
  type HeldRange,
  staticRoutesOf,
  subnetRanges,
} from '../state/address-space.js';
import type { Subnetwork, SubnetworkFields } from '../state/records.js';
import { invalidValue } from '../wire/errors.js';
import { GcpError } from '../wire/gcp-error.js';
import { nameOf } from '../wire/links.js';

/** A range of a subnet, and the field that holds it. */
interface Claimed extends HeldRange {
  readonly field: string;
}

/**
 * Refuses ranges that are taken, as an operation says it (code INVALID_USAGE).
 * @throws {GcpError}
 */
export function checkFree(call: Call, subnetwork: Subnetwork, fields: SubnetworkFields): void {
  const [conflict] = conflicts(call, subnetwork, fields);
  if (conflict) throw new GcpError(400, 'invalidUsage', conflict.why);
}

/**
 * Refuses them at once, naming the field.
 * @throws {GcpError}
 */
export function checkFreeNow(call: Call, subnetwork: Subnetwork, fields: SubnetworkFields): void {
  const [conflict] = conflicts(call, subnetwork, fields);
  if (conflict) throw invalidValue(conflict.field, conflict.block, conflict.why);
}

function conflicts(call: Call, subnetwork: Subnetwork, fields: SubnetworkFields) {
  const claimed = claims(subnetwork, fields);
  return claimed.flatMap((claim, index) => {
    const others = [...claimed.slice(0, index), ...takenBy(call, subnetwork)];
    const why =
      takenInside(claim, others) ??
      takenByRoute(call, subnetwork, claim) ??
      takenByPeer(call, subnetwork, claim);
    return why === undefined ? [] : [{ field: claim.field, block: claim.block.toString(), why }];
  });
}

function claims({ path }: Subnetwork, { ipCidrRange, secondaryIpRanges }: SubnetworkFields): Claimed[] {
  const texts = [
    { field: 'resource.ipCidrRange', text: ipCidrRange },
    ...(secondaryIpRanges ?? []).map((range, index) => {
      return { field: `resource.secondaryIpRanges[${index}].ipCidrRange`, text: range.ipCidrRange };
    }),
  ];
  return texts.flatMap(({ field, text }) => {
    const block = blockOf(text);
    return block ? [{ field, block, holder: path }] : [];
  });
}

/** The ranges of the network's other subnets. */
function takenBy({ world }: Call, { network, path }: Subnetwork): HeldRange[] {
  return subnetRanges(world, network).filter(({ holder }) => holder !== path);
}

function takenInside(claim: Claimed, others: readonly HeldRange[]): string | undefined {
  const taken = firstOverlap([claim], others)?.theirs.holder;
  if (taken === undefined) return undefined;
  const region = taken.split('/')[3];
  return `Invalid IPCidrRange: ${claim.block} conflicts with existing subnetwork '${nameOf(taken)}' in region '${region}'.`;
}

/** A static route with the range of a subnet, or inside it, would hide the subnet's addresses. */
function takenByRoute({ world }: Call, { network }: Subnetwork, { block }: Claimed): string | undefined {
  const routes = staticRoutesOf(world, network);
  const inside = routes.find(({ fields }) => {
    const destination = blockOf(fields.destRange);
    return destination && block.contains(destination);
  });
  return inside && `Invalid IPCidrRange: ${block} conflicts with existing route '${inside.name}'.`;
}

function takenByPeer({ world }: Call, { network, path }: Subnetwork, { block }: Claimed): string | undefined {
  const local = world.networks.get(network);
  const peers = local ? activePeersOf(world, local) : [];
  const theirs = peers.flatMap((peer) => subnetRanges(world, peer.path));
  const overlap = theirs.find((range) => range.block.overlaps(block));
  return (
    overlap &&
    `An IP range in the peer network (${overlap.block}) overlaps with an IP range in the local network (${block}) allocated by resource (${path}).`
  );
}
