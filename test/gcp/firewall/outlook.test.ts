import { describe, expect, it } from 'vitest';
import { Fields } from '../../../src/gcp/compute/fields.js';
import { readFirewall } from '../../../src/gcp/compute/translate/firewall.js';
import { lookAhead } from '../../../src/gcp/firewall/outlook.js';
import type { FirewallSettings } from '../../../src/gcp/options.js';
import { cidr } from '../../../src/path/cidr.js';

const REMOTE = cidr('192.168.0.0/16');
const ALL: FirewallSettings = {
  targetTags: [],
  targetServiceAccounts: [],
  ingress: true,
  egress: true,
  overrideDeny: false,
  priority: undefined,
};
const TAGGED = { ...ALL, targetTags: ['app'] };

/** A rule as Compute Engine writes it; for all TCP and the whole network unless it says otherwise. */
const rule = (name: string, fields: object) =>
  readFirewall(
    new Fields({ name, direction: 'EGRESS', destinationRanges: ['192.168.0.0/16'], ...fields }),
    'p',
  );
const allow = (name: string, fields: object = {}) =>
  rule(name, { allowed: [{ IPProtocol: 'tcp' }], ...fields });
const deny = (name: string, fields: object = {}) =>
  rule(name, { denied: [{ IPProtocol: 'all' }], ...fields });

const look = (
  rules: ReturnType<typeof rule>[],
  wishes: Partial<FirewallSettings> = {},
  direction: 'EGRESS' | 'INGRESS' = 'EGRESS',
) => {
  const all = { ...ALL, ...wishes };
  return lookAhead(rules, { direction, remote: REMOTE, targets: all }, { ours: 'ours', wishes: all });
};
const names = (outlook: ReturnType<typeof look>) =>
  'by' in outlook ? outlook.by.map(({ name }) => name) : [];

