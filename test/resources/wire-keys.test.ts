import { expect, test } from 'vitest';
import { fromWireKeys, isMissing, toWireKey, toWireKeys } from '../../src/resources/wire-keys.js';

test('keys change their spelling both ways, at all depths', () => {
  const wire = { max_memory_bytes: 1, tier: { byoc_instance_family: [{ cidr_block: 'x' }] } };
  const ours = { maxMemoryBytes: 1, tier: { byocInstanceFamily: [{ cidrBlock: 'x' }] } };
  expect(fromWireKeys(wire)).toEqual(ours);
  expect(toWireKeys(ours)).toEqual(wire);
  expect(toWireKey('appObjectId')).toBe('app_object_id');
});

test('null, missing and empty text are the same when reading', () => {
  expect(fromWireKeys({ a: null, b: '', c: undefined, d: 0, e: false, f: [] })).toEqual({
    d: 0,
    e: false,
    f: [],
  });
  expect([null, undefined, '', 0, false].map(isMissing)).toEqual([true, true, true, false, false]);
});

test('only undefined is left out when writing', () => {
  expect(toWireKeys({ a: undefined, b: '', c: false, d: 0 })).toEqual({ b: '', c: false, d: 0 });
});

test('what is no object stays as it is', () => {
  expect([fromWireKeys(null), fromWireKeys(5), fromWireKeys('a_b'), fromWireKeys([1, null])]).toEqual([
    null,
    5,
    'a_b',
    [1, null],
  ]);
});

test('a key named __proto__ does no harm', () => {
  const read = fromWireKeys(JSON.parse('{"__proto__":{"polluted":true},"a_b":1}'));
  expect(read).toHaveProperty('aB', 1);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});
