import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GcpAcceptorOptions } from '../../src/gcp/index.js';
import { Stage } from './helpers/stage.js';

describe('the preflight on Google Cloud', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  /** What a plan finds for a Dragonfly network with this CIDR. */
  async function findings(cidr = '192.168.0.0/16', options: Partial<GcpAcceptorOptions> = {}) {
    const networkId = await stage.network(cidr);
    stage.sandbox.clearRequests();
    const plan = await stage.df.peering.plan(stage.acceptor(options), { networkId, name: 'orders' });
    expect(stage.writes()).toEqual([]);
    return plan.findings;
  }
  const link = (path: string) => `projects/${stage.projectId}/${path}`;

  it('finds nothing where all is well', async () => {
    await stage.vpc();
    expect(await findings()).toEqual([]);
  });

  it('misses a network, and thinks of Shared VPC', async () => {
    expect(await findings()).toMatchObject([
      {
        code: 'vpc_not_found',
        severity: 'error',
        summary: `There is no network app-vpc in project ${stage.projectId}.`,
        fix: {
          text: expect.stringContaining('host project'),
          command: `gcloud compute shared-vpc get-host-project ${stage.projectId}`,
        },
      },
    ]);
  });

  it('finds an API that is not enabled, once', async () => {
    await stage.vpc();
    stage.sandbox.gcp.service(stage.projectId, 'compute.googleapis.com', false);
    expect(await findings()).toMatchObject([
      {
        code: 'api_disabled',
        severity: 'error',
        fix: { command: `gcloud services enable compute.googleapis.com --project=${stage.projectId}` },
      },
    ]);
  });

  it('finds a legacy network', async () => {
    stage.sandbox.gcp.legacyNetwork(stage.projectId, 'app-vpc', '10.240.0.0/16');
    expect(await findings()).toContainEqual(
      expect.objectContaining({ code: 'legacy_network', severity: 'error' }),
    );
  });

  it('finds overlaps in all regions, secondary ranges included', async () => {
    await stage.vpc('app-vpc', ['10.0.0.0/24', '10.1.0.0/24']);
    await stage.write('POST', 'regions/us-east1/subnetworks', {
      name: 'pods',
      network: link('global/networks/app-vpc'),
      ipCidrRange: '10.2.0.0/24',
      secondaryIpRanges: [{ rangeName: 'gke-pods', ipCidrRange: '192.168.128.0/20' }],
    });
    expect(await findings('192.168.0.0/16')).toMatchObject([
      {
        code: 'cidr_overlap',
        severity: 'error',
        evidence: '192.168.128.0/20: secondary range gke-pods of subnet pods in us-east1',
        fix: { command: expect.stringMatching(/^dfcloud networks create --cidr \S+\/16$/) },
      },
    ]);
    expect(await findings('10.1.0.0/24')).toMatchObject([
      { evidence: '10.1.0.0/24: subnet app-vpc-1 in europe-west1' },
    ]);
  });

  it('finds static routes inside the CIDR, not around it', async () => {
    await stage.vpc();
    const route = (name: string, destRange: string) =>
      stage.write('POST', 'global/routes', {
        name,
        network: link('global/networks/app-vpc'),
        destRange,
        nextHopIp: '10.0.0.9',
      });
    await route('wide', '192.0.0.0/8');
    expect(await findings()).toEqual([]);
    await route('inside', '192.168.7.0/24');
    expect(await findings()).toMatchObject([
      { code: 'cidr_overlap', evidence: '192.168.7.0/24: route inside' },
    ]);
  });

  it('warns of a range that is learned by BGP', async () => {
    await stage.vpc();
    const network = `https://www.googleapis.com/compute/v1/${link('global/networks/app-vpc')}`;
    const learned = {
      name: 'from-office',
      network,
      destRange: '192.168.7.0/24',
      routeType: 'BGP',
      nextHopVpnTunnel: 'tunnel',
    };
    const body = { kind: 'compute#routeList', items: [learned] };
    stage.sandbox.faults.add({ on: 'compute.routes.list', fault: { kind: 'status', status: 200, body } });
    expect(await findings()).toMatchObject([
      { code: 'route_inside_cidr', severity: 'warning', evidence: '192.168.7.0/24: route from-office' },
    ]);
  });

  it('finds the ranges of other peerings', async () => {
    await stage.vpc();
    const first = await stage.network('192.168.0.0/17');
    await stage.df.peering.apply(stage.acceptor(), { networkId: first, name: 'first' });
    expect(await findings('192.168.64.0/18')).toMatchObject([
      { code: 'cidr_overlap', evidence: expect.stringMatching(/^192\.168\.0\.0\/17: peering dfcloud-/) },
    ]);
  });

  it('warns of auto mode, and of its rule for everything internal', async () => {
    await stage.write('POST', 'global/networks', { name: 'app-vpc', autoCreateSubnetworks: true });
    await stage.firewall({
      name: 'default-allow-internal',
      sourceRanges: ['10.128.0.0/9'],
      priority: 65_534,
      allowed: [{ IPProtocol: 'tcp', ports: ['0-65535'] }, { IPProtocol: 'icmp' }],
    });
    await stage.firewall({ name: 'default-allow-ssh', allowed: [{ IPProtocol: 'tcp', ports: ['22'] }] });
    const found = await findings('10.255.0.0/16');
    expect(found.map(({ code }) => code)).toEqual(['auto_mode_range', 'firewall_admits']);
    expect(found[1]).toMatchObject({
      severity: 'warning',
      evidence: 'default-allow-internal: tcp:0-65535 icmp from 10.128.0.0/9',
    });
    expect(found[1]?.summary).not.toContain('ssh');
    expect(await findings('192.168.0.0/16')).toEqual([]);
  });

  it('warns at the limit of peerings', async () => {
    await stage.vpc();
    stage.sandbox.gcp.limits(stage.projectId, { peeringsPerNetwork: 30 });
    const adding = Array.from({ length: 25 }, (_, index) => `other-${index}`);
    for (const name of adding) {
      const network = `projects/some-project/global/networks/${name}`;
      const networkPeering = { name, network, exchangeSubnetRoutes: true };
      await stage.write('POST', 'global/networks/app-vpc/addPeering', { networkPeering });
    }
    expect(await findings()).toMatchObject([{ code: 'peerings_quota', severity: 'warning' }]);
  });

  it('warns of packets that the other side cannot take', async () => {
    await stage.vpc('app-vpc', ['10.0.0.0/24'], { mtu: 8896 });
    expect(await findings()).toMatchObject([{ code: 'mtu_unknown', severity: 'info' }]);

    const networkId = await stage.network();
    await stage.df.peering.apply(stage.acceptor(), { networkId, name: 'orders' });
    const { body } = await stage.call('GET', 'global/networks/app-vpc');
    const shown = { ...body, peerings: [{ ...body.peerings[0], peerMtu: 1460 }] };
    stage.sandbox.faults.add({
      on: 'compute.networks.get',
      fault: { kind: 'status', status: 200, body: shown },
    });
    const plan = await stage.df.peering.plan(stage.acceptor(), { networkId, name: 'orders' });
    expect(plan.findings).toMatchObject([
      { code: 'mtu_differs', severity: 'warning', evidence: 'mtu 8896, peerMtu 1460' },
    ]);
  });

  it('asks for the permissions that the run will need', async () => {
    await stage.vpc();
    const always = (await stage.acceptor().requiredPermissions('plan')).permissions.map(
      ({ action }) => action,
    );
    stage.sandbox.gcp.permissions(stage.projectId, always);
    const found = await findings('192.168.0.0/16', { firewall: { targets: 'all' } });
    expect(found.map(({ code, summary }) => `${code} ${summary.split(' ')[5]}`).sort()).toEqual([
      'permission_missing compute.firewalls.create',
      'permission_missing compute.globalOperations.get',
      'permission_missing compute.networks.addPeering',
      'permission_missing compute.networks.updatePolicy',
    ]);
  });

  it('names every read that is not allowed, once', async () => {
    await stage.vpc();
    stage.sandbox.gcp.permissions(stage.projectId, ['compute.networks.get']);
    const found = await findings();
    const missing = found
      .filter(({ severity }) => severity === 'error')
      .map(({ evidence }) => evidence.split(':')[0]);
    expect(missing.sort()).toEqual([
      'compute.firewalls.list',
      'compute.routes.list',
      'compute.subnetworks.list',
    ]);
    expect(new Set(found.map(({ evidence }) => evidence)).size).toBe(found.length);
  });

  it('finds credentials that are no longer good', async () => {
    await stage.vpc();
    const accessToken = 'not-a-token';
    const found = await findings('192.168.0.0/16', { accessToken });
    expect(found).toMatchObject([{ code: 'credentials', severity: 'error' }]);
    expect(JSON.stringify(found)).not.toContain(accessToken);
  });

  it('cannot ask for permissions without the Resource Manager API', async () => {
    await stage.vpc();
    stage.sandbox.gcp.service(stage.projectId, 'cloudresourcemanager.googleapis.com', false);
    expect(await findings()).toMatchObject([{ code: 'permissions_untested', severity: 'info' }]);
  });
});
