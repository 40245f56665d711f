import { type At, cause, listed } from './cause.js';

/** The kernel of this host does not know where to send the packets. */
export const routeNone = cause('route_none', 'route', 'you', (e: At & { readonly errno: string }) => ({
  summary: `This host has no route to ${e.address} (${e.errno}); no packet leaves it.`,
  fix: {
    text: e.address.includes(':')
      ? 'Give this host an IPv6 address and a default route, or use the IPv4 address of the endpoint.'
      : 'Bring the interface up and give this host a default route; then look at the routes of the VPC.',
    command: `ip route get ${e.address}`,
  },
}));

/** Peering is not transitive: packets that start elsewhere are dropped. */
export const sourceOutsideVpc = cause(
  'source_outside_vpc',
  'route',
  'you',
  (
    e: At & {
      readonly source: string;
      readonly interface: string | null;
      readonly sourceCidrs: readonly string[];
      readonly passed: boolean;
    },
  ) => ({
    summary: `Packets start from ${e.source}${e.interface ? ` (${e.interface})` : ''}, outside the peered VPC ${listed(e.sourceCidrs)}${e.passed ? ', and yet they get through: something on the way translates the address' : ''}.`,
    fix: {
      text: e.passed
        ? 'Nothing to repair here. From a host without that translation it will not work: peering is not transitive.'
        : 'Peering is not transitive: what comes over a VPN, a hub or a second peering is dropped. Run this inside the peered VPC; for pods and containers, translate their addresses to the node (SNAT) or add their range to the VPC.',
      command: `ip route get ${e.address}`,
    },
  }),
);
