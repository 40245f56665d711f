import { describe, expect, it } from 'vitest';
import type * as model from '../../src/azure/arm/model.js';
import { takeSnapshot } from '../../src/azure/snapshot.js';
import { cidr } from '../../src/path/cidr.js';
import { judgeExposure } from '../../src/verify/judge-exposure.js';
import { judgePaths } from '../../src/verify/judge-paths.js';
import { NSG, ROUTE_TABLE, refusal, SUBNET, subnetFixture } from './helpers/fake-azure.js';
import { FakeRun } from './helpers/fake-run.js';
import { PEERING_NAME, peeringFixture, REMOTE, SUBSCRIPTION } from './helpers/peerings.js';
import { ruleFixture } from './helpers/rules.js';

const NIC = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/networkInterfaces/nic-1`;
const NIC_GROUP = NSG.replace('/nsg', '/nsg-nic');
const ASG = NSG.replace('networkSecurityGroups/nsg', 'applicationSecurityGroups/web');

/** A run whose peering is there and works. */
function connected(change: (run: FakeRun) => void = () => undefined): FakeRun {
  const run = new FakeRun();
  run.azure.peerings = [peeringFixture()];
  change(run);
  return run;
}

async function judged(run: FakeRun) {
  const snapshot = await takeSnapshot(run.means);
  const judgement = judgePaths(snapshot, { remote: [REMOTE], port: 6379 });
  return {
    snapshot,
    ...judgement,
    outcomes: judgement.paths.map(({ source, outcome }) => [source, outcome]),
  };
}

function withTable(run: FakeRun, ...routes: model.UserRoute[]): void {
  run.azure.theVnet = { ...run.azure.theVnet, subnets: [subnetFixture({ routeTableId: ROUTE_TABLE })] };
  run.azure.theTable = { ...run.azure.theTable, routes };
}

function withRules(run: FakeRun, ...rules: model.SecurityRule[]): void {
  run.azure.theNsg = { ...run.azure.theNsg, rules };
}

function withNic(run: FakeRun, nic: Partial<model.Nic> = {}, groupIds: readonly string[] = []): void {
  const id = `${NIC}/ipConfigurations/ip`;
  run.azure.theVnet = { ...run.azure.theVnet, subnets: [subnetFixture({ ipConfigurationIds: [id] })] };
  const ipConfigurations = [{ id, subnetId: SUBNET, groupIds }];
  run.azure.theNics = [{ id: NIC, name: 'nic-1', ipForwarding: false, ipConfigurations, ...nic }];
}

describe('an Azure virtual network as the path model sees it', () => {
  it('is open by the rules that every group has', async () => {
    const { outcomes, snapshot, findings } = await judged(connected());
    expect(outcomes).toEqual([['apps', 'open']]);
    expect(findings).toEqual([]);
    expect(snapshot.peering).toEqual({
      id: PEERING_NAME,
      state: 'Connected',
      up: 'yes',
    });
    expect(snapshot.remote.back).toEqual({ kind: 'exchanged', cidrs: [cidr('10.0.0.0/16')] });
    expect(snapshot.gaps).toEqual([]);
  });

  it('lets the far side in by the same rules', async () => {
    const snapshot = await takeSnapshot(connected().means);
    expect(judgeExposure(snapshot)).toMatchObject([
      { source: 'apps', openings: [{ from: ['192.168.0.0/16'], ports: ['0-65535'], outcome: 'open' }] },
    ]);
  });

  it.each([
    ['not there', (run: FakeRun) => (run.azure.peerings = []), 'not there'],
    [
      'disconnected',
      (run: FakeRun) => (run.azure.peerings = [peeringFixture({ state: 'Disconnected' })]),
      'Disconnected',
    ],
    [
      'without access',
      (run: FakeRun) => (run.azure.peerings = [peeringFixture({ allowVirtualNetworkAccess: false })]),
      'access to the remote virtual network is not allowed',
    ],
  ])('carries nothing while the peering is %s', async (_, change, state) => {
    const { outcomes, snapshot } = await judged(connected(change));
    expect(outcomes).toEqual([['apps', 'blocked']]);
    expect(snapshot.peering).toMatchObject({ up: 'no', state: expect.stringContaining(state) });
  });

  it('has no route to what is not in sync', async () => {
    const stale = peeringFixture({ syncLevel: 'LocalNotInSync', remotePrefixes: [cidr('192.168.0.0/24')] });
    const { outcomes } = await judged(connected((run) => (run.azure.peerings = [stale])));
    expect(outcomes).toEqual([['apps', 'mixed']]);
  });

  it.each([
    ['None', undefined, 'blocked'],
    ['VirtualNetworkGateway', undefined, 'blocked'],
    ['Internet', undefined, 'blocked'],
    ['VirtualAppliance', '10.0.0.4', 'unknown'],
    ['SomethingNew', undefined, 'unknown'],
  ])('follows a user-defined route to %s', async (nextHopType, nextHopIp, outcome) => {
    const route = { name: 'to-df', prefix: '192.168.0.0/16', nextHopType, ...(nextHopIp && { nextHopIp }) };
    const { outcomes } = await judged(connected((run) => withTable(run, route)));
    expect(outcomes).toEqual([['apps', outcome]]);
  });

  it('prefers the peering to a shorter user-defined route', async () => {
    const route = {
      name: 'all',
      prefix: '0.0.0.0/0',
      nextHopType: 'VirtualAppliance',
      nextHopIp: '10.0.0.4',
    };
    expect((await judged(connected((run) => withTable(run, route)))).outcomes).toEqual([['apps', 'open']]);
  });

  it('names the rule that shadows the default ones', async () => {
    const deny = ruleFixture({ name: 'DenyVnet', access: 'Deny', priority: 4000, protocol: '*' });
    const { outcomes, findings } = await judged(connected((run) => withRules(run, deny)));
    expect(outcomes).toEqual([['apps', 'blocked']]);
    expect(findings[0]?.evidence).toMatchObject({ at: 'nsg', by: 'DenyVnet' });
  });

  it('obeys the lower number of two rules', async () => {
    const deny = ruleFixture({ name: 'Deny', access: 'Deny', priority: 400 });
    const allow = ruleFixture({ name: 'Allow', priority: 399, destinationPorts: ['6000-7000'] });
    expect((await judged(connected((run) => withRules(run, deny, allow)))).outcomes).toEqual([
      ['apps', 'open'],
    ]);
  });

  it('leaves open whether a service tag blocks public addresses', async () => {
    const run = connected((one) =>
      withRules(
        one,
        ruleFixture({ name: 'DenySql', access: 'Deny', destinationPrefixes: ['Sql.WestEurope'] }),
      ),
    );
    run.network = { ...run.network, cidrBlock: '100.128.0.0/16' };
    run.azure.peerings = [peeringFixture({ remotePrefixes: [cidr('100.128.0.0/16')] })];
    const snapshot = await takeSnapshot(run.means);
    const remote = [cidr('100.128.0.0/16')];
    expect(judgePaths(snapshot, { remote, port: 6379 }).paths[0]?.outcome).toBe('unknown');
  });

  it('asks the group of the interface as well', async () => {
    const { outcomes, snapshot } = await judged(
      connected((run) => {
        withNic(run, { nsgId: NIC_GROUP });
        withRules(run, ruleFixture({ name: 'Deny', access: 'Deny' }));
      }),
    );
    expect(outcomes).toEqual([['apps/nsg-nic', 'blocked']]);
    const layers = (side: 'in' | 'out') => snapshot.sources[0]?.[side].map(({ id }) => id);
    expect(layers('out')).toEqual(['nsg-nic', 'nsg']);
    expect(layers('in')).toEqual(['nsg', 'nsg-nic']);
  });

  it.each([
    ['members', [ASG], 'open'],
    ['others', [], 'blocked'],
  ])('lets %s of an application group through', async (_, groupIds, outcome) => {
    const run = connected((one) => {
      withNic(one, {}, groupIds);
      withRules(
        one,
        ruleFixture({ name: 'AllowWeb', priority: 100, sourcePrefixes: [], sourceGroupIds: [ASG] }),
        ruleFixture({ name: 'DenyRest', priority: 200, access: 'Deny' }),
      );
    });
    expect((await judged(run)).paths[0]?.outcome).toBe(outcome);
  });

  it.each([
    ['Deny', 'blocked'],
    ['AlwaysAllow', 'open'],
  ] as const)('puts admin rules that say %s before the groups', async (access, outcome) => {
    const rule: model.AdminRule = {
      ...ruleFixture({ name: 'avnm' }),
      id: '/avnm',
      access,
      priority: 1,
    };
    const run = connected((one) => {
      one.azure.theAdminRules = [rule];
      if (access === 'AlwaysAllow') withRules(one, ruleFixture({ name: 'Deny', access: 'Deny' }));
    });
    expect((await judged(run)).paths[0]?.outcome).toBe(outcome);
  });

  it('believes the routes of a running interface', async () => {
    const run = connected((one) => {
      withNic(one, { vmId: '/vm' });
      const peering = {
        source: 'Default',
        state: 'Invalid',
        prefixes: ['192.168.0.0/16'],
        nextHopType: 'VNetPeering',
        nextHopIps: [],
      };
      const bgp = { ...peering, source: 'User', state: 'Active', nextHopType: 'None' };
      one.azure.inEffect = { routes: [peering, bgp], groups: [] };
    });
    expect((await judged(run)).outcomes).toEqual([['apps', 'blocked']]);
  });

  it('lets a peering go before routes of a gateway', async () => {
    const run = connected((one) => {
      withNic(one, { vmId: '/vm' });
      const route = { state: 'Active', nextHopIps: [] };
      one.azure.inEffect = {
        groups: [],
        routes: [
          { ...route, source: 'Default', prefixes: ['192.168.0.0/16'], nextHopType: 'VNetPeering' },
          {
            ...route,
            source: 'VirtualNetworkGateway',
            prefixes: ['192.168.7.0/24'],
            nextHopType: 'VirtualNetworkGateway',
          },
        ],
      };
    });
    expect((await judged(run)).outcomes).toEqual([['apps', 'open']]);
  });

  it('goes by the configuration while machines are stopped', async () => {
    const run = connected((one) => {
      withNic(one, { vmId: '/vm' });
      one.azure.fail('effectiveRoutes', refusal('NetworkInterfaceNotAttachedToRunningVm'));
      one.azure.fail('effectiveNsgs', refusal('NetworkInterfaceNotAttachedToRunningVm'));
    });
    const { outcomes, snapshot } = await judged(run);
    expect(outcomes).toEqual([['apps', 'open']]);
    expect(snapshot.gaps).toEqual([]);
  });

  it.each([
    ['nsg', 'the network security group nsg'],
    ['adminRules', 'the security admin rules of network managers'],
    ['routeTable', 'the route table rt'],
    ['nics', 'the network interfaces'],
  ] as const)('is unknown where %s may not be read', async (operation, what) => {
    const refused = refusal('AuthorizationFailed');
    const run = connected((one) => {
      withNic(one);
      if (operation === 'routeTable') withTable(one);
      one.azure.fail(operation, refused);
    });
    const { outcomes, snapshot } = await judged(run);
    expect(outcomes).toEqual([['apps', 'unknown']]);
    expect(snapshot.gaps).toEqual([{ what, permission: refused.call.operation }]);
  });

  it('has no sources where nothing may be read', async () => {
    const run = connected((one) => one.azure.fail('vnet', refusal('AuthorizationFailed')));
    const { snapshot } = await judged(run);
    expect(snapshot).toMatchObject({ sources: [], peering: { up: 'maybe' } });
    expect(snapshot.gaps).toHaveLength(1);
  });
});