describe('whether a firewall rule of ours is needed', () => {
  it('is open outwards and closed inwards without rules', () => {
    expect(look([])).toMatchObject({ kind: 'open', by: [] });
    expect(look([], {}, 'INGRESS')).toMatchObject({ kind: 'missing', priority: 1000 });
  });

  it('is open where rules of others allow all of it', () => {
    const ingress = { direction: 'INGRESS', destinationRanges: undefined };
    const half = (name: string, range: string) => allow(name, { ...ingress, sourceRanges: [range] });
    const both = [half('a', '192.168.0.0/17'), half('b', '192.168.128.0/17')];
    expect(names(look(both, {}, 'INGRESS'))).toEqual(['a', 'b']);
    expect(look(both.slice(1), {}, 'INGRESS')).toMatchObject({ kind: 'missing' });
  });

  it.each([
    ['of another port', { allowed: [{ IPProtocol: 'tcp', ports: ['22', '7000-8000'] }] }],
    ['of another protocol', { allowed: [{ IPProtocol: 'udp', ports: ['6379'] }] }],
    ['that is disabled', { disabled: true }],
    ['for VMs with another tag', { targetTags: ['web'] }],
    ['for VMs of another account', { targetServiceAccounts: ['web@p.iam.gserviceaccount.com'] }],
    ['from VMs of the network, by tag', { sourceRanges: [], sourceTags: ['app'] }],
  ])('does not count a rule %s', (_, fields) => {
    const found = allow('theirs', { direction: 'INGRESS', sourceRanges: ['0.0.0.0/0'], ...fields });
    expect(look([found], { targetTags: ['app'] }, 'INGRESS')).toMatchObject({ kind: 'missing' });
  });

  it.each([
    ['of its number', { allowed: [{ IPProtocol: '6', ports: ['6379'] }] }],
    ['of all protocols', { allowed: [{ IPProtocol: 'all' }] }],
    ['of a range of ports', { allowed: [{ IPProtocol: 'TCP', ports: ['6000-7000'] }] }],
    ['for more tags than asked for', { targetTags: ['app', 'web'] }],
  ])('counts a rule %s', (_, fields) => {
    const found = allow('theirs', { direction: 'INGRESS', sourceRanges: ['192.0.0.0/8'], ...fields });
    expect(names(look([found], { targetTags: ['app'] }, 'INGRESS'))).toEqual(['theirs']);
  });

  it('respects a rule that denies, whatever its priority', () => {
    expect(look([deny('wall', { priority: 65_534 })])).toMatchObject({ kind: 'denied', priority: 1000 });
    expect(look([deny('wall', { priority: 500 })])).toMatchObject({ kind: 'denied', priority: 499 });
  });

  it('is not stopped by a rule that denies other things', () => {
    const others = [
      deny('port', { denied: [{ IPProtocol: 'tcp', ports: ['22'] }] }),
      deny('range', { destinationRanges: ['10.0.0.0/8'] }),
      deny('account', { targetServiceAccounts: ['web@p.iam.gserviceaccount.com'] }),
      deny('off', { disabled: true }),
    ];
    const wishes = { targetServiceAccounts: ['app@p.iam.gserviceaccount.com'] };
    expect(look(others, wishes)).toMatchObject({ kind: 'open', by: [] });
  });

  it('sees a deny behind a tag that a VM may also have', () => {
    expect(names(look([deny('wall', { targetTags: ['quarantine'] })], TAGGED))).toEqual(['wall']);
  });

  it('lets a deny win against an allow of its priority', () => {
    const both = [allow('door', { priority: 900 }), deny('wall', { priority: 900 })];
    expect(names(look(both))).toEqual(['wall']);
    expect(names(look([allow('door', { priority: 899 }), deny('wall', { priority: 900 })]))).toEqual([
      'door',
    ]);
  });

  it('overrides a deny only when asked, and only just', () => {
    const wall = deny('wall', { priority: 500 });
    expect(look([wall], { overrideDeny: true })).toMatchObject({ kind: 'missing', priority: 499 });
    expect(look([wall], { overrideDeny: true, priority: 100 })).toMatchObject({ priority: 100 });
    expect(look([deny('low', { priority: 2000 })], { overrideDeny: true })).toMatchObject({ priority: 1000 });
  });

  it('cannot override what is stronger than any priority', () => {
    const wall = deny('wall', { priority: 500 });
    expect(look([wall], { overrideDeny: true, priority: 500 })).toMatchObject({
      kind: 'denied',
      priority: undefined,
    });
    expect(look([deny('top', { priority: 0 })], { overrideDeny: true })).toMatchObject({ kind: 'denied' });
  });

  it('keeps our rule, also one that overrides a deny', () => {
    const ours = allow('ours', { priority: 499, targetTags: ['app'] });
    const open = { kind: 'open', ours: { name: 'ours' } };
    expect(look([ours, deny('wall', { priority: 500 })], TAGGED)).toMatchObject(open);
    expect(look([ours], TAGGED)).toMatchObject(open);
  });

  it.each([
    ['was disabled', { disabled: true }],
    ['is for other VMs', { targetTags: ['web'] }],
    ['is for all VMs', { targetTags: [] }],
    ['is for another port', { allowed: [{ IPProtocol: 'tcp', ports: ['6380'] }] }],
    ['is for other addresses', { destinationRanges: ['10.0.0.0/8'] }],
  ])('makes our rule right when it %s', (_, fields) => {
    const ours = allow('ours', { targetTags: ['app'], ...fields });
    expect(look([ours], TAGGED)).toMatchObject({ kind: 'missing', ours: { name: 'ours' }, priority: 1000 });
  });

  it('makes our rule right when a deny is asked before it', () => {
    const ours = allow('ours', { priority: 1000 });
    const wall = deny('wall', { priority: 800 });
    expect(look([ours, wall])).toMatchObject({ kind: 'denied', ours: { name: 'ours' } });
    expect(look([ours, wall], { overrideDeny: true })).toMatchObject({ kind: 'missing', priority: 799 });
  });

  it('gives our rule the priority that was asked for', () => {
    const ours = allow('ours', { priority: 1000 });
    expect(look([ours], { priority: 700 })).toMatchObject({ kind: 'missing', priority: 700 });
  });
});
