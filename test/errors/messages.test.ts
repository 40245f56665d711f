import { describe, expect, test } from 'vitest';
import * as messages from '../../src/errors/messages.js';

describe('a value in a message', () => {
  test.each([
    ['orders', '"orders"'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [-1, '-1'],
    [5n, '5'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 1, 'a function'],
    [['secret'], 'a list of 1'],
    [{ aclRules: ['secret'] }, 'an object with aclRules'],
    [{}, 'an object with no keys'],
  ])('is shown without what may be secret (%#)', (value, shown) => {
    expect(messages.shown(value)).toBe(shown);
  });

  test('is cut at 80 characters', () => {
    expect(messages.shown('x'.repeat(200))).toHaveLength(80);
  });

  test('may be a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(messages.shown(cycle)).toBe('an object with self');
  });
});

test('an unknown option is answered with the nearest', () => {
  expect(messages.unknownOption('apikey', ['apiKey', 'baseUrl'])).toEqual({
    message: 'Unknown option apikey.',
    fix: 'Did you mean apiKey? Known: apiKey, baseUrl.',
  });
});

test.each([
  'https://user:secret@host/x',
  'https://user:se/cret@host',
  'user:secret@host',
  'https://host/?key=secret',
  'https://host/#secret',
])('a base URL is shown without its secrets: %s', (url) => {
  expect(JSON.stringify(messages.baseUrlIllegal('baseUrl', url, 'why'))).not.toContain('cret');
});

test('the four troubles with a key read differently', () => {
  const request = { method: 'GET', path: '/v1/networks', attempts: 1, sent: 'yes', status: 403 } as const;
  const four = [
    messages.apiKeyMissing(),
    messages.apiKeyMalformed('apiKey', 'it is empty'),
    messages.apiKeyRefused(undefined),
    messages.apiKeyNotAllowed(request, undefined),
  ];
  expect(new Set(four.map(({ message }) => message)).size).toBe(4);
});

test('a 404 of an unknown path suggests no list', () => {
  const request = { method: 'GET', path: '/v1/metrics', attempts: 1, sent: 'yes', status: 404 } as const;
  expect(messages.notFound(request, undefined).fix).toContain('baseUrl');
  expect(messages.notFound({ ...request, path: '/v1/datastores/x' }, undefined).fix).toContain(
    'dfcloud datastores list',
  );
});

describe('the next step for an inactive connection', () => {
  const base = { id: 'conn-1', networkId: 'net-1' };

  test('on AWS it is a command with the peering id', () => {
    const peer = { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-1', region: 'eu-west-1' } as const;
    expect(messages.acceptPeering({ ...base, peerConnectionId: 'pcx-1', peer })).toContain(
      'aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id pcx-1 --region eu-west-1',
    );
  });

  test('on GCP it is a command with the project', () => {
    const peer = { provider: 'gcp', projectId: 'my-project', network: 'default' } as const;
    expect(messages.acceptPeering({ ...base, peer })).toMatch(/gcloud compute .*--project=my-project/);
  });

  test('on Azure it is a command with the VNet', () => {
    const peer = {
      provider: 'azure',
      subscriptionId: 'sub',
      resourceGroup: 'rg',
      vnetName: 'vnet',
    } as const;
    expect(messages.acceptPeering({ ...base, peer })).toMatch(
      /az network vnet peering create .*--vnet-name vnet/,
    );
  });
});
