import { describe, expect, it } from 'vitest';
import { HALF, ScriptedGoogle } from '../helpers/scripted-google.js';

const subnet = (fields: object) => ({
  name: 'app',
  region: 'regions/us-central1',
  network: 'global/networks/app-vpc',
  ...fields,
});
const inRegion = (...subnetworks: object[]) => ({ items: { 'regions/us-central1': { subnetworks } } });

describe('the gate before the first rule', () => {
  it('opens when the network and its CIDR are the ones', async () => {
    const google = await ScriptedGoogle.open(HALF);
    expect(await google.read('gcp.active')).toMatchObject({
      status: 'done',
      evidence:
        'df is ACTIVE to projects/vendor-project/global/networks/vendor-vpc, and brings 192.168.0.0/16',
    });
  });

  it('knows no peering to a network of the same name elsewhere', async () => {
    const network = HALF.network.replace('vendor-project', 'other-project');
    const google = await ScriptedGoogle.open({ ...HALF, network });
    expect(await google.read('gcp.active')).toMatchObject({ status: 'waiting' });
    expect(await google.read('gcp.peering')).toMatchObject({ status: 'todo' });
  });

  it.each([
    ['no routes yet', []],
    ['a route that is not imported', [{ destRange: '192.168.0.0/16', imported: false }]],
    ['a part of the CIDR', [{ destRange: '192.168.0.0/17', imported: true }]],
    ['another CIDR', [{ destRange: '172.20.0.0/16', imported: true }]],
  ])('stays shut with %s', async (_, incoming) => {
    const google = await ScriptedGoogle.open(HALF);
    google.incoming = incoming;
    expect(await google.read('gcp.active')).toMatchObject({
      status: 'waiting',
      whose: 'cloud',
      evidence: expect.stringContaining('does not bring 192.168.'),
    });
  });

  it('takes several subnets for the CIDR', async () => {
    const google = await ScriptedGoogle.open(HALF);
    google.incoming = ['192.168.0.0/17', '192.168.128.0/17'].map((destRange) => ({
      destRange,
      imported: true,
    }));
    expect(await google.read('gcp.active')).toMatchObject({ status: 'done' });
  });

  it('stays shut until the other side takes all ranges', async () => {
    const google = await ScriptedGoogle.open(HALF);
    const pods = [{ rangeName: 'pods', ipCidrRange: '10.4.0.0/14' }];
    google.answers['aggregated/subnetworks'] = inRegion(
      subnet({ ipCidrRange: '10.0.0.0/24', secondaryIpRanges: pods }),
    );
    google.outgoing = [{ destRange: '10.0.0.0/24', imported: true }];
    expect(await google.read('gcp.active')).toMatchObject({
      status: 'waiting',
      evidence: expect.stringContaining('does not take your 10.4.0.0/14'),
    });
    google.outgoing.push({ destRange: '10.4.0.0/14', imported: true });
    expect(await google.read('gcp.active')).toMatchObject({ status: 'done' });
  });

  it('does not wait for ranges that are not exchanged', async () => {
    const google = await ScriptedGoogle.open(HALF);
    google.answers['aggregated/subnetworks'] = inRegion(
      subnet({ ipCidrRange: '34.1.0.0/24' }),
      subnet({ name: 'proxies', ipCidrRange: '10.9.0.0/24', purpose: 'REGIONAL_MANAGED_PROXY' }),
    );
    expect(await google.read('gcp.active')).toMatchObject({ status: 'done' });
  });

  it('waits for Dragonfly while its half is missing', async () => {
    const stateDetails = '[2026-06-13T03:55:42.279-07:00]: Waiting for peer network to connect.';
    const google = await ScriptedGoogle.open({ ...HALF, state: 'INACTIVE', stateDetails });
    expect(await google.read('gcp.active')).toEqual({
      status: 'waiting',
      ours: 'none',
      whose: 'dragonfly',
      evidence: 'df is INACTIVE (Waiting for peer network to connect.)',
    });
  });

  it("says what to do when Dragonfly's attempt was refused", async () => {
    const stateDetails = 'peer network TRIED TO CONNECT AND FAILED.';
    const google = await ScriptedGoogle.open({ ...HALF, state: 'INACTIVE', stateDetails });
    expect(await google.read('gcp.active')).toMatchObject({
      status: 'conflict',
      evidence: expect.stringContaining('INACTIVE'),
      fix: expect.stringMatching(/overlaps.*dfcloud connections delete/s),
    });
  });

  it('takes words that nobody has seen for mere waiting', async () => {
    const google = await ScriptedGoogle.open({ ...HALF, state: 'INACTIVE', stateDetails: 'Something new.' });
    expect(await google.read('gcp.active')).toMatchObject({ status: 'waiting' });
  });
});

describe('steps of a network that is gone', () => {
  it('are none', async () => {
    const google = await ScriptedGoogle.open();
    google.answers['global/networks/app-vpc'] = undefined;
    expect(await google.steps()).toEqual([]);
  });
});
