import { networkFindings } from '../../peering/preflight/network-findings.js';
import type { Check } from './check.js';

/** The Dragonfly network works and says which virtual network it is. */
export const checkNetwork: Check = async ({ flow: { network } }) =>
  networkFindings(
    network,
    `Dragonfly does not say which virtual network of Azure network ${network.id} is, so there is nothing to peer with.`,
  );
