import { map, type RespReply } from './reply.js';

/** One node of a store: where it listens, and which of the 16,384 slots it holds. */
export interface ClusterNode {
  /** 40 hexadecimal digits. */
  readonly id: string;
  /** The IPv4 address it listens on. */
  readonly address: string;
  /** The TCP port it listens on. */
  readonly port: number;
  /** The first of its slots. */
  readonly firstSlot: number;
  /** The last of its slots. */
  readonly lastSlot: number;
}

/** The number of hash slots of the Redis Cluster protocol. */
export const SLOTS = 16_384;

/** The slot of a key: CRC16 (XMODEM) of what stands in its first pair of braces, or of the whole key. */
export function slotOf(key: Buffer): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open + 1);
  const hashed = close > open + 1 ? key.subarray(open + 1, close) : key;
  let crc = 0;
  for (const byte of hashed) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc % SLOTS;
}

/** The first and last slot of each of `count` nodes, as even as it goes. */
export function slotRanges(count: number): { readonly firstSlot: number; readonly lastSlot: number }[] {
  const start = (index: number) => Math.round((SLOTS * index) / count);
  return Array.from({ length: count }, (_, index) => ({
    firstSlot: start(index),
    lastSlot: start(index + 1) - 1,
  }));
}

/** CLUSTER SLOTS. */
export function clusterSlots(nodes: readonly ClusterNode[]): RespReply {
  return nodes.map(({ id, address, port, firstSlot, lastSlot }) => [
    firstSlot,
    lastSlot,
    [address, port, id, []],
  ]);
}

/** CLUSTER SHARDS; over TLS the port goes by another name. */
export function clusterShards(nodes: readonly ClusterNode[], tls: boolean): RespReply {
  return nodes.map(({ id, address, port, firstSlot, lastSlot }) =>
    map({
      slots: [firstSlot, lastSlot],
      nodes: [
        map({
          id,
          [tls ? 'tls-port' : 'port']: port,
          ip: address,
          endpoint: address,
          role: 'master',
          'replication-offset': 0,
          health: 'online',
        }),
      ],
    }),
  );
}

/** CLUSTER NODES as the node `self` prints it. */
export function clusterNodes(nodes: readonly ClusterNode[], self: ClusterNode): string {
  return nodes
    .map(({ id, address, port, firstSlot, lastSlot }) => {
      const flags = id === self.id ? 'myself,master' : 'master';
      return `${id} ${address}:${port}@${port} ${flags} - 0 0 1 connected ${firstSlot}-${lastSlot}\n`;
    })
    .join('');
}

/** CLUSTER INFO. */
export function clusterInfo(nodes: readonly ClusterNode[]): string {
  const lines = {
    cluster_state: 'ok',
    cluster_slots_assigned: SLOTS,
    cluster_slots_ok: SLOTS,
    cluster_slots_pfail: 0,
    cluster_slots_fail: 0,
    cluster_known_nodes: nodes.length,
    cluster_size: nodes.length,
    cluster_current_epoch: 1,
    cluster_my_epoch: 1,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
}
