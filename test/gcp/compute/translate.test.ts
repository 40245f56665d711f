import { describe, expect, it } from 'vitest';
import { Fields } from '../../../src/gcp/compute/fields.js';
import { isSameNetwork, networkRef, subnetworkRef } from '../../../src/gcp/compute/links.js';
import { readEffectiveFirewalls, readFirewall } from '../../../src/gcp/compute/translate/firewall.js';
import { readNetwork, readPeeringRoute, readSubnetwork } from '../../../src/gcp/compute/translate/network.js';
import { readRoute } from '../../../src/gcp/compute/translate/route.js';
import {
  readConnector,
  readDirectEgress,
  readInstance,
} from '../../../src/gcp/compute/translate/workload.js';

const of = (json: unknown) => new Fields(json);

describe('what Google answers', () => {
  it.each([
    'https://www.googleapis.com/compute/v1/projects/p-1/global/networks/n',
    'https://www.googleapis.com/compute/beta/projects/p-1/global/networks/n',
    'https://compute.googleapis.com/compute/v1/projects/p-1/global/networks/n',
    'projects/p-1/global/networks/n',
    'global/networks/n',
    'n',
  ])('names a network in many ways (%s)', (link) => {
    expect(isSameNetwork(networkRef(link, 'p-1'), { projectId: 'p-1', name: 'n' })).toBe(true);
  });

  it('names projects of a domain with a colon', () => {
    const encoded = networkRef('projects/example.com%3Avp/global/networks/vv', 'p-1');
    expect(encoded).toEqual({ projectId: 'example.com:vp', name: 'vv' });
    expect(networkRef('projects/example.com:vp/global/networks/vv', 'p-1')).toEqual(encoded);
  });

  it('names the region of a subnet, or it is none', () => {
    const link = 'https://www.googleapis.com/compute/v1/projects/host-p/regions/us-east1/subnetworks/s';
    expect(subnetworkRef(link, 'p-1')).toEqual({ projectId: 'host-p', region: 'us-east1', name: 's' });
    for (const bare of ['s', '', 'projects/p-1/global/networks/n'])
      expect(subnetworkRef(bare, 'p-1')).toBeUndefined();
  });

  it('leaves out flags, each with a default of its own', () => {
    const network = readNetwork(
      of({ name: 'n', peerings: [{ name: 'p', network: 'global/networks/m' }] }),
      'p-1',
    );
    expect(network).toMatchObject({ autoMode: false, mtu: 1460, enforcementOrder: 'AFTER_CLASSIC_FIREWALL' });
    expect(network.peerings[0]).toEqual({
      name: 'p',
      network: { projectId: 'p-1', name: 'm' },
      state: '',
      stateDetails: '',
      importCustomRoutes: false,
      exportCustomRoutes: false,
      exportSubnetRoutesWithPublicIp: true,
      importSubnetRoutesWithPublicIp: false,
      stackType: 'IPV4_ONLY',
      updateStrategy: 'INDEPENDENT',
    });
    expect(readPeeringRoute(of({ destRange: '10.0.0.0/8' }))).toMatchObject({ imported: false });
  });

  it('has no list where there is nothing to list', () => {
    expect(readNetwork(of({ name: 'n' }), 'p-1').peerings).toEqual([]);
    expect(readEffectiveFirewalls({}, 'p-1')).toEqual({ firewalls: [], policies: [] });
    expect(readSubnetwork(of({ name: 's', region: 'us-east1' }), 'p-1').secondary).toEqual([]);
  });

  it('writes protocols in capitals or not, and ports as texts', () => {
    const firewall = readFirewall(
      of({ name: 'f', network: 'n', allowed: [{ IPProtocol: 'TCP', ports: ['22', '6000-7000'] }] }),
      'p-1',
    );
    expect(firewall.layer4).toEqual([
      {
        protocol: 'tcp',
        ports: [
          { from: 22, to: 22 },
          { from: 6000, to: 7000 },
        ],
      },
    ]);
    const rules = [
      { action: 'deny', direction: 'EGRESS', match: { layer4Configs: [{ ipProtocol: 'tcp' }] } },
    ];
    const { policies } = readEffectiveFirewalls({ firewallPolicys: [{ name: 'x', rules }] }, 'p-1');
    expect(policies[0]?.rules[0]?.layer4).toEqual([{ protocol: 'tcp', ports: [] }]);
  });

  it('keeps the conditions of policies that nobody can judge', () => {
    const match = {
      destIpRanges: ['10.0.0.1'],
      destFqdns: ['example.com'],
      srcSecureTags: [{ name: 'tagValues/1', state: 'EFFECTIVE' }],
      destNetworkType: 'INTERNET',
      srcRegionCodes: [],
    };
    const policy = { name: '1', shortName: 'org', type: 'HIERARCHY', rules: [{ priority: 1, match }] };
    const [read] = readEffectiveFirewalls({ firewallPolicys: [policy] }, 'p-1').policies;
    expect(read).toMatchObject({ title: 'org', type: 'HIERARCHY' });
    expect(read?.rules[0]?.conditions).toEqual({
      destFqdns: ['example.com'],
      destNetworkType: ['INTERNET'],
      srcSecureTags: ['tagValues/1'],
    });
    expect(String(read?.rules[0]?.destinationRanges)).toBe('10.0.0.1/32');
  });

  it.each([
    [{ nextHopPeering: 'df', nextHopNetwork: 'x' }, 'peering', 'df'],
    [
      { nextHopGateway: 'projects/p/global/gateways/default-internet-gateway' },
      'gateway',
      'default-internet-gateway',
    ],
    [{ nextHopNetwork: 'projects/p/global/networks/n' }, 'network', 'n'],
    [{ nextHopIp: '10.0.0.9' }, 'ip', '10.0.0.9'],
    [{ nextHopCable: 'c' }, 'unknown', ''],
  ])('tells where a route leads (%j)', (fields, kind, id) => {
    const route = readRoute(of({ name: 'r', destRange: '10.0.0.0/8', ...fields }), 'p-1');
    expect(route?.nextHop).toEqual({ kind, id });
  });

  it('names the subnets of clients without a VM', () => {
    const connector = {
      name: 'projects/p-1/locations/us-east1/connectors/c',
      subnet: { name: 's', projectId: 'host-p' },
    };
    expect(readConnector(of(connector), 'us-east1', 'p-1')).toMatchObject({
      name: 'c',
      subnetwork: { projectId: 'host-p', region: 'us-east1', name: 's' },
    });
    const service = {
      name: 'projects/p-1/locations/us-east1/services/web',
      template: {
        vpcAccess: { networkInterfaces: [{ subnetwork: 'projects/host-p/regions/us-east1/subnetworks/s' }] },
      },
    };
    expect(readDirectEgress(of(service), 'us-east1', 'p-1')).toMatchObject([
      { name: 'web', subnetwork: { projectId: 'host-p', region: 'us-east1', name: 's' }, tags: [] },
    ]);
  });

  it('tells the addresses of a VM', () => {
    const instance = {
      name: 'vm',
      zone: 'https://www.googleapis.com/compute/v1/projects/p-1/zones/us-east1-b',
      status: 'RUNNING',
      tags: { items: ['app'] },
      networkInterfaces: [
        {
          networkIP: '10.0.0.5',
          network: 'global/networks/n',
          aliasIpRanges: [{ ipCidrRange: '10.4.0.0/24' }],
        },
      ],
    };
    const read = readInstance(of(instance), 'p-1');
    expect(read).toMatchObject({ zone: 'us-east1-b', tags: ['app'], serviceAccounts: [] });
    expect(String(read.interfaces[0]?.address)).toBe('10.0.0.5/32');
    expect(read.interfaces[0]?.aliases.map(String)).toEqual(['10.4.0.0/24']);
  });
});
