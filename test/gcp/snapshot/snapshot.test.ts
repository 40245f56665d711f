import { describe, expect, it } from 'vitest';
import { takeSnapshot } from '../../../src/gcp/snapshot.js';
import { cidr } from '../../../src/path/cidr.js';
import { exposure } from '../../../src/path/exposure.js';
import type { PathSnapshot } from '../../../src/path/snapshot.js';
import { trace } from '../../../src/path/trace.js';
import {
  exchangedFixture,
  FakeNetwork,
  firewallFixture,
  instanceFixture,
  PEERING,
  peeringFixture,
  policyRouteFixture,
  REMOTE,
  refusal,
  routeFixture,
  subnetFixture,
} from './fake-network.js';

const LINUX = { from: 32_768, to: 60_999 };
const SOURCE = 'us-central1/app';
const look = (network: FakeNetwork) => takeSnapshot(network.means, [REMOTE]);
const traced = (snapshot: PathSnapshot, sourceId = SOURCE) =>
  trace(snapshot, { sourceId, remote: [REMOTE], port: 6379, ephemeral: LINUX });
const outcome = async (network: FakeNetwork, sourceId = SOURCE) => {
  const [piece] = traced(await look(network), sourceId);
  return piece?.cause?.code ?? piece?.outcome;
};

