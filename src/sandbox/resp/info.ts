import type { RespReply } from './reply.js';
import type { Session } from './session.js';

/** INFO: the fields that clients look at while they connect. Without names, or with `all`, every section. */
export function info({ store, node, loading }: Session, names: readonly string[]): RespReply {
  const sections: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
    Server: {
      redis_version: '7.4.0',
      dragonfly_version: 'df-sandbox',
      redis_mode: node ? 'cluster' : 'standalone',
      arch_bits: 64,
    },
    Stats: { total_connections_received: store.connections },
    Memory: { used_memory: [...store.data.values()].reduce((bytes, value) => bytes + value.length, 0) },
    Persistence: { loading: loading ? 1 : 0 },
    Replication: { role: 'master', connected_slaves: 0 },
    Cluster: { cluster_enabled: node ? 1 : 0 },
    Keyspace: { db0: `keys=${store.data.size},expires=0,avg_ttl=0` },
  };
  const wanted = names.map((name) => name.toLowerCase());
  const everything =
    wanted.length === 0 || wanted.some((name) => ['all', 'default', 'everything'].includes(name));
  const text = Object.entries(sections)
    .filter(([title]) => everything || wanted.includes(title.toLowerCase()))
    .map(([title, fields]) => `# ${title}\r\n${lines(fields)}`)
    .join('\r\n');
  return { kind: 'verbatim', text };
}

function lines(fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
}
