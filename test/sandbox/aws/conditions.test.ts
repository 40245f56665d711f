import { expect, test } from 'vitest';
import { conditionHolds, knownOperator } from '../../../src/sandbox/aws/auth/conditions.js';

const VPC = 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1';
const CONTEXT = {
  'ec2:vpc': VPC,
  'ec2:region': 'us-east-1',
  'aws:tagkeys': ['Name', 'team'],
  'ec2:ebsoptimized': 'true',
  'aws:epochtime': '100',
  'aws:sourceip': '127.0.0.1',
  'aws:currenttime': '2026-01-01T00:00:00Z',
};

test.each<[string, string, string[], boolean]>([
  ['StringEquals', 'ec2:region', ['eu-west-1', 'us-east-1'], true],
  ['StringEquals', 'ec2:region', ['us-*'], false],
  ['StringEqualsIgnoreCase', 'ec2:region', ['US-EAST-1'], true],
  ['StringLike', 'ec2:region', ['us-*-?'], true],
  ['StringNotEquals', 'ec2:region', ['us-east-1'], false],
  ['StringNotLike', 'ec2:region', ['eu-*'], true],
  ['ArnEquals', 'ec2:vpc', [VPC], true],
  ['ArnLike', 'ec2:vpc', ['arn:aws:ec2:*:111122223333:vpc/*'], true],
  ['ArnLike', 'ec2:vpc', ['arn:aws:ec2:*:vpc/*'], false],
  ['ArnNotEquals', 'ec2:vpc', [VPC], false],
  ['Bool', 'ec2:ebsoptimized', ['TRUE'], true],
  ['NumericLessThan', 'aws:epochtime', ['100'], false],
  ['NumericGreaterThanEquals', 'aws:epochtime', ['100'], true],
  ['DateGreaterThan', 'aws:currenttime', ['2025-12-31T00:00:00Z'], true],
  ['IpAddress', 'aws:sourceip', ['127.0.0.0/8'], true],
  ['NotIpAddress', 'aws:sourceip', ['10.0.0.0/8'], true],
  ['Null', 'ec2:vpc', ['false'], true],
  ['Null', 'ec2:subnet', ['true'], true],
  // A key that the request lacks
  ['StringEquals', 'ec2:subnet', ['x'], false],
  ['StringNotEquals', 'ec2:subnet', ['x'], true],
  ['StringEqualsIfExists', 'ec2:subnet', ['x'], true],
  ['StringEqualsIfExists', 'ec2:region', ['x'], false],
  // Several values
  ['ForAllValues:StringEquals', 'aws:tagkeys', ['Name', 'team', 'more'], true],
  ['ForAllValues:StringEquals', 'aws:tagkeys', ['Name'], false],
  ['ForAllValues:StringEquals', 'aws:absent', ['Name'], true],
  ['ForAnyValue:StringEquals', 'aws:tagkeys', ['team'], true],
  ['ForAnyValue:StringEquals', 'aws:absent', ['team'], false],
  ['ForAnyValue:StringNotEquals', 'aws:tagkeys', ['team'], true],
])('%s of %s and %j: %s', (operator, key, wanted, expected) => {
  expect(knownOperator(operator)).toBe(true);
  expect(conditionHolds(operator, key, wanted, CONTEXT)).toBe(expected);
});

test.each(['StringSame', 'StringEquals:', 'BinaryEquals', ''])('%j is no operator', (operator) => {
  expect(knownOperator(operator)).toBe(false);
});
