import type { WireDatastoreConfig } from '../../resources/wire.js';
import { ApiProblem } from './api-problem.js';
import { type Fields, fieldsOf } from './fields.js';
import { readLocation } from './validation.js';

const TIERS = ['dev', 'standard', 'enhanced', 'extreme', 'byoc'];

/**
 * Reads the body of POST and PUT /v1/datastores and fills in what the API answers with. On private networks TLS and
 * passkey are off unless asked for, on public endpoints they are on unless refused.
 */
export function readDatastoreConfig(body: unknown): WireDatastoreConfig {
  const fields = fieldsOf(body);
  const networkId = fields.text('network_id') ?? '';
  const accountId = fields.child('byoc')?.text('account_id') ?? '';
  return {
    name: fields.required('name'),
    network_id: networkId,
    location: {
      ...readLocation(fields),
      availability_zones: fields.child('location')?.texts('availability_zones') ?? [],
    },
    tier: readTier(fields),
    cluster: readCluster(fields),
    dragonfly: readDragonfly(fields.child('dragonfly'), networkId === ''),
    backup_policy: readBackupPolicy(fields.child('backup_policy')),
    restore: {
      backup_id: fields.child('restore')?.text('backup_id') ?? '',
      loaded: fields.child('restore')?.flag('loaded') ?? false,
    },
    maintenance_window: readWindow(fields.child('maintenance_window')),
    disable_passkey: fields.flag('disable_passkey') ?? networkId !== '',
    byoc: accountId ? { account_id: accountId } : {},
  };
}

function readTier(fields: Fields): WireDatastoreConfig['tier'] {
  const tier = fields.child('tier');
  const memory = tier?.integer('max_memory_bytes', 1);
  const performance = tier?.required('performance_tier') ?? '';
  if (memory === undefined) throw new ApiProblem(400, 'tier.max_memory_bytes is required');
  if (!TIERS.includes(performance)) {
    throw new ApiProblem(400, `tier.performance_tier must be one of ${TIERS.join(', ')}, not ${performance}`);
  }
  const family = tier?.child('byoc_instance_family')?.text('name');
  return {
    max_memory_bytes: memory,
    performance_tier: performance,
    replicas: tier?.integer('replicas', 0) ?? 0,
    ...(family ? { byoc_instance_family: { name: family } } : {}),
  };
}

function readCluster(fields: Fields): NonNullable<WireDatastoreConfig['cluster']> {
  const cluster = fields.child('cluster');
  const shardMemory = cluster?.integer('shard_memory', 0);
  return {
    enabled: cluster?.flag('enabled') ?? false,
    ...(shardMemory ? { shard_memory: shardMemory } : {}),
  };
}

function readDragonfly(
  options: Fields | undefined,
  isPublic: boolean,
): NonNullable<WireDatastoreConfig['dragonfly']> {
  return {
    cache_mode: options?.flag('cache_mode') ?? false,
    tls: options?.flag('tls') ?? isPublic,
    bullmq: options?.flag('bullmq') ?? false,
    sidekiq: options?.flag('sidekiq') ?? false,
    memcached: options?.flag('memcached') ?? false,
    acl_rules: options?.texts('acl_rules') ?? [],
  };
}

function readBackupPolicy(policy: Fields | undefined): NonNullable<WireDatastoreConfig['backup_policy']> {
  const retention = policy?.integer('retention', 0);
  const everyHour = policy?.flag('every_hour');
  const everyDay = policy?.flag('every_day');
  const hours = policy?.integers('hours');
  const weekdays = policy?.integers('weekdays');
  return {
    enabled: policy?.flag('enabled') ?? false,
    ...(retention ? { retention } : {}),
    ...(everyHour === undefined ? {} : { every_hour: everyHour }),
    ...(everyDay === undefined ? {} : { every_day: everyDay }),
    ...(hours ? { hours } : {}),
    ...(weekdays ? { weekdays } : {}),
  };
}

function readWindow(window: Fields | undefined): NonNullable<WireDatastoreConfig['maintenance_window']> {
  return {
    weekday: window?.integer('weekday', 0) ?? 0,
    hour: window?.integer('hour', 0) ?? 0,
    duration_hours: window?.integer('duration_hours', 0) ?? 0,
  };
}
