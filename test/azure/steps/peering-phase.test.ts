import { describe, expect, it } from 'vitest';
import { describePeering, phaseOf } from '../../../src/azure/steps/peering/peering-phase.js';
import { cidr } from '../../../src/path/cidr.js';
import { peeringFixture } from '../helpers/peerings.js';

const { syncLevel: _, ...older } = peeringFixture();

describe('the phase of a half', () => {
  it.each([
    ['up', {}],
    ['changing', { provisioningState: 'Updating' }],
    ['changing', { provisioningState: 'Deleting', state: 'Disconnected' }],
    ['alone', { state: 'Initiated', syncLevel: 'RemoteNotInSync' }],
    ['closed', { allowVirtualNetworkAccess: false }],
    ['stale', { syncLevel: 'LocalNotInSync' }],
    ['behind', { syncLevel: 'RemoteNotInSync' }],
    ['stale', { syncLevel: 'RemoteNotInSync', remotePrefixes: [cidr('10.9.0.0/16')] }],
    ['stale', { syncLevel: 'LocalAndRemoteNotInSync' }],
    ['disconnected', { state: 'Disconnected' }],
    ['failed', { provisioningState: 'Failed' }],
    ['unknown', { state: 'Pondering' }],
  ])('is %s for %o', (phase, changes) => {
    expect(phaseOf(peeringFixture(changes))).toBe(phase);
  });

  it('compares the addresses where there is no sync level', () => {
    expect(phaseOf(older)).toBe('up');
    expect(phaseOf({ ...older, remoteVnetPrefixes: [cidr('10.9.0.0/16')] })).toBe('stale');
  });

  it('is told in words with what is wrong', () => {
    const closed = peeringFixture({ allowVirtualNetworkAccess: false, provisioningState: 'Updating' });
    expect(describePeering(closed)).toBe(
      'vnet-dfcloud-peering is Connected, provisioning Updating, FullyInSync, access not allowed',
    );
  });
});
