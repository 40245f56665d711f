import { networkFindings } from '../../peering/preflight/network-findings.js';
import type { Check } from './check.js';

/** The Dragonfly network works and says who its VPC is; without that no request can be told from a stranger's. */
export const checkNetwork: Check = async ({ flow: { network } }) =>
  networkFindings(
    network,
    `Dragonfly does not say which AWS account and VPC network ${network.id} is in, so its request cannot be recognised.`,
  );
