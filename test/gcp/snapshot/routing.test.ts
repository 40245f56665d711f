import { describe, expect, it } from 'vitest';
import type * as model from '../../../src/gcp/compute/model.js';
import { takeSnapshot } from '../../../src/gcp/snapshot.js';
import { cidr } from '../../../src/path/cidr.js';
import { trace } from '../../../src/path/trace.js';
import {
  exchangedFixture,
  FakeNetwork,
  instanceFixture,
  policyRouteFixture,
  REMOTE,
  routeFixture,
  subnetFixture,
} from './fake-network.js';

const FAR = cidr('192.168.7.0/24');

/** What becomes of packets to a block that an imported custom route brings, beside these own routes. */
async function fateOf(network: FakeNetwork, remote = [FAR]) {
  const snapshot = await takeSnapshot(network.means, [REMOTE]);
  const [source] = snapshot.sources;
  const request = { sourceId: source?.id ?? '', remote, port: 6379, ephemeral: { from: 32_768, to: 60_999 } };
  const [piece] = trace(snapshot, request);
  const hop = piece?.hops.filter(({ kind }) => kind === 'route').at(-1);
  return { outcome: piece?.outcome, by: hop?.by, cause: piece?.cause?.code, hop, snapshot };
}

const STATIC = { type: 'STATIC_PEERING_ROUTE' };

/** A network whose far side brings 192.168.7.0/24 as a static route, beside one own route. */
function custom(changes: Partial<model.Route> = {}, brought: Partial<model.PeeringRoute> = {}): FakeNetwork {
  const network = new FakeNetwork();
  network.incoming = [exchangedFixture('192.168.7.0/24', { ...STATIC, ...brought })];
  network.routes = [routeFixture({ name: 'own', destination: FAR, priority: 60_000, ...changes })];
  return network;
}

describe('the routes of a GCP network', () => {
  it('never lets a static route go before a subnet of the peer', async () => {
    const network = new FakeNetwork();
    network.routes.push(routeFixture({ name: 'hijack', destination: FAR, priority: 0 }));
    expect(await fateOf(network)).toMatchObject({ outcome: 'passes' });
  });

  it('prefers an own custom route to an imported one', async () => {
    expect(await fateOf(custom())).toMatchObject({ cause: 'route_elsewhere', by: 'own' });
  });

  it('prefers the longer prefix, also of an imported route', async () => {
    expect(await fateOf(custom({ destination: REMOTE, priority: 0 }))).toMatchObject({ outcome: 'passes' });
  });

  it('keeps a custom route that is not imported, and says why', async () => {
    const { cause, hop } = await fateOf(custom({ destination: cidr('0.0.0.0/0') }, { imported: false }));
    expect(cause).toBe('route_elsewhere');
    expect(hop?.passedOver).toEqual([
      { id: 'peering route 192.168.7.0/24', why: expect.stringContaining('does not import custom routes') },
    ]);
  });

  it.each([
    [{ warnings: ['NEXT_HOP_INSTANCE_NOT_FOUND'] }],
    [{ status: 'INACTIVE' }],
    [{ status: 'DROPPED' }],
    [{ tags: ['only-others'] }],
  ])('does without an own route that is %o', async (dead) => {
    expect(await fateOf(custom(dead))).toMatchObject({ outcome: 'passes' });
  });

  it('loses packets to a next hop that may not forward', async () => {
    const instance = { nextHop: { kind: 'instance', id: 'nva' }, warnings: ['NEXT_HOP_CANNOT_IP_FORWARD'] };
    expect(await fateOf(custom(instance as Partial<model.Route>))).toMatchObject({ cause: 'blackhole' });
  });

  it('spreads flows over equal routes', async () => {
    const network = custom({ destination: FAR });
    network.routes.push(
      routeFixture({
        name: 'twin',
        destination: FAR,
        priority: 60_000,
        nextHop: { kind: 'ip', id: '10.0.0.9' },
      }),
    );
    const { by, snapshot } = await fateOf(network);
    expect(by).toBe('own and twin');
    const stage = snapshot.sources[0]?.routing.at(-1);
    expect(stage?.routes.find(({ id }) => id === by)?.targets.map(({ kind }) => kind)).toEqual([
      'elsewhere',
      'appliance',
    ]);
  });

  it('takes a lower priority number first', async () => {
    const network = custom({ destination: FAR });
    const first = { name: 'first', destination: FAR, priority: 10 };
    network.routes.push(routeFixture({ ...first, nextHop: { kind: 'vpn-tunnel', id: 'tunnel' } }));
    expect(await fateOf(network)).toMatchObject({ by: 'first', cause: 'route_elsewhere' });
  });

  it('follows a tagged route for VMs with the tag', async () => {
    const network = custom({ tags: ['nat'] });
    network.instances = [instanceFixture({ tags: ['nat'] })];
    expect(await fateOf(network)).toMatchObject({ by: 'own' });
  });

  it('looks further where a hybrid subnet may lack the address', async () => {
    const network = new FakeNetwork();
    network.incoming = [];
    network.subnets.push(subnetFixture({ name: 'hybrid', cidrs: [REMOTE], overlapsAllowed: true }));
    expect(await fateOf(network)).toMatchObject({ outcome: 'blocked' });
    network.incoming = [exchangedFixture('192.168.7.0/24', STATIC)];
    expect(await fateOf(network)).toMatchObject({ outcome: 'unknown' });
  });

  it("keeps another peering's routes apart", async () => {
    const network = new FakeNetwork();
    network.incoming = [];
    network.routes.push(
      routeFixture({
        name: 'peering-route-2',
        destination: FAR,
        nextHop: { kind: 'peering', id: 'other' },
        type: '',
      }),
    );
    expect(await fateOf(network)).toMatchObject({ cause: 'route_elsewhere', by: 'peering-route-2' });
  });
});

describe('policy-based routes', () => {
  const withRoutes = (...routes: readonly Partial<model.PolicyBasedRoute>[]) => {
    const network = new FakeNetwork();
    network.policyRoutes = routes.map(policyRouteFixture);
    return fateOf(network);
  };

  it('go before every other route', async () => {
    expect(await withRoutes({})).toMatchObject({ cause: 'appliance', by: 'to-firewall (priority 1000)' });
  });

  it.each([
    ['another destination', { destination: cidr('172.16.0.0/12') }],
    ['another source', { source: cidr('10.9.0.0/16') }],
    ['another protocol', { protocol: 'UDP' }],
    ['machines with a tag', { tags: ['inspected'] }],
    ['VLAN attachments', { interconnectRegion: 'us-central1' }],
  ])('do nothing when they are for %s', async (_, changes) => {
    expect(await withRoutes(changes)).toMatchObject({ outcome: 'passes' });
  });

  it('are skipped by one of a lower number that says so', async () => {
    const { nextHopIp: _, ...skip } = policyRouteFixture({
      name: 'skip',
      priority: 10,
      nextHopOtherRoutes: 'DEFAULT_ROUTING',
    });
    const network = new FakeNetwork();
    network.policyRoutes = [policyRouteFixture(), skip];
    expect(await fateOf(network)).toMatchObject({ outcome: 'passes' });
  });
});
