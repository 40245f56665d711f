import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readDatastore } from '../../src/resources/datastore-codec.js';
import { wireDatastore } from '../helpers/wire.js';

const datastore = readDatastore(wireDatastore());
const SECRETS = /p@ss|hunter2/;

describe('secrets', () => {
  test('are readable by name', () => {
    expect(datastore.password).toBe('p@ss/word');
    expect(datastore.dragonfly?.aclRules).toEqual(['user ann on >hunter2 ~* +@all']);
  });

  test.each([
    ['inspect', () => inspect(datastore, { depth: 9 })],
    ['inspect with hidden properties', () => inspect(datastore, { depth: 9, showHidden: true })],
    [
      'inspect without our own method',
      () => inspect(datastore, { depth: 9, customInspect: false, showHidden: true }),
    ],
    ['inspect of a part', () => inspect(datastore.dragonfly, { showHidden: true })],
    ['%s %o %O %j of a log', () => format('%s %o %O %j', datastore, datastore, datastore, datastore)],
    ['%o of a part', () => format('%o', datastore.dragonfly)],
    ['JSON', () => JSON.stringify(datastore)],
    ['JSON of a part', () => JSON.stringify(datastore.dragonfly)],
    ['JSON of a list', () => JSON.stringify({ list: [datastore] })],
    ['a spread copy', () => inspect({ ...datastore, ...datastore.dragonfly }, { showHidden: true })],
    ['its keys', () => Object.values(datastore).join()],
    ['raw', () => inspect(datastore.raw, { depth: 9, showHidden: true })],
    ['string', () => `${datastore}`],
  ])('do not show in %s', (_name, print) => {
    expect(print()).not.toMatch(SECRETS);
  });

  test('show as *** where their names do', () => {
    expect(JSON.parse(JSON.stringify(datastore))).toMatchObject({
      id: 'dst-1',
      password: '***',
      dragonfly: { tls: false, aclRules: '***' },
    });
    expect(inspect(datastore)).toContain("password: '***'");
  });

  test('that are not there are not shown', () => {
    const open = readDatastore(wireDatastore({ password: '' }));
    expect(JSON.stringify(open)).not.toContain('password');
  });
});

describe('connectionUrl', () => {
  test('masks the password unless it is asked for', () => {
    expect(datastore.connectionUrl()).toBe('redis://default:***@192.168.0.10:6379');
    expect(datastore.connectionUrl({ showPassword: true })).toBe(
      'redis://default:p%40ss%2Fword@192.168.0.10:6379',
    );
  });

  test('says rediss where TLS is on', () => {
    const config = { ...wireDatastore().config, dragonfly: { tls: true } };
    expect(readDatastore(wireDatastore({ config, password: '' })).connectionUrl()).toBe(
      'rediss://192.168.0.10:6379',
    );
  });

  test('is undefined while there is no address', () => {
    expect(readDatastore(wireDatastore({ addr: '' })).connectionUrl()).toBeUndefined();
  });
});
