import { describe, expect, it } from 'vitest';
import { isOurPeeringName, peeringName } from '../../../src/azure/steps/peering/peering-name.js';

const REMOTE = '/subscriptions/vs/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/dragonfly';
const OTHER = `${REMOTE}-2`;

describe('the name of the peering', () => {
  it('is that of the documentation when free', () => {
    expect(peeringName('vnet', REMOTE, [])).toBe('vnet-dfcloud-peering');
  });

  it('is that of the documentation when it leads there', () => {
    const ours = { name: 'VNET-dfcloud-peering', remoteVnetId: REMOTE.toUpperCase() };
    expect(peeringName('vnet', REMOTE, [ours])).toBe('vnet-dfcloud-peering');
  });

  it('carries a hash when that leads elsewhere', () => {
    const taken = [{ name: 'vnet-dfcloud-peering', remoteVnetId: OTHER }];
    const name = peeringName('vnet', REMOTE, taken);
    expect(name).toMatch(/^vnet-dfcloud-peering-[0-9a-f]{8}$/);
    expect(peeringName('vnet', REMOTE.toLowerCase(), taken)).toBe(name);
  });

  it('is none when both lead elsewhere', () => {
    const name = peeringName('vnet', REMOTE, [{ name: 'vnet-dfcloud-peering', remoteVnetId: OTHER }]) ?? '';
    const taken = ['vnet-dfcloud-peering', name].map((one) => ({ name: one, remoteVnetId: OTHER }));
    expect(peeringName('vnet', REMOTE, taken)).toBeUndefined();
  });

  it('has 80 characters at most', () => {
    const long = 'v'.repeat(80);
    const first = peeringName(long, REMOTE, []) ?? '';
    const second = peeringName(long, REMOTE, [{ name: first, remoteVnetId: OTHER }]) ?? '';
    expect([first, second].map(({ length }) => length)).toEqual([80, 80]);
    expect(first.endsWith('-dfcloud-peering')).toBe(true);
  });

  it('is known again, and only for its own network', () => {
    const hashed = peeringName('vnet', REMOTE, [{ name: 'vnet-dfcloud-peering', remoteVnetId: OTHER }]) ?? '';
    expect(isOurPeeringName(hashed, 'vnet', REMOTE)).toBe(true);
    expect(isOurPeeringName(hashed, 'vnet', OTHER)).toBe(false);
    expect(isOurPeeringName('to-dragonfly', 'vnet', REMOTE)).toBe(false);
  });
});