describe('the snapshot of a GCP network', () => {
  it('passes when all is well', async () => {
    const snapshot = await look(new FakeNetwork());
    expect(snapshot).toMatchObject({
      local: { id: 'projects/acme/global/networks/app-vpc' },
      peering: { id: PEERING, state: 'ACTIVE', up: 'yes' },
      remote: { id: 'vpc-net-1' },
      gaps: [],
    });
    expect(snapshot.remote.back).toEqual({ kind: 'exchanged', cidrs: [cidr('10.0.0.0/24')] });
    expect(traced(snapshot)).toMatchObject([{ outcome: 'passes' }]);
  });

  it.each<[string, (network: FakeNetwork) => void, string]>([
    ['no peering', (network) => network.peerings.splice(0), 'peering_down'],
    [
      'a peering that waits, whatever route would catch the packets',
      (network) => network.peerings.splice(0, 1, peeringFixture({ state: 'INACTIVE' })),
      'peering_down',
    ],
    [
      'a peering to another network',
      (network) =>
        network.peerings.splice(0, 1, peeringFixture({ network: { projectId: 'other', name: 'vpc-net-1' } })),
      'peering_down',
    ],
    ['a peering that brings nothing', (network) => network.incoming.splice(0), 'route_elsewhere'],
    [
      'no route at all',
      (network) => {
        network.incoming = [];
        network.routes = [];
      },
      'no_route',
    ],
    [
      'a range that is not taken',
      (network) => network.incoming.splice(0, 1, exchangedFixture('192.168.0.0/16', { imported: false })),
      'route_elsewhere',
    ],
    ['a subnet that is not exported', (network) => network.outgoing.splice(0), 'no_way_back'],
    [
      'a subnet that the other side does not take',
      (network) => network.outgoing.splice(0, 1, exchangedFixture('10.0.0.0/24', { imported: false })),
      'no_way_back',
    ],
    [
      'an own subnet with that range',
      (network) => network.subnets.push(subnetFixture({ name: 'big', cidrs: [cidr('192.168.0.0/17')] })),
      'route_local',
    ],
    ['a policy-based route', (network) => network.policyRoutes.push(policyRouteFixture()), 'appliance'],
    ['an egress rule', (network) => network.firewalls.push(firewallFixture()), 'filter_out'],
  ])('is stopped by %s', async (_, breakIt, code) => {
    const network = new FakeNetwork();
    breakIt(network);
    const codes = traced(await look(network)).map(({ cause }) => cause?.code);
    expect(codes).toContain(code);
  });

  it("says the peering's state in Google's words", async () => {
    const network = new FakeNetwork();
    network.peerings = [
      peeringFixture({ state: 'INACTIVE', stateDetails: 'Waiting for peer network to connect.' }),
    ];
    const [piece] = traced(await look(network));
    expect(piece?.cause?.hop.why).toContain('INACTIVE (Waiting for peer network to connect)');
  });

  it('has one source for each set of names that rules tell apart', async () => {
    const network = new FakeNetwork();
    network.subnets.push(subnetFixture({ name: 'empty', cidrs: [cidr('10.0.9.0/24')] }));
    network.subnets.push(subnetFixture({ name: 'proxies', purpose: 'REGIONAL_MANAGED_PROXY' }));
    network.firewalls = [firewallFixture({ targetTags: ['web'] })];
    network.instances = [
      instanceFixture({ tags: ['web', 'anything'] }),
      instanceFixture({ tags: ['web'], serviceAccounts: ['nobody@acme'] }),
      instanceFixture({ tags: ['batch'] }),
    ];
    const { sources } = await look(network);
    expect(sources.map(({ id }) => id)).toEqual([SOURCE, `${SOURCE}/web`, 'us-central1/empty']);
    expect(await outcome(network, `${SOURCE}/web`)).toBe('filter_out');
    expect(await outcome(network)).toBe('passes');
  });

  it('takes the named targets for a subnet without a VM', async () => {
    const network = new FakeNetwork();
    network.instances = [];
    network.firewalls = [firewallFixture({ targetTags: ['web'] })];
    const firewall = { targetTags: ['web'], targetServiceAccounts: [], ingress: true, egress: true };
    const settings = {
      ...network.means.settings,
      firewall: { ...firewall, priority: 1, overrideDeny: false },
    };
    const { sources } = await takeSnapshot(network.meansFor(settings), [REMOTE]);
    expect(sources.map(({ id }) => id)).toEqual([`${SOURCE}/web`]);
  });

  it('counts secondary ranges to the addresses', async () => {
    const network = new FakeNetwork();
    network.subnets = [subnetFixture({ secondary: [{ name: 'pods', cidr: cidr('10.4.0.0/14') }] })];
    const { sources, local } = await look(network);
    expect(sources[0]?.cidrs.map(String)).toEqual(['10.0.0.0/24', '10.4.0.0/14']);
    expect(local.cidrs.map(String)).toEqual(['10.0.0.0/24', '10.4.0.0/14']);
  });

  it('has connectors and services as sources', async () => {
    const network = new FakeNetwork();
    const region = 'us-central1';
    const own = { projectId: 'acme', name: 'app-vpc' };
    const elsewhere = { projectId: 'acme', name: 'other-vpc' };
    const subnetwork = { projectId: 'acme', region, name: 'app' };
    const connector = { region, network: own, cidr: cidr('10.8.0.0/28'), state: 'READY' };
    network.connectors = [
      { ...connector, name: 'fn' },
      { ...connector, name: 'ill', state: 'ERROR' },
      { ...connector, name: 'foreign', network: elsewhere },
    ];
    network.services = [{ name: 'api', region, subnetwork, tags: ['run'] }];
    network.firewalls = [firewallFixture({ targetTags: ['run'] })];
    const snapshot = await look(network);
    expect(snapshot.sources.map(({ id }) => id)).toEqual([
      SOURCE,
      `${region}/connector:fn`,
      `${region}/connector:ill`,
      `${region}/service:api`,
    ]);
    expect(await outcome(network, `${region}/connector:fn`)).toBe('passes');
    expect(await outcome(network, `${region}/connector:ill`)).toBe('blackhole');
    expect(await outcome(network, `${region}/service:api`)).toBe('filter_out');
    network.firewalls = [firewallFixture({ direction: 'INGRESS', action: 'allow', sourceRanges: [REMOTE] })];
    const inward = exposure(await look(network), { sourceId: `${region}/connector:fn` });
    expect(inward.map((piece) => piece.outcome)).toEqual(['blocked']);
  });

  it('shares what is around sources that nothing tells apart', async () => {
    const network = new FakeNetwork();
    network.subnets.push(subnetFixture({ name: 'more', cidrs: [cidr('10.0.7.0/24')] }));
    network.subnets.push(subnetFixture({ region: 'europe-west1', cidrs: [cidr('10.0.8.0/24')] }));
    const [app, more, elsewhere] = (await look(network)).sources;
    expect(more?.routing).toBe(app?.routing);
    expect(more?.out).toBe(app?.out);
    expect(elsewhere?.out).not.toBe(app?.out);
  });

  it('leaves out services in the subnet of another project', async () => {
    const network = new FakeNetwork();
    const subnetwork = { projectId: 'host-project', region: 'us-central1', name: 'app' };
    network.services = [{ name: 'api', region: 'us-central1', subnetwork, tags: [] }];
    expect((await look(network)).sources.map(({ id }) => id)).toEqual([SOURCE]);
  });

  it('does not know what a peering in a new state carries', async () => {
    const network = new FakeNetwork();
    network.peerings = [peeringFixture({ state: 'SUSPENDED' })];
    expect(await outcome(network)).toBe('peering_down');
    expect(traced(await look(network))).toMatchObject([{ outcome: 'unknown' }]);
  });

  it.each([
    ['network', 'compute.networks.get'],
    ['policyBasedRoutes', 'networkconnectivity.policyBasedRoutes.list'],
    ['effectiveFirewalls', 'compute.networks.getEffectiveFirewalls'],
    ['regionalEffectiveFirewalls', 'compute.networks.getRegionEffectiveFirewalls'],
  ])('says unknown, with the permission, when %s may not be read', async (call, permission) => {
    const network = new FakeNetwork();
    network.failures.set(call, refusal('forbidden', permission));
    const snapshot = await look(network);
    expect(snapshot.gaps).toEqual([{ what: expect.any(String), permission }]);
    expect(traced(snapshot)).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('doubts only what hangs on routes or VMs that may not be read', async () => {
    const network = new FakeNetwork();
    network.failures.set('routes', refusal('forbidden', 'compute.routes.list'));
    network.failures.set('instances', refusal('forbidden', 'compute.instances.list'));
    expect(await outcome(network)).toBe('passes');
    network.firewalls = [firewallFixture({ targetTags: ['web'] })];
    const [piece] = traced(await look(network));
    expect(piece).toMatchObject({ outcome: 'unknown' });
    expect(piece?.undecided?.join()).toContain('network tag web');
  });

  it('takes the peering for the way when its routes may not be read', async () => {
    const network = new FakeNetwork();
    network.failures.set('peeringRoutes', refusal('forbidden', 'compute.networks.listPeeringRoutes'));
    const snapshot = await look(network);
    expect(snapshot.gaps).toHaveLength(2);
    expect(snapshot.remote.back).toEqual({ kind: 'exchanged', cidrs: [cidr('10.0.0.0/24')] });
    expect(traced(snapshot)).toMatchObject([{ outcome: 'unknown' }]);
    const listed = { kind: 'peering', id: PEERING } as const;
    network.routes.push(
      routeFixture({ name: 'peering-route-1', destination: REMOTE, nextHop: listed, type: '' }),
    );
    expect(await outcome(network)).toBe('passes');
  });

  it('takes an API that is not enabled for an empty one', async () => {
    const network = new FakeNetwork();
    for (const call of ['policyBasedRoutes', 'connectors', 'directEgress']) {
      network.failures.set(call, refusal('accessNotConfigured', 'x'));
    }
    const snapshot = await look(network);
    expect(snapshot.gaps).toEqual([]);
    expect(traced(snapshot)).toMatchObject([{ outcome: 'passes' }]);
  });

  it('stands a peering that goes while it is looked at', async () => {
    const network = new FakeNetwork();
    network.failures.set('peeringRoutes', refusal('notFound', 'compute.networks.listPeeringRoutes'));
    const snapshot = await look(network);
    expect(snapshot.gaps).toEqual([]);
    expect(traced(snapshot)).toMatchObject([{ outcome: 'blocked' }]);
  });

  it('does not swallow other failures', async () => {
    const network = new FakeNetwork();
    network.failures.set('connectors', refusal('backendError', 'x'));
    await expect(look(network)).rejects.toMatchObject({ call: { cloudCode: 'backendError' } });
  });

  it('lets nothing in but what a rule allows', async () => {
    const network = new FakeNetwork();
    const ssh = { layer4: [{ protocol: 'tcp', ports: [{ from: 22, to: 22 }] }], action: 'allow' } as const;
    const inward = { direction: 'INGRESS', destinationRanges: [], sourceRanges: [REMOTE], ...ssh } as const;
    network.firewalls = [firewallFixture({ name: 'ssh', ...inward })];
    const pieces = exposure(await look(network), { sourceId: SOURCE });
    const open = pieces.filter((piece) => piece.outcome === 'passes');
    expect(open.map(({ localPorts }) => localPorts)).toEqual([[{ from: 22, to: 22 }]]);
  });

  it('reads each listing once, each region once, and writes nothing', async () => {
    const network = new FakeNetwork();
    network.subnets.push(subnetFixture({ region: 'europe-west1', cidrs: [cidr('10.1.0.0/24')] }));
    await look(network);
    expect(new Set(network.calls).size).toBe(network.calls.length);
    const regional = network.calls.filter((call) => call.startsWith('regionalEffectiveFirewalls'));
    expect(regional.join()).toMatch(/europe-west1.*us-central1/);
  });
});
