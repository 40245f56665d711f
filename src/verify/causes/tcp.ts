import { type At, at, cause, duration, listed } from './cause.js';

type Failed = At & { readonly errno: string; readonly ms: number };

/** A packet arrived, and nobody listens. */
export const tcpRefused = cause('tcp_refused', 'tcp', 'you', (e: Failed) => ({
  summary: `${at(e)} refused the connection after ${duration(e.ms)}: the packet arrived, and nothing listens there.`,
  fix: {
    text: 'Routes and firewall are fine. Check the port, and that the datastore is active; a firewall that rejects instead of dropping looks the same.',
    command: 'dfcloud datastores list',
  },
}));

/** The packets vanish. */
export const tcpTimeout = cause(
  'tcp_timeout',
  'tcp',
  'you',
  (e: At & { readonly ms: number; readonly cidrs: readonly string[] }) => {
    const to = listed(e.cidrs) || e.address;
    return {
      summary: `${at(e)} did not answer the connection attempt within ${duration(e.ms)}: something on the way drops the packets.`,
      fix: {
        text: [
          'Most probable first:',
          `1. Route: the route table of this host's subnet must send ${to} to the peering (AWS: aws ec2 describe-route-tables; GCP: gcloud compute networks peerings list-routes; Azure: az network nic show-effective-route-table).`,
          `2. Firewall out: security group, NSG or VPC firewall must allow TCP ${e.port} to ${to}.`,
          `3. Way back: a network ACL is stateless; it must allow TCP 1024-65535 from ${to} in.`,
          '4. Far side: the connection must be active, and Dragonfly must know the CIDR that the packets come from (dfcloud connections list).',
        ].join('\n'),
        command: `nc -vz -w 5 ${e.address} ${e.port}`,
      },
    };
  },
);

/** A router, or the own kernel after asking the neighbours, says that the host is not there. */
export const tcpHostUnreachable = cause('tcp_host_unreachable', 'tcp', 'you', (e: Failed) => ({
  summary: `${e.address} cannot be reached (${e.errno}): a router or this host says that it is not there.`,
  fix: {
    text: 'The route ends in the wrong place: in the local subnet, or at a router that does not know the network. Look which route wins.',
    command: `ip route get ${e.address}`,
  },
}));

/** A router, or the own kernel, knows no way to the network. */
export const tcpNetworkUnreachable = cause('tcp_network_unreachable', 'tcp', 'you', (e: Failed) => ({
  summary: `There is no way to the network of ${e.address} (${e.errno}).`,
  fix: {
    text: "Add the route for the Dragonfly network's CIDR where this host's packets go.",
    command: `ip route get ${e.address}`,
  },
}));

/** The own host forbids the connection. */
export const tcpNotPermitted = cause('tcp_not_permitted', 'firewall', 'you', (e: Failed) => ({
  summary: `This host itself forbids the connection to ${at(e)} (${e.errno}).`,
  fix: {
    text: 'A local firewall rule or a sandbox (container policy, Node permission model) rejects it. Allow this process to connect.',
    command: 'sudo nft list ruleset',
  },
}));

/** The own host has no more sockets or ports; nothing was learnt about the endpoint. */
export const tcpLocalLimit = cause('tcp_local_limit', 'tcp', 'you', (e: Failed) => ({
  summary: `This host could not open a socket to ${at(e)} (${e.errno}); nothing was learnt about the endpoint.`,
  fix: {
    text: 'Raise the limit of open files, or lower the concurrency, and run this again.',
    command: 'ulimit -n',
  },
}));

/** Any other errno. */
export const tcpFailed = cause('tcp_failed', 'tcp', 'you', (e: Failed) => ({
  summary: `The connection to ${at(e)} failed with ${e.errno} after ${duration(e.ms)}.`,
  fix: {
    text: 'Try the same from another host of the subnet: if that works, the trouble is on this host.',
    command: `nc -vz -w 5 ${e.address} ${e.port}`,
  },
}));

/** The run's own time was up before anything could be said. */
export const outOfTime = cause(
  'out_of_time',
  'tcp',
  'you',
  (e: { readonly timeoutMs: number; readonly undecided: string }) => ({
    summary: `The time for the whole run (${duration(e.timeoutMs)}) was up before ${e.undecided} could be decided.`,
    fix: { text: 'Give it more time: --timeout-ms 10000, timeoutMs: 10000.' },
  }),
);
