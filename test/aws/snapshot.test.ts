import { describe, expect, it } from 'vitest';
import type { GroupRule, NetworkAcl } from '../../src/aws/ec2/model.js';
import { takeSnapshot } from '../../src/aws/snapshot.js';
import { cidr } from '../../src/path/cidr.js';
import { exposure } from '../../src/path/exposure.js';
import type { PathSnapshot } from '../../src/path/snapshot.js';
import { trace } from '../../src/path/trace.js';
import {
  GROUP,
  PCX,
  peeringFixture,
  REMOTE,
  refusal,
  routeFixture,
  ruleFixture,
  SUBNET,
} from './helpers/fake-ec2.js';
import { FakeRun } from './helpers/fake-run.js';

const LINUX = { from: 32_768, to: 60_999 };
const SOURCE = `${SUBNET}/${GROUP}`;

/** A run in which everything passes; tests break one thing. */
function workingRun(): FakeRun {
  const run = new FakeRun();
  run.ec2.thePeerings = [peeringFixture({ status: 'active' })];
  run.ec2.interfaces = [{ id: 'eni-1', subnetId: SUBNET, groupIds: [GROUP] }];
  run.ec2.acls = [aclWith({})];
  route(run, 'peering', PCX);
  return run;
}

function route(
  run: FakeRun,
  kind: Parameters<typeof routeFixture>[1],
  id: string,
  state?: string,
  to = '192.168.0.0/16',
) {
  const added = routeFixture(to, kind, id, state);
  run.ec2.tables = run.ec2.tables.map((table) => ({ ...table, routes: [...table.routes, added] }));
}

/** A network ACL that lets everything pass, but for these entries before. */
function aclWith(...first: readonly Partial<NetworkAcl['entries'][number]>[]): NetworkAcl {
  const all = { number: 100, allow: true, protocol: '-1', cidr: cidr('0.0.0.0/0') };
  const entries = first.filter((entry) => Object.keys(entry).length > 0);
  return {
    id: 'acl-1',
    subnetIds: [SUBNET],
    entries: [
      ...entries.map((entry) => ({ ...all, number: 50, egress: true, ...entry })),
      { ...all, egress: true },
      { ...all, egress: false },
    ],
  };
}

const look = (run: FakeRun) => takeSnapshot(run.means, [REMOTE]);
const traced = (snapshot: PathSnapshot, sourceId = SOURCE) =>
  trace(snapshot, { sourceId, remote: [REMOTE], port: 6379, ephemeral: LINUX });

