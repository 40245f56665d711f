import type { WireConnection, WireDatastore, WireNetwork } from '../../src/resources/wire.js';

/** A connection on AWS as the API answers it. */
export function wireConnection(changes: Partial<WireConnection> = {}): WireConnection {
  return {
    connection_id: 'conn-1',
    status: 'pending',
    status_detail: '',
    peer_connection_id: '',
    connection_config: {
      name: 'to-app',
      network_id: 'net-1',
      peer: {
        account_id: '123456789012',
        cidr_block: '',
        vpc_id: 'vpc-0a1b2c3d',
        azure: { resource_group: '', tenant_id: '', app_object_id: '', use_remote_gateways: false },
      },
    },
    ...changes,
  };
}

/** A network on AWS as the API answers it. */
export function wireNetwork(changes: Partial<WireNetwork> = {}): WireNetwork {
  return {
    network_id: 'net-1',
    status: 'active',
    created_at: 1_780_000_000,
    vpc: { resource_id: 'vpc-0f0f0f0f', account_id: '210987654321' },
    name: 'orders',
    location: { provider: 'aws', region: 'us-east-1' },
    cidr_block: '192.168.0.0/16',
    byoc: {},
    ...changes,
  };
}

/** A datastore with every secret that there is. */
export function wireDatastore(changes: Partial<WireDatastore> = {}): WireDatastore {
  return {
    datastore_id: 'dst-1',
    status: 'active',
    created_at: 1_780_000_000,
    password: 'p@ss/word',
    addr: '192.168.0.10:6379',
    dashboard: { url: 'https://dash.example/dst-1' },
    config: {
      name: 'cache',
      network_id: 'net-1',
      location: { provider: 'aws', region: 'us-east-1', availability_zones: null },
      tier: { max_memory_bytes: 3_000_000_000, performance_tier: 'dev', replicas: 1 },
      cluster: null,
      dragonfly: { tls: false, acl_rules: ['user ann on >hunter2 ~* +@all'] },
      backup_policy: { enabled: true, hours: [1, 2] },
      restore: { backup_id: '', loaded: false },
      maintenance_window: { weekday: 1, hour: 2, duration_hours: 3 },
      disable_passkey: false,
      byoc: {},
    },
    ...changes,
  };
}

/** The input for `connections.create` that fits `wireConnection`. */
export const AWS_CONNECTION = {
  name: 'to-app',
  networkId: 'net-1',
  peer: { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' },
} as const;
