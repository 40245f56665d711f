import { type At, at, cause, duration, few, listed, redisCli } from './cause.js';

/** The connection was cut by force once data was sent. */
export const connectionReset = cause(
  'connection_reset',
  'tcp',
  'you',
  (e: At & { readonly errno: string; readonly sent: string }) => ({
    summary: `${at(e)} accepted the connection and then reset it (${e.errno}; tried: ${e.sent}).`,
    fix: {
      text: 'Route and firewall let the packets through. A proxy or load balancer without a backend, a source that is not allowed (protected mode, an IP filter), or a crashing server does this.',
      command: redisCli(e),
    },
  }),
);

/** The connection was closed politely, without an answer. */
export const connectionClosed = cause(
  'connection_closed',
  'resp',
  'you',
  (e: At & { readonly receivedBytes: number; readonly sent: string }) => ({
    summary: `${at(e)} accepted the connection and closed it ${e.receivedBytes ? `after ${e.receivedBytes} bytes of an answer` : 'without a byte'} (tried: ${e.sent}).`,
    fix: {
      text: 'Something listens there that does not want to talk: a proxy without a backend, a limit of clients that is reached, or another service. Check host and port.',
      command: redisCli(e),
    },
  }),
);

/** The port is open and nothing ever comes. */
export const respSilent = cause(
  'resp_silent',
  'resp',
  'you',
  (e: At & { readonly waitedMs: number; readonly receivedBytes: number; readonly sent: string }) => ({
    summary: `${at(e)} accepted the connection and then stayed silent for ${duration(e.waitedMs)}${e.receivedBytes ? ` after ${e.receivedBytes} bytes` : ''} (tried: ${e.sent}).`,
    fix: {
      text: 'Route and firewall let the connection through. A proxy with a dead backend, a hung server or a listener of another kind does this. When the store is only slow, allow it more time: --resp-timeout-ms 5000.',
      command: redisCli(e),
    },
  }),
);

/** Neither silence nor an end, and yet nothing that could be used. */
export const respNoReply = cause(
  'resp_no_reply',
  'resp',
  'you',
  (e: At & { readonly seen: string; readonly sent: string }) => ({
    summary: `${at(e)} accepted the connection, and no reply of a Redis server came (seen: ${e.seen}; tried: ${e.sent}).`,
    fix: {
      text: 'Another service may listen there. Check host and port against the datastore.',
      command: redisCli(e),
    },
  }),
);

/** A web server. */
export const respHttpServer = cause(
  'resp_http_server',
  'resp',
  'you',
  (e: At & { readonly preview: string }) => ({
    summary: `${at(e)} is an HTTP server: it answered "${e.preview.slice(0, 40)}".`,
    fix: {
      text: 'The port belongs to another service or to a proxy. Take host and port from the datastore; private endpoints use port 6379.',
      command: `curl -sv http://${at(e)}/ -o /dev/null`,
    },
  }),
);

/** Something that speaks, but not RESP. */
export const respNotRedis = cause(
  'resp_not_redis',
  'resp',
  'you',
  (e: At & { readonly preview: string; readonly protocol: string | null }) => ({
    summary: `${at(e)} does not speak the Redis protocol${e.protocol ? `; it looks like ${e.protocol}` : ''}: it answered "${e.preview.slice(0, 40)}".`,
    fix: {
      text: 'The port belongs to another service. Take host and port from the datastore; private endpoints use port 6379.',
      command: 'dfcloud datastores list',
    },
  }),
);

/** Reachable; a password is wanted and none was given. */
export const respNoauth = cause('resp_noauth', 'resp', 'you', (e: At & { readonly reply: string }) => ({
  summary: `${at(e)} is reachable and wants a password: ${e.reply}`,
  fix: {
    text: 'The network is fine; clients need the passkey of the datastore. To verify with it: export STORE_PASSWORD=..., then',
    command: `dfcloud verify --endpoint ${at(e)} --password-env STORE_PASSWORD`,
  },
}));

/** Reachable; the password is wrong. */
export const respWrongpass = cause('resp_wrongpass', 'resp', 'you', (e: At & { readonly reply: string }) => ({
  summary: `${at(e)} is reachable and refuses the user name or password: ${e.reply}`,
  fix: {
    text: 'The network is fine. Take the passkey from the datastore again; it changes when it is rotated.',
    command: 'dfcloud datastores list',
  },
}));

