import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOptions } from '../../../src/gcp/check-options.js';
import { openCompute } from '../../../src/gcp/client.js';
import { PeeringFinder } from '../../../src/gcp/peering-finder.js';
import { Reads } from '../../../src/gcp/reads.js';
import { takeSnapshot } from '../../../src/gcp/snapshot.js';
import type { StepMeans } from '../../../src/gcp/steps/means.js';
import { DfCloud, type Network } from '../../../src/index.js';
import { systemClock } from '../../../src/internal/clock.js';
import { cidr } from '../../../src/path/cidr.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import { judgePaths } from '../../../src/verify/judge-paths.js';
import { computeOf, type GcpCustomer } from '../../helpers/gcp-network.js';

const CIDR = '192.168.0.0/16';
const REGION = 'us-central1';
const VPC = 'app-vpc';

let sandbox: Sandbox;
let network: Network;
let project: string;
let customer: GcpCustomer;

/** An active peering of a network with one subnet. */
beforeAll(async () => {
  sandbox = await startSandbox({ timings: { provisioningMs: 0, requestMs: 0, activationMs: 0 } });
  const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const location = { provider: 'gcp', region: REGION } as const;
  const { id } = await df.networks.create({ name: 'orders', location, cidrBlock: CIDR });
  network = await df.networks.waitUntilActive(id);
  project = sandbox.gcp.project().id;
  customer = computeOf(sandbox);
  await customer.network(VPC, { [REGION]: '10.0.0.0/24' });
  const peer = { provider: 'gcp', projectId: project, network: VPC } as const;
  await df.connections.create({ name: 'c', networkId: id, peer });
  const { accountId, resourceId } = network.vpc ?? {};
  const far = `projects/${accountId}/global/networks/${resourceId}`;
  const networkPeering = { name: 'df', network: far, exchangeSubnetRoutes: true };
  await customer.write(`global/networks/${VPC}/addPeering`, { networkPeering });
});
afterAll(() => sandbox.close());

async function look() {
  const { accessToken } = sandbox.gcp.project();
  const settings = checkOptions({
    projectId: project,
    network: VPC,
    accessToken,
    endpoint: sandbox.endpoints.compute,
  });
  const compute = () => openCompute(settings, systemClock);
  const flow: StepMeans['flow'] = {
    network,
    connection: () => undefined,
    signal: undefined,
    emit: () => undefined,
    clock: systemClock,
    round: {},
  };
  const reads = new Reads(compute, VPC);
  const means = { flow, settings, reads, finder: new PeeringFinder(reads, flow, settings), compute };
  const snapshot = await takeSnapshot(means, [cidr(CIDR)]);
  const { paths, findings } = judgePaths(snapshot, { remote: [cidr('192.168.0.10/32')], port: 6379 });
  return { snapshot, paths, findings };
}

/** What a snapshot reads, by the permission that it takes. */
const READS = [
  'compute.networks.get',
  'compute.subnetworks.list',
  'compute.routes.list',
  'compute.instances.list',
  'compute.networks.listPeeringRoutes',
  'compute.networks.getEffectiveFirewalls',
  'compute.networks.getRegionEffectiveFirewalls',
  'networkconnectivity.policyBasedRoutes.list',
  'vpcaccess.connectors.list',
  'run.services.list',
];

