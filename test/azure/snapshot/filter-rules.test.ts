import { describe, expect, it } from 'vitest';
import type * as model from '../../../src/azure/arm/model.js';
import { groupRules } from '../../../src/azure/snapshot/filter-rules.js';
import { virtualNetworkTag } from '../../../src/azure/snapshot/virtual-network-tag.js';
import { cidr } from '../../../src/path/cidr.js';
import { FakeAzure, subnetFixture } from '../helpers/fake-azure.js';
import { peeringFixture } from '../helpers/peerings.js';
import { ruleFixture } from '../helpers/rules.js';

const { theVnet, theTable } = new FakeAzure();
const deny = ruleFixture({ name: 'Deny', access: 'Deny', destinationPrefixes: ['VirtualNetwork'] });

/** The far addresses that a rule for the tag is for, and what is not known of each. */
function farOf(vnet: Partial<model.Vnet>, routes: readonly model.UserRoute[] = []) {
  const tag = virtualNetworkTag({ ...theVnet, ...vnet }, { ...theTable, routes });
  const rules = groupRules([deny], { direction: 'out', tag, groupIds: [] });
  return rules.map(({ match }) => [match.remote?.map(String).join(' '), match.unresolved?.length ?? 0]);
}

describe('the service tag VirtualNetwork', () => {
  it('holds the own addresses and those of peers', () => {
    expect(farOf({ peerings: [peeringFixture()] })).toEqual([['10.0.0.0/16 192.168.0.0/16', 0]]);
  });

  it('leaves out a peer without access', () => {
    const closed = peeringFixture({ allowVirtualNetworkAccess: false });
    expect(farOf({ peerings: [closed] })).toEqual([['10.0.0.0/16', 0]]);
  });

  it('may hold the prefixes of user-defined routes', () => {
    const route = { name: 'r', prefix: '172.16.0.0/16', nextHopType: 'VirtualAppliance' };
    expect(farOf({}, [route])).toEqual([
      ['10.0.0.0/16', 0],
      ['172.16.0.0/16', 1],
    ]);
  });

  it('may hold private addresses behind a gateway', () => {
    const gateway = subnetFixture({ name: 'GatewaySubnet', prefixes: [cidr('10.0.9.0/24')] });
    const [sure, perhaps] = farOf({ subnets: [gateway] });
    expect(sure).toEqual(['10.0.0.0/16', 0]);
    expect(perhaps?.[0]).toContain('192.168.0.0/16');
    expect(perhaps?.[1]).toBe(1);
  });
});

describe('rules of network security groups', () => {
  const tag = virtualNetworkTag(theVnet, undefined);

  it('take ports from the end that they name', () => {
    const rule = ruleFixture({
      direction: 'Inbound',
      sourcePorts: ['1024-65535'],
      destinationPorts: ['6379'],
    });
    expect(groupRules([rule], { direction: 'in', tag, groupIds: [] })[0]?.match).toEqual({
      protocol: 'tcp',
      remotePorts: [{ from: 1024, to: 65_535 }],
      localPorts: [{ from: 6379, to: 6379 }],
    });
  });

  it('for far members of a group match nothing', () => {
    const rule = ruleFixture({ destinationGroupIds: ['/x/applicationSecurityGroups/db'] });
    expect(groupRules([rule], { direction: 'out', tag, groupIds: [] })).toMatchObject([
      { applies: 'no', why: expect.stringContaining('db') },
    ]);
  });

  it('read both ends of a prefix that has host bits', () => {
    const rule = ruleFixture({ destinationPrefixes: ['192.168.0.7/16', '192.168.9.9'] });
    const [first] = groupRules([rule], { direction: 'out', tag, groupIds: [] });
    expect(first?.match.remote?.map(String)).toEqual(['192.168.0.0/16']);
  });
});