/** A password was given and kept back. */
export const respPasswordWithheld = cause(
  'resp_password_withheld',
  'resp',
  'you',
  (e: At & { readonly transport: string; readonly wanted: boolean }) => ({
    summary: `The password was not sent to ${at(e)}, because ${e.transport === 'tls' ? 'its certificate could not be verified' : 'the connection is not encrypted'}; ${e.wanted ? 'the store wants one' : 'PING was answered without it'}.`,
    fix: {
      text:
        e.transport === 'tls'
          ? 'Make the certificate verifiable (ca, servername, or NODE_EXTRA_CA_CERTS), then the password is sent.'
          : 'On a private network without TLS, say so: --tls off or a redis:// URL sends the password in clear, by your choice.',
    },
  }),
);

/** A password was given and the store has none. */
export const respPasswordUnused = cause(
  'resp_password_unused',
  'resp',
  'you',
  (e: At & { readonly reply: string }) => ({
    summary: `${at(e)} has no password, and refused the one that was given: ${e.reply}`,
    fix: {
      text: 'Leave the password out in your client, which otherwise fails on AUTH, or turn the passkey on.',
    },
  }),
);

/** Reachable; the data is still being loaded. */
export const respLoading = cause(
  'resp_loading',
  'resp',
  'dragonfly',
  (e: At & { readonly reply: string }) => ({
    summary: `${at(e)} is reachable and not ready yet: ${e.reply}`,
    fix: { text: 'Wait until the data is loaded, and run this again.', command: redisCli(e) },
  }),
);

/** Reachable; PING was answered with another error. */
export const respErrorReply = cause(
  'resp_error_reply',
  'resp',
  'dragonfly',
  (e: At & { readonly command: string; readonly reply: string }) => ({
    summary: `${at(e)} is reachable and answers ${e.command} with an error: ${e.reply}`,
    fix: { text: 'The network is fine. The error is of the store itself; its own words say what it needs.' },
  }),
);

/** Small packets pass and large ones vanish. */
export const mtuHole = cause(
  'mtu_hole',
  'route',
  'you',
  (e: At & { readonly stalledBytes: number; readonly passedBytes: number; readonly waitedMs: number }) => ({
    summary: `An ECHO of ${e.stalledBytes} bytes to ${at(e)} stalls (${duration(e.waitedMs)}), while ${e.passedBytes ? `${e.passedBytes} bytes pass` : 'PING passes'}: large packets are lost on the way.`,
    fix: {
      text: 'Something on the way has a smaller MTU and its "fragmentation needed" messages are blocked. Allow ICMP type 3 code 4 (IPv6: type 2), or lower the MTU of the interface to 1400 (VPN) or 1460 (GCP).',
      command: `ping -c 1 -M do -s 1472 ${e.address}`,
    },
  }),
);

type Nodes = At & { readonly nodes: readonly string[]; readonly total: number };

/** Cluster clients are sent to nodes outside the network. */
export const clusterNodeOutsideCidr = cause(
  'cluster_node_outside_cidr',
  'address',
  'dragonfly',
  (e: Nodes & { readonly cidrs: readonly string[] }) => ({
    summary: `${e.nodes.length} of ${e.total} cluster nodes announce an address outside ${listed(e.cidrs)}: ${listed(few(e.nodes))}.`,
    fix: {
      text: 'Cluster clients connect to the announced addresses, which the peering does not carry. Tell Dragonfly support, or use a client without cluster mode.',
      command: `redis-cli -h ${e.address} -p ${e.port} CLUSTER SLOTS`,
    },
  }),
);

/** The seed works, some of its nodes do not. */
export const clusterNodeUnreachable = cause(
  'cluster_node_unreachable',
  'tcp',
  'you',
  (e: Nodes & { readonly failures: readonly string[] }) => ({
    summary: `${e.nodes.length} of ${e.total} cluster nodes cannot be reached: ${listed(few(e.failures))}.`,
    fix: {
      text: "Routes and firewall rules must cover the whole network CIDR, not the seed's address alone.",
      command: `redis-cli -h ${e.address} -p ${e.port} CLUSTER SLOTS`,
    },
  }),
);
