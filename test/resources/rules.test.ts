import { describe, expect, test } from 'vitest';
import * as rules from '../../src/resources/rules.js';

describe.each([
  [
    'someId',
    rules.someId,
    ['net_1', 'a/b', '../x', '%2e%2e', 'ünï'],
    ['', ' ', 'a b', '.', '..', '\ud800', 5, null, undefined],
  ],
  ['someText', rules.someText, ['orders', ' x '], ['', '  ', 5, null]],
  ['provider', rules.provider, ['aws', 'gcp', 'azure'], ['AWS', 'ibm', '', 'xaws']],
  [
    'region',
    rules.region,
    ['us-east-1', 'us-gov-west-1', 'europe-west1', 'northamerica-northeast1', 'centralus', 'eastus2'],
    ['US-EAST-1', 'Central US', 'us_east_1', '-us', 'us-', '', 'us--east'],
  ],
  [
    'awsAccountId',
    rules.awsAccountId,
    ['123456789012', '000000000000'],
    ['12345678901', '1234567890123', '12345678901x', 123456789012, '1234-5678-9012', '123456789012\n'],
  ],
  [
    'awsVpcId',
    rules.awsVpcId,
    ['vpc-0a1b2c3d', 'vpc-0a1b2c3d4e5f60718'],
    [
      'vpc-',
      'vpc-0a1b2c3',
      'vpc-0a1b2c3d4',
      'vpc-0A1B2C3D',
      'subnet-0a1b2c3d',
      'vpc-0a1b2c3g',
      ' vpc-0a1b2c3d',
    ],
  ],
  [
    'gcpProjectId',
    rules.gcpProjectId,
    ['my-project-123', 'abcdef', `a${'b'.repeat(29)}`, 'example.com:my-project'],
    [
      'abcde',
      `a${'b'.repeat(30)}`,
      '1project',
      'my-project-',
      'My-Project',
      '123456789012',
      'my_project',
      '',
    ],
  ],
  [
    'gcpNetwork',
    rules.gcpNetwork,
    ['default', 'a', `a${'b'.repeat(62)}`],
    ['', `a${'b'.repeat(63)}`, '-a', 'a-', '1a', 'Default', 'projects/p/global/networks/default'],
  ],
  [
    'guid',
    rules.guid,
    ['00000000-1111-2222-3333-444444444444', 'ABCDEF00-1111-2222-3333-444444444444'],
    ['', '00000000111122223333444444444444', '{00000000-1111-2222-3333-444444444444}', 'x'],
  ],
  [
    'azureVnetName',
    rules.azureVnetName,
    ['hub-vnet', 'a1', 'a.b_c', `a${'b'.repeat(63)}`],
    ['a', '-a', 'a-', 'a.', 'a b', `a${'b'.repeat(64)}`],
  ],
  [
    'azureResourceGroup',
    rules.azureResourceGroup,
    ['rg', 'network-rg', '(x)', 'größe', 'a'.repeat(90)],
    ['', 'rg.', 'a b', 'a'.repeat(91), 'a/b'],
  ],
  ['performanceTier', rules.performanceTier, ['dev', 'standard', 'enhanced', 'extreme'], ['fast', '', 'Dev']],
  ['byocAccountId', rules.byocAccountId, ['123456789012', 'my-project'], ['', 'a b']],
  [
    'wholeNumber',
    rules.wholeNumber(1, ' of bytes', 3),
    [1, 3_000_000_000],
    [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', 2n, null],
  ],
])('%s', (_name, rule, legal, illegal) => {
  test.each(legal.map((value) => [value]))('accepts %j', (value) => {
    expect(rule(value)).toBeUndefined();
  });

  test.each(illegal.map((value) => [value]))('refuses a bad value (%#)', (value) => {
    const complaint = rule(value);
    expect(complaint?.legal).not.toBe('');
    // What is offered as an example must itself be legal.
    const examples = complaint?.example.match(/"[^"]*"/g) ?? [];
    for (const example of examples) expect(rule(JSON.parse(example))).toBeUndefined();
  });
});

describe('networkCidr', () => {
  const rule = rules.networkCidr(false);
  const onLoopback = rules.networkCidr(true);

  test.each(['192.168.0.0/16', '10.4.0.0/20', '172.16.5.0/24', '100.64.0.0/16', '8.8.0.0/16'])(
    'accepts %s',
    (cidr) => {
      expect(rule(cidr)).toBeUndefined();
    },
  );

  test('127.0.0.0/8 is legal towards loopback only', () => {
    expect(onLoopback('127.77.0.0/16')).toBeUndefined();
    expect(rule('127.77.0.0/16')?.legal).toContain('loopback');
  });

  test.each([
    ['192.168.7.0/16', 'without host bits, here 192.168.0.0/16', '192.168.0.0/16'],
    ['10.0.0.5/30', 'without host bits, here 10.0.0.4/30', '10.0.0.0/24'],
    ['10.0.0.0/8', 'from /16 to /24', '10.0.0.0/16'],
    ['10.1.2.128/25', 'from /16 to /24', '10.1.2.0/24'],
    ['10.1.2.3', 'a prefix length', '10.1.2.0/24'],
    ['169.254.0.0/16', 'link-local', '192.168.0.0/16'],
    ['224.1.0.0/16', 'multicast', '192.168.0.0/16'],
    ['240.0.0.0/16', 'reserved', '192.168.0.0/16'],
    ['0.0.0.0/16', 'reserved', '192.168.0.0/16'],
    ['255.255.0.0/16', 'reserved', '192.168.0.0/16'],
    ['fd00::/16', 'IPv4', '192.168.0.0/16'],
    ['fd00::1/16', 'here fd00::/16', '192.168.0.0/16'],
    ['10.0.0.0/33', 'IPv4 CIDR', '192.168.0.0/16'],
    ['10.0.0.0/', 'IPv4 CIDR', '192.168.0.0/16'],
    ['10.0.0.256/16', 'IPv4 CIDR', '192.168.0.0/16'],
    ['10.0.0.0/016', 'IPv4 CIDR', '192.168.0.0/16'],
    ['', 'IPv4 CIDR', '192.168.0.0/16'],
    [undefined, 'IPv4 CIDR', '192.168.0.0/16'],
    [16, 'IPv4 CIDR', '192.168.0.0/16'],
  ])('%s is refused, with a legal example', (value, legal, example) => {
    for (const each of [rule, onLoopback]) {
      expect(each(value)?.legal).toContain(legal);
      expect(each(value)?.example).toBe(`"${example}"`);
    }
    expect(rule(example)).toBeUndefined();
  });
});
