import type { Tags } from './ec2/model.js';

/**
 * The tag that says that dfcloud made a thing, and for which Dragonfly network. Its value is the network's id, so two
 * networks on one VPC never take each other's things for their own.
 */
export const NETWORK_TAG = 'dfcloud:network';

/** The tags of a thing that is made for a network. */
export function ourTags(networkId: string, extra: Tags): Tags {
  return { ...extra, [NETWORK_TAG]: networkId };
}

/** True when the thing was made for this network. */
export function isOurs(tags: Tags, networkId: string): boolean {
  return tags[NETWORK_TAG] === networkId;
}