describe('the snapshot of a VPC', () => {
  it('passes up to the far side when all is well', async () => {
    const snapshot = await look(workingRun());
    expect(snapshot.gaps).toEqual([]);
    expect(traced(snapshot)).toMatchObject([{ outcome: 'unknown', cause: { code: 'far_side_unknown' } }]);
  });

  it.each<[string, (run: FakeRun) => void, string]>([
    [
      'no route',
      (run) => run.ec2.tables.splice(0, 1, { ...table(run), routes: table(run).routes.slice(0, 1) }),
      'no_route',
    ],
    ['a blackhole', (run) => reroute(run, 'peering', PCX, 'blackhole'), 'blackhole'],
    ['a route to another peering', (run) => reroute(run, 'peering', 'pcx-2'), 'route_elsewhere'],
    ['a NAT gateway', (run) => reroute(run, 'gateway', 'nat-1'), 'route_elsewhere'],
    ['a firewall endpoint', (run) => reroute(run, 'endpoint', 'vpce-1'), 'appliance'],
    ['a peering that waits', (run) => run.ec2.thePeerings.splice(0, 1, peeringFixture()), 'peering_down'],
    ['a peering that is gone', (run) => run.ec2.thePeerings.splice(0, 1), 'peering_down'],
    ['a group without the rule', (run) => run.ec2.rules.splice(0, 1), 'filter_out'],
    [
      'an ACL on the way out',
      (run) => run.ec2.acls.splice(0, 1, aclWith({ allow: false, ports: { from: 6379, to: 6379 } })),
      'filter_out',
    ],
    [
      'an ACL for the replies',
      (run) =>
        run.ec2.acls.splice(
          0,
          1,
          aclWith({ egress: false, allow: false, ports: { from: 1024, to: 65_535 } }),
        ),
      'filter_return',
    ],
  ])('is stopped by %s', async (_, breakIt, code) => {
    const run = workingRun();
    breakIt(run);
    const [piece] = traced(await look(run));
    expect(piece?.cause?.code).toBe(code);
  });

  it('sees the half that a longer route steals', async () => {
    const run = workingRun();
    route(run, 'gateway', 'nat-1', 'active', '192.168.128.0/17');
    const pieces = traced(await look(run));
    expect(pieces.map(({ remote, cause }) => [remote.map(String), cause?.code])).toEqual(
      expect.arrayContaining([
        [['192.168.0.0/17'], 'far_side_unknown'],
        [['192.168.128.0/17'], 'route_elsewhere'],
      ]),
    );
  });

  it('prefers local and static routes to propagated ones', async () => {
    const run = workingRun();
    const propagated = {
      ...routeFixture('192.168.0.0/16', 'gateway', 'vgw-1'),
      origin: 'EnableVgwRoutePropagation',
    };
    run.ec2.tables = run.ec2.tables.map((one) => ({ ...one, routes: [...one.routes, propagated] }));
    expect(traced(await look(run))).toMatchObject([{ cause: { code: 'far_side_unknown' } }]);
  });

  it('expands prefix lists in routes and rules', async () => {
    const run = workingRun();
    const { cidr: _, ...listed } = ruleFixture({ id: 'sgr-list', prefixListId: 'pl-1' });
    run.ec2.rules = [listed satisfies GroupRule];
    run.ec2.lists.set('pl-1', [cidr('192.168.0.0/17')]);
    run.ec2.lists.set('pl-2', [cidr('192.168.64.0/18')]);
    const { destination: __, ...toList } = routeFixture('0.0.0.0/0', 'gateway', 'nat-1');
    run.ec2.tables = run.ec2.tables.map((one) => ({
      ...one,
      routes: [...one.routes, { ...toList, prefixListId: 'pl-2' }],
    }));
    const pieces = traced(await look(run));
    const codes = new Map(pieces.map(({ remote, cause }) => [remote.join(), cause?.code]));
    expect(codes.get('192.168.0.0/18')).toBe('far_side_unknown');
    expect(codes.get('192.168.64.0/18')).toBe('route_elsewhere');
    expect(codes.get('192.168.128.0/17')).toBe('filter_out');
  });

  it('keeps one source for each set of groups', async () => {
    const run = workingRun();
    run.ec2.theSubnets = [...run.ec2.theSubnets, { id: 'subnet-empty', cidrs: [cidr('10.0.9.0/24')] }];
    run.ec2.interfaces = [
      { id: 'eni-1', subnetId: SUBNET, groupIds: ['sg-b', 'sg-a'] },
      { id: 'eni-2', subnetId: SUBNET, groupIds: ['sg-a', 'sg-b'] },
      { id: 'eni-3', subnetId: SUBNET, groupIds: ['sg-a'] },
    ];
    const { sources } = await look(run);
    expect(sources.map(({ id }) => id)).toEqual([`${SUBNET}/sg-a+sg-b`, `${SUBNET}/sg-a`, 'subnet-empty']);
  });

  it('gives a subnet its own table, else the main one', async () => {
    const run = workingRun();
    const own = { ...table(run), id: 'rtb-own', main: false, subnetIds: [SUBNET], routes: [] };
    run.ec2.tables = [...run.ec2.tables, own];
    run.ec2.theSubnets = [...run.ec2.theSubnets, { id: 'subnet-2', cidrs: [cidr('10.0.2.0/24')] }];
    const { sources } = await look(run);
    expect(sources.map(({ subnetId, routing }) => [subnetId, routing[0]?.name])).toEqual([
      [SUBNET, 'rtb-own'],
      ['subnet-2', run.ec2.tables[0]?.id],
    ]);
  });

  it.each([
    ['networkAcls', 'ec2:DescribeNetworkAcls'],
    ['networkInterfaces', 'ec2:DescribeNetworkInterfaces'],
    ['groupRules', 'ec2:DescribeSecurityGroupRules'],
    ['routeTables', 'ec2:DescribeRouteTables'],
  ] as const)('says unknown, with the permission, when %s may not be read', async (call, permission) => {
    const run = workingRun();
    run.ec2.fail(call, refusal('UnauthorizedOperation', permission));
    const snapshot = await look(run);
    expect(snapshot.gaps).toEqual([{ what: expect.any(String), permission }]);
    const [source] = snapshot.sources;
    expect(traced(snapshot, source?.id)).toMatchObject([{ outcome: 'unknown' }]);
    expect(traced(snapshot, source?.id)[0]?.cause?.code).not.toBe('far_side_unknown');
  });

  it("reads the way back in the customer's own account", async () => {
    const run = workingRun();
    const { ownerId } = run.ec2.theVpc;
    Object.assign(run.network, { vpc: { accountId: ownerId, resourceId: 'vpc-own' } });
    const { requester } = peeringFixture();
    run.ec2.thePeerings = [
      peeringFixture({ status: 'active', requester: { ...requester, accountId: ownerId, vpcId: 'vpc-own' } }),
    ];
    const snapshot = await look(run);
    // The fake gives the same table for both VPCs: it has no route to 10.0.0.0/16 through the peering.
    expect(snapshot.remote.back).toEqual({ kind: 'read', cidrs: [] });
    expect(traced(snapshot)).toMatchObject([{ cause: { code: 'no_way_back' } }]);
  });

  it('tells what the other side can reach', async () => {
    const run = workingRun();
    run.ec2.rules.push(
      ruleFixture({
        id: 'sgr-in',
        egress: false,
        protocol: 'tcp',
        ports: { from: 22, to: 22 },
        cidr: REMOTE,
      }),
    );
    const pieces = exposure(await look(run), { sourceId: SOURCE });
    const open = pieces.filter(({ outcome }) => outcome === 'passes');
    expect(open.map(({ localPorts }) => localPorts)).toEqual([[{ from: 22, to: 22 }]]);
  });

  it('reads each listing once and writes nothing', async () => {
    const run = workingRun();
    await look(run);
    expect(run.ec2.writes).toEqual([]);
    expect(new Set(run.ec2.calls).size).toBe(run.ec2.calls.length);
  });
});

function table(run: FakeRun) {
  const [first] = run.ec2.tables;
  if (!first) throw new TypeError('the fake has a table');
  return first;
}

function reroute(run: FakeRun, kind: Parameters<typeof routeFixture>[1], id: string, state?: string): void {
  run.ec2.tables = run.ec2.tables.map((one) => ({ ...one, routes: one.routes.slice(0, 1) }));
  route(run, kind, id, state);
}
