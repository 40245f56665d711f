import { cidr } from '../../../path/cidr.js';
import type { AwsIds } from '../aws-ids.js';
import { regionNames } from '../regions.js';
import { AMAZON, type AwsWorld } from './aws-world.js';
import { KINDS } from './kinds.js';

/** Blocks that are set aside for examples (RFC 5737): the true ones change. */
const SERVICES = { s3: '198.51.100.0/25', dynamodb: '198.51.100.128/25' } as const;

/** Adds the prefix lists that every account sees in every region. */
export function addAmazonPrefixLists(world: AwsWorld, ids: AwsIds): void {
  for (const region of regionNames()) {
    for (const [service, block] of Object.entries(SERVICES)) {
      world.prefixLists.add({
        id: ids.fresh(KINDS.prefixList),
        ownerId: AMAZON,
        region,
        tags: new Map(),
        name: `com.amazonaws.${region}.${service}`,
        addressFamily: 'IPv4',
        maxEntries: undefined,
        versions: [[{ cidr: cidr(block), description: undefined }]],
        state: 'create-complete',
      });
    }
  }
}
