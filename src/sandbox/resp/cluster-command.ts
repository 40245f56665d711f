import { clusterInfo, clusterNodes, clusterShards, clusterSlots, slotOf } from './cluster.js';
import { failure, type RespReply, syntaxError, unknownSubcommand } from './reply.js';
import type { Args, Session } from './session.js';

/** CLUSTER, the parts that clients and probes use to find the nodes. */
export function cluster(session: Session, [subcommand, key]: Args): RespReply {
  const { node, store } = session;
  if (!node) return failure('ERR Cluster is disabled. Use --cluster_mode=yes to enable.');
  switch (String(subcommand).toUpperCase()) {
    case 'SLOTS':
      return clusterSlots(store.nodes);
    case 'SHARDS':
      return clusterShards(store.nodes, session.tls);
    case 'NODES':
      return { kind: 'verbatim', text: clusterNodes(store.nodes, node) };
    case 'INFO':
      return { kind: 'verbatim', text: clusterInfo(store.nodes) };
    case 'MYID':
      return node.id;
    case 'KEYSLOT':
      return key ? slotOf(key) : syntaxError();
    default:
      return unknownSubcommand('CLUSTER', subcommand);
  }
}