describe('the snapshot of a network in the double', () => {
  it('needs these permissions and no others', async () => {
    sandbox.gcp.permissions(project, READS);
    const { snapshot, paths } = await look();
    expect(snapshot.gaps).toEqual([]);
    expect(paths).toMatchObject([{ source: 'us-central1/app', outcome: 'open' }]);
    sandbox.gcp.permissions(project, null);
  });

  it.each(READS)('names %s where it is missing', async (missing) => {
    sandbox.gcp.permissions(
      project,
      READS.filter((permission) => permission !== missing),
    );
    const { snapshot } = await look();
    sandbox.gcp.permissions(project, null);
    expect([...new Set(snapshot.gaps.map(({ permission }) => permission))]).toEqual([missing]);
  });

  it('finds the policy above the project that denies', async () => {
    const rule = {
      priority: 10,
      action: 'deny',
      direction: 'EGRESS',
      match: { destIpRanges: [CIDR], layer4Configs: [{ ipProtocol: 'tcp', ports: ['6000-7000'] }] },
    };
    sandbox.gcp.hierarchicalPolicies(project, [{ name: '1234567890', shortName: 'corp', rules: [rule] }]);
    const { findings } = await look();
    sandbox.gcp.hierarchicalPolicies(project, []);
    expect(findings).toMatchObject([
      {
        code: 'path_filtered',
        evidence: { at: 'hierarchical firewall policy corp', by: '(priority 10)' },
        fix: { command: 'gcloud compute firewall-policies describe corp' },
      },
    ]);
  });

  it('asks the policies of network and region, each once, in the order of the network', async () => {
    const attachmentTarget = `projects/${project}/global/networks/${VPC}`;
    const rule = (priority: number, action: string) => ({
      priority,
      action,
      direction: 'EGRESS',
      match: { destIpRanges: [CIDR], layer4Configs: [{ ipProtocol: 'tcp' }] },
    });
    const attach = async (scope: string, name: string, action: string) => {
      const path = `${scope}/firewallPolicies`;
      await customer.write(path, { name, rules: [rule(100, action)] });
      await customer.write(`${path}/${name}/addAssociation`, { name: 'a', attachmentTarget });
    };
    await attach('global', 'shop', 'goto_next');
    await attach(`regions/${REGION}`, 'shop-central', 'deny');
    const { snapshot, findings } = await look();
    expect(snapshot.sources[0]?.out.map(({ id }) => id)).toEqual([
      'VPC firewall rules of app-vpc',
      'network firewall policy shop',
      'regional network firewall policy shop-central in us-central1',
      'implied firewall rules of app-vpc',
    ]);
    expect(findings[0]?.fix.command).toContain('--firewall-policy-region=us-central1');

    const allow = { allowed: [{ IPProtocol: 'all' }], destinationRanges: [CIDR], direction: 'EGRESS' };
    await customer.write('global/firewalls', { name: 'out', network: attachmentTarget, ...allow });
    expect((await look()).paths[0]?.outcome).toBe('open');
    const order = { networkFirewallPolicyEnforcementOrder: 'BEFORE_CLASSIC_FIREWALL' };
    await customer.write(`global/networks/${VPC}`, order, 'PATCH');
    expect((await look()).paths[0]?.outcome).toBe('blocked');
    for (const path of ['global/firewallPolicies/shop', `regions/${REGION}/firewallPolicies/shop-central`]) {
      await customer.write(`${path}/removeAssociation?name=a`, {});
    }
  });

  it('has what runs without a VM as sources, and follows policy-based routes', async () => {
    const place = `projects/${project}/locations/${REGION}`;
    const link = `projects/${project}/global/networks/${VPC}`;
    const connector = { network: VPC, ipCidrRange: '10.8.0.0/28' };
    await customer.create(`v1/${place}/connectors?connectorId=fn`, connector);
    const interfaces = [{ network: VPC, subnetwork: 'app', tags: ['run'] }];
    const template = { vpcAccess: { networkInterfaces: interfaces } };
    await customer.create(`v2/${place}/services?serviceId=api`, { template });
    const { paths } = await look();
    expect(paths.map(({ source, outcome }) => `${source} ${outcome}`)).toEqual([
      'us-central1/app open',
      'us-central1/connector:fn open',
      'us-central1/service:api open',
    ]);

    const tagged = { network: link, nextHopIlbIp: '10.0.0.9', virtualMachine: { tags: ['run'] }, filter: {} };
    const everywhere = `v1/projects/${project}/locations/global/policyBasedRoutes`;
    await customer.create(`${everywhere}?policyBasedRouteId=inspect`, tagged);
    const after = await look();
    expect(after.paths.map(({ outcome }) => outcome)).toEqual(['open', 'open', 'unknown']);
    expect(after.findings[0]?.summary).toContain('10.0.0.9');
  });
});
