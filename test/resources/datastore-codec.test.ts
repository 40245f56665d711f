import { describe, expect, test } from 'vitest';
import { InvalidInputError, ResponseError } from '../../src/errors/index.js';
import {
  checkDatastoreUpdate,
  datastoreSecrets,
  readDatastore,
  readDatastores,
  writeDatastoreCreate,
  writeDatastoreUpdate,
} from '../../src/resources/datastore-codec.js';
import { thrown } from '../helpers/errors.js';
import { wireDatastore } from '../helpers/wire.js';

const input = {
  name: 'cache',
  location: { provider: 'aws', region: 'us-east-1' },
  tier: { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' },
} as const;

describe('reading', () => {
  test('all fields come in our words, the config unfolded', () => {
    const datastore = readDatastore(wireDatastore());
    expect(datastore).toMatchObject({
      id: 'dst-1',
      name: 'cache',
      status: 'active',
      networkId: 'net-1',
      addr: '192.168.0.10:6379',
      dashboardUrl: 'https://dash.example/dst-1',
      tier: { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev', replicas: 1 },
      backupPolicy: { enabled: true, hours: [1, 2] },
      maintenanceWindow: { weekday: 1, hour: 2, durationHours: 3 },
      disablePasskey: false,
    });
    expect(datastore.password).toBe('p@ss/word');
    expect(datastore.dragonfly?.aclRules).toEqual(['user ann on >hunter2 ~* +@all']);
  });

  test('what is empty is absent', () => {
    const datastore = readDatastore(wireDatastore({ addr: '', password: '', dashboard: null }));
    expect(datastore.addr).toBeUndefined();
    expect(datastore.password).toBeUndefined();
    expect('dashboardUrl' in datastore).toBe(false);
    expect(datastore.location).not.toHaveProperty('availabilityZones');
  });

  test('raw is the answer without its secrets', () => {
    const { raw } = readDatastore(wireDatastore());
    expect(raw).toHaveProperty('config.backup_policy.enabled', true);
    expect(JSON.stringify(raw)).not.toMatch(/p@ss|hunter2|acl_rules|password/);
    expect(readDatastores([wireDatastore()])[0]?.raw).toEqual(raw);
  });

  test('a body that lacks something says where', () => {
    const wire = wireDatastore();
    const broken = { ...wire, config: { ...wire.config, tier: {} } };
    const error = thrown(() => readDatastore(broken), ResponseError);
    expect(error.at).toBe('config.tier.max_memory_bytes');
    expect(JSON.stringify(error)).not.toMatch(/p@ss|hunter2/);
  });
});

describe('writing', () => {
  test('what is given is sent in their words, nothing more', () => {
    const dragonfly = { cacheMode: true, aclRules: ['user ann'] };
    expect(
      writeDatastoreCreate({ ...input, networkId: 'net-1', dragonfly, disablePasskey: undefined }),
    ).toEqual({
      name: 'cache',
      network_id: 'net-1',
      location: { provider: 'aws', region: 'us-east-1' },
      tier: { max_memory_bytes: 3_000_000_000, performance_tier: 'dev' },
      dragonfly: { cache_mode: true, acl_rules: ['user ann'] },
    });
  });

  test.each([
    [{ tier: { ...input.tier, maxMemoryBytes: Number.NaN } }, 'tier.maxMemoryBytes', 'NaN'],
    [{ tier: { ...input.tier, maxMemoryBytes: 0 } }, 'tier.maxMemoryBytes', '0'],
    [{ tier: { ...input.tier, maxMemoryBytes: '3GB' } }, 'tier.maxMemoryBytes', '"3GB"'],
    [{ tier: { ...input.tier, replicas: -1 } }, 'tier.replicas', '-1'],
    [{ tier: { ...input.tier, replicas: 1.5 } }, 'tier.replicas', '1.5'],
    [{ tier: { ...input.tier, performanceTier: 'fast' } }, 'tier.performanceTier', '"fast"'],
    [{ disablePasskey: 'yes' }, 'disablePasskey', '"yes"'],
    [{ backupPolicy: { hours: [1, Number.POSITIVE_INFINITY] } }, 'backupPolicy.hours[1]', 'Infinity'],
    [{ location: 'us-east-1' }, 'location', '"us-east-1"'],
  ])('%o is refused by name and value', (change, field, value) => {
    const call = () => Reflect.apply(writeDatastoreCreate, undefined, [{ ...input, ...change }]);
    const error = thrown(call, InvalidInputError);
    expect(error.field).toBe(field);
    expect(error.message).toContain(`${field} is ${value}`);
  });

  test.each([
    { dragonfly: { aclRules: 'user ann >hunter2' } },
    { dragonfly: { aclRules: [''] } },
    { dragonfly: { aclRules: ['user >hunter2', 5] } },
    { dragonfly: [{ aclRules: ['user >hunter2'] }] },
    { password: 'hunter2' },
  ])('secrets in bad input are not shown (%#)', (change) => {
    const call = () => Reflect.apply(writeDatastoreCreate, undefined, [{ ...input, ...change }]);
    const error = thrown(call, InvalidInputError);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('hunter2');
    const whole = () => Reflect.apply(writeDatastoreCreate, undefined, [[{ ...input, ...change }]]);
    expect(thrown(whole, InvalidInputError).message).not.toContain('hunter2');
  });
});

describe('updating', () => {
  test('changes go over the present config, group by group', () => {
    const wire = { ...wireDatastore(), config: { ...wireDatastore().config, future: { x: 1 } } };
    const config = writeDatastoreUpdate(wire, { tier: { replicas: 2 }, cluster: { enabled: true } });
    expect(config).toEqual({
      ...wire.config,
      tier: { max_memory_bytes: 3_000_000_000, performance_tier: 'dev', replicas: 2 },
      cluster: { enabled: true },
    });
  });

  test('lists are replaced and secrets are kept', () => {
    const config = writeDatastoreUpdate(wireDatastore(), { backupPolicy: { hours: [5] } });
    expect(config).toMatchObject({
      backup_policy: { enabled: true, hours: [5] },
      dragonfly: { acl_rules: ['user ann on >hunter2 ~* +@all'] },
    });
  });

  test('illegal changes are refused', () => {
    for (const changes of [{ tier: { replicas: -1 } }, { status: 'active' }, { name: '' }]) {
      thrown(() => Reflect.apply(checkDatastoreUpdate, undefined, [changes]), InvalidInputError);
    }
    expect(() => checkDatastoreUpdate({})).not.toThrow();
  });
});

test('the secrets of a config are its rules and their passwords', () => {
  expect(datastoreSecrets(wireDatastore().config)).toEqual(['user ann on >hunter2 ~* +@all', 'hunter2']);
  expect([datastoreSecrets({}), datastoreSecrets({ dragonfly: { acl_rules: null } })]).toEqual([[], []]);
});
