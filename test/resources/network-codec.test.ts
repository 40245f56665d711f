import { describe, expect, test } from 'vitest';
import { InvalidInputError, ResponseError } from '../../src/errors/index.js';
import {
  readNetwork,
  readNetworks,
  writeNetworkCreate,
  writeNetworkUpdate,
} from '../../src/resources/network-codec.js';
import { thrown } from '../helpers/errors.js';
import { wireNetwork } from '../helpers/wire.js';

const input = {
  name: 'orders',
  location: { provider: 'aws', region: 'us-east-1' },
  cidrBlock: '192.168.0.0/16',
} as const;

describe('reading', () => {
  test('all fields come in our words', () => {
    const { raw, ...network } = readNetwork(wireNetwork({ byoc: { account_id: '1' } }));
    expect(network).toStrictEqual({
      id: 'net-1',
      name: 'orders',
      status: 'active',
      location: { provider: 'aws', region: 'us-east-1' },
      cidrBlock: '192.168.0.0/16',
      vpc: { accountId: '210987654321', resourceId: 'vpc-0f0f0f0f' },
      byoc: { accountId: '1' },
      createdAt: 1_780_000_000,
    });
    expect(raw).toHaveProperty('cidr_block');
  });

  test.each([null, { resource_id: '', account_id: '' }, { resource_id: 'vpc-1', account_id: '' }])(
    'a vpc that is not there yet is absent (%j)',
    (vpc) => {
      expect(readNetwork(wireNetwork({ vpc }))).not.toHaveProperty('vpc');
    },
  );

  test('an empty byoc is absent', () => {
    for (const byoc of [{}, { account_id: '' }])
      expect(readNetwork(wireNetwork({ byoc }))).not.toHaveProperty('byoc');
  });

  test('a body that lacks something says where', () => {
    const broken = { ...wireNetwork(), location: { region: 'x' } };
    expect(thrown(() => readNetwork(broken), ResponseError).at).toBe('location.provider');
    expect(thrown(() => readNetworks([broken]), ResponseError).at).toBe('[0].location.provider');
  });
});

describe('writing', () => {
  test('the body is flat, byoc always there', () => {
    const wire = {
      name: 'orders',
      location: { provider: 'aws', region: 'us-east-1' },
      cidr_block: '192.168.0.0/16',
      byoc: {},
    };
    expect(writeNetworkCreate(input, false)).toEqual(wire);
    expect(writeNetworkCreate({ ...input, byoc: { accountId: '123' } }, false)).toEqual({
      ...wire,
      byoc: { account_id: '123' },
    });
  });

  test.each([
    [{ cidrBlock: '192.168.3.0/16' }, 'cidrBlock', '192.168.0.0/16'],
    [{ cidrBlock: '10.0.0.0/8' }, 'cidrBlock', '10.0.0.0/16'],
    [{ cidrBlock: '127.0.0.0/16' }, 'cidrBlock', '192.168.0.0/16'],
    [{ name: ' ' }, 'name', '"orders"'],
    [{ location: { provider: 'ibm', region: 'x' } }, 'location.provider', '"aws"'],
    [{ location: { provider: 'aws', region: 'US East' } }, 'location.region', '"us-east-1"'],
    [{ byoc: {} }, 'byoc.accountId', '"123456789012"'],
  ])('%j is refused with a legal example', (change, field, example) => {
    const call = () => Reflect.apply(writeNetworkCreate, undefined, [{ ...input, ...change }, false]);
    const error = thrown(call, InvalidInputError);
    expect(error.field).toBe(field);
    expect(error.fix).toContain(example);
  });

  test('only the name can be changed', () => {
    expect(writeNetworkUpdate({ name: 'x' })).toEqual({ name: 'x' });
    const call = () =>
      Reflect.apply(writeNetworkUpdate, undefined, [{ name: 'x', cidrBlock: '10.0.0.0/16' }]);
    expect(thrown(call, InvalidInputError).field).toBe('cidrBlock');
  });
});
