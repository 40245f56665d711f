import { describe, expect, it } from 'vitest';
import { judgeRules, type Traffic } from '../../../src/azure/nsg/judge-rules.js';
import { cidr } from '../../../src/path/cidr.js';
import { DEFAULT_RULES, ruleFixture } from '../helpers/rules.js';

const OUT: Traffic = {
  direction: 'Outbound',
  local: [cidr('10.0.0.0/24')],
  remote: [cidr('192.168.0.0/16')],
  port: 6379,
};
const IN: Traffic = { ...OUT, direction: 'Inbound' };
const deny = ruleFixture({ name: 'DenyAll', access: 'Deny', priority: 4000 });

describe('the rules of a network security group', () => {
  it.each([OUT, IN])('let peered networks through by default: $direction', (traffic) => {
    const { outcome, allowing } = judgeRules(DEFAULT_RULES, traffic);
    expect(outcome).toBe('allowed');
    expect(allowing).toEqual([`AllowVnet${traffic.direction === 'Inbound' ? 'In' : 'Out'}Bound`]);
  });

  it('block where a custom rule shadows the defaults', () => {
    const judgement = judgeRules([...DEFAULT_RULES, deny], OUT);
    expect(judgement).toMatchObject({ outcome: 'denied', blocker: { name: 'DenyAll' } });
    expect(judgeRules([...DEFAULT_RULES, deny], IN).outcome).toBe('allowed');
  });

  it('are asked by priority, whatever their order', () => {
    const allow = ruleFixture({ name: 'Redis', priority: 300, destinationPorts: ['6379'] });
    expect(judgeRules([deny, ...DEFAULT_RULES, allow], OUT)).toMatchObject({
      outcome: 'allowed',
      allowing: ['Redis'],
    });
    const late = ruleFixture({ name: 'Redis', priority: 4001, destinationPorts: ['6379'] });
    expect(judgeRules([late, deny], OUT).outcome).toBe('denied');
  });

  it.each([
    ['another port', { destinationPorts: ['6380'] }],
    ['a range beside it', { destinationPorts: ['1-6378', '6380-65535'] }],
    ['UDP', { protocol: 'Udp' }],
    ['other addresses', { destinationPrefixes: ['172.16.0.0/12'] }],
    ['the Internet', { destinationPrefixes: ['Internet'] }],
    ['a service of Azure', { destinationPrefixes: ['Storage.WestUS'] }],
    ['members of a group', { destinationPrefixes: [], destinationGroupIds: ['asg'] }],
  ])('do not apply when they are about %s', (_, changes) => {
    const allow = ruleFixture({ priority: 100, ...changes });
    expect(judgeRules([allow, deny], OUT).outcome).toBe('denied');
  });

  it.each([
    ['the port', { destinationPorts: ['443', '6379'] }],
    ['a range around it', { destinationPorts: ['6000-7000'] }],
    ['TCP in small letters', { protocol: 'tcp' }],
    ['both halves of the addresses', { destinationPrefixes: ['192.168.0.0/17', '192.168.128.0/17'] }],
    ['a block with host bits', { destinationPrefixes: ['192.168.9.9/16'] }],
    ['the virtual network', { sourcePrefixes: ['virtualnetwork'], destinationPrefixes: ['VirtualNetwork'] }],
  ])('apply when they name %s', (_, changes) => {
    const allow = ruleFixture({ priority: 100, ...changes });
    expect(judgeRules([allow, deny], OUT).outcome).toBe('allowed');
  });

  it('deny the whole when they deny a part', () => {
    const part = ruleFixture({
      name: 'Part',
      access: 'Deny',
      priority: 100,
      destinationPrefixes: ['192.168.7.0/24'],
    });
    expect(judgeRules([part, ...DEFAULT_RULES], OUT)).toMatchObject({
      outcome: 'denied',
      blocker: { name: 'Part' },
    });
  });

  it('let the whole through in two parts', () => {
    const low = ruleFixture({ name: 'Low', priority: 100, sourcePrefixes: ['10.0.0.0/25'] });
    const high = ruleFixture({ name: 'High', priority: 101, sourcePrefixes: ['10.0.0.128/25'] });
    expect(judgeRules([low, high, deny], OUT)).toMatchObject({
      outcome: 'allowed',
      allowing: ['Low', 'High'],
    });
  });

  it.each([
    ['who is in a group', { sourcePrefixes: [], sourceGroupIds: ['asg'] }],
    ['which source ports', { sourcePorts: ['1024-65535'] }],
  ])('leave it open when it depends on %s', (_, changes) => {
    const allow = ruleFixture({ priority: 100, ...changes });
    expect(judgeRules([allow, deny], OUT)).toMatchObject({
      outcome: 'unknown',
      blocker: { name: 'DenyAll' },
    });
    const denied = ruleFixture({ name: 'Some', access: 'Deny', priority: 100, ...changes });
    expect(judgeRules([denied, ...DEFAULT_RULES], OUT)).toMatchObject({
      outcome: 'unknown',
      blocker: { name: 'Some' },
    });
  });

  it('leave it open when a tag may hold public addresses', () => {
    const allow = ruleFixture({ priority: 100, destinationPrefixes: ['AzureCloud'] });
    expect(judgeRules([allow, deny], { ...OUT, remote: [cidr('20.0.0.0/16')] }).outcome).toBe('unknown');
  });

  it('read the local side from the destination, inbound', () => {
    const allow = ruleFixture({
      direction: 'Inbound',
      priority: 100,
      sourcePrefixes: ['192.168.0.0/16'],
      destinationPrefixes: ['10.0.0.0/24'],
    });
    const denyIn = { ...deny, direction: 'Inbound' as const };
    expect(judgeRules([allow, denyIn], IN).outcome).toBe('allowed');
    expect(judgeRules([{ ...allow, destinationPrefixes: ['10.9.0.0/24'] }, denyIn], IN).outcome).toBe(
      'denied',
    );
  });
});
