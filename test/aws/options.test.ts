import { describe, expect, it } from 'vitest';
import { AwsAcceptor, type AwsAcceptorOptions } from '../../src/aws/index.js';

const PLACE = { region: 'us-east-1', vpcId: 'vpc-0a1b2c3d4e5f67890' };
const making = (options: object) => () => new AwsAcceptor({ ...PLACE, ...options } as AwsAcceptorOptions);

describe('the options of AwsAcceptor', () => {
  it('needs a region and a VPC only', () => {
    expect(making({})).not.toThrow();
    expect(making({ region: undefined })).toThrow('region is missing');
    expect(making({ vpcId: undefined })).toThrow('vpcId is missing');
  });

  it.each<[string, object, string]>([
    ['region', { region: 'US East' }, 'region is "US East"'],
    ['vpcId', { vpcId: 'subnet-1' }, 'vpcId is "subnet-1"'],
    ['routeTables', { routeTables: 'some' }, 'routeTables is "some"'],
    [
      'routeTables with two keys',
      { routeTables: { ids: [], subnetIds: [] } },
      'routeTables is an object with ids, subnetIds',
    ],
    ['an empty list of tables', { routeTables: { ids: [] } }, 'routeTables.ids is a list of 0'],
    ['a table id', { routeTables: { ids: ['x'] } }, 'routeTables.ids[0] is "x"'],
    ['include', { include: ['x'] }, 'include[0] is "x"'],
    ['securityGroupIds', { securityGroupIds: 'sg-1' }, 'securityGroupIds is "sg-1"'],
    ['ingress', { ingress: 'no' }, 'ingress is "no"'],
    ['dnsResolution', { dnsResolution: 1 }, 'dnsResolution is 1'],
    ['onConflict', { onConflict: 'ask' }, 'onConflict is "ask"'],
    ['our own tags', { tags: { 'dfcloud:network': 'x' } }, 'tags is "dfcloud:network"'],
    ['tag values', { tags: { team: 7 } }, 'tags.team is 7'],
    ['roleArn', { roleArn: 'role' }, 'roleArn is "role"'],
    ['endpoint', { endpoint: 'here' }, 'endpoint is "here"'],
    ['timeoutMs', { timeoutMs: 0 }, 'timeoutMs is 0'],
    ['client', { client: {} }, 'client is "object"'],
    [
      'two kinds of credentials',
      { credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, profile: 'p' },
      'profile is "p"',
    ],
  ])('refuses an illegal %s', (_, options, message) => {
    expect(making(options)).toThrow(message);
    expect(making(options)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('names an option that nobody knows', () => {
    expect(making({ vpcID: 'x' })).toThrow('Unknown option vpcID');
    expect(making({ vpcID: 'x' })).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('vpcId') }),
    );
  });

  it('never shows credentials', () => {
    expect(making({ credentials: 'top-secret' })).toThrow('credentials is "***"');
  });
});
