import { expect, test } from 'vitest';
import { type AzurePeer, peerKey } from '../../src/resources/peer.js';

const azure: AzurePeer = {
  provider: 'azure',
  subscriptionId: '00000000-1111-2222-3333-444444444444',
  vnetName: 'hub',
  resourceGroup: 'rg',
  tenantId: '00000000-1111-2222-3333-444444444444',
  appId: '00000000-1111-2222-3333-444444444444',
};

test('the same VPC has the same key, whatever else is said', () => {
  const aws = { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' } as const;
  expect(peerKey(aws)).toBe(peerKey({ ...aws, region: 'us-east-1' }));
  expect(peerKey(azure)).toBe(peerKey({ ...azure, region: 'centralus', useRemoteGateways: true }));
});

test('Azure names know no case', () => {
  expect(peerKey(azure)).toBe(peerKey({ ...azure, vnetName: 'HUB', resourceGroup: 'Rg' }));
});

test('other VPCs have other keys', () => {
  const keys = [
    peerKey({ provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' }),
    peerKey({ provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3e' }),
    peerKey({ provider: 'aws', accountId: '123456789013', vpcId: 'vpc-0a1b2c3d' }),
    peerKey({ provider: 'gcp', projectId: 'my-project', network: 'default' }),
    peerKey({ provider: 'gcp', projectId: 'my-project', network: 'other' }),
    peerKey(azure),
    peerKey({ ...azure, resourceGroup: 'other' }),
    peerKey({ ...azure, vnetName: 'spoke' }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
