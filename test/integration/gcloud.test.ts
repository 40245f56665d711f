import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DfCloud } from '../../src/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { GCLOUD_LIMIT_MS, Gcloud } from '../contract/helpers/gcp-gcloud.js';
import { fieldOf } from '../contract/helpers/recordings.js';
import { installed } from './helpers/programs.js';

const hasGcloud = installed('gcloud', 'google-cloud-cli');

describe.skipIf(!hasGcloud)(
  'the gcloud command line against the double',
  { timeout: GCLOUD_LIMIT_MS },
  () => {
    let sandbox: Sandbox;
    let df: DfCloud;
    let gcloud: Gcloud;
    let vendor: { accountId: string; resourceId: string };

    beforeAll(async () => {
      sandbox = await startSandbox();
      df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
      const { id: projectId, accessToken } = sandbox.gcp.project();
      gcloud = new Gcloud({ compute: sandbox.endpoints.compute, projectId, accessToken });
      const location = { provider: 'gcp', region: 'us-central1' } as const;
      const { id } = await df.networks.create({ name: 'orders', location, cidrBlock: '192.168.0.0/16' });
      const { vpc } = await df.networks.waitUntilActive(id);
      vendor = { accountId: vpc?.accountId ?? '', resourceId: vpc?.resourceId ?? '' };
      const peer = { provider: 'gcp', projectId, network: 'app-vpc' } as const;
      await df.connections.create({ name: 'to-app', networkId: id, peer });
      await gcloud.json('networks create app-vpc --subnet-mode=custom');
      await gcloud.json(
        'networks subnets create app --network=app-vpc --region=us-central1 --range=10.1.0.0/16',
      );
    }, GCLOUD_LIMIT_MS);
    afterAll(async () => {
      gcloud?.close();
      await sandbox?.close();
    });

    const connection = async () => (await df.connections.list())[0];
    const requestsOf = (part: string) => sandbox.requests().filter(({ path }) => path.includes(part));

    it('peers as the vendor documents it', async () => {
      const made = await gcloud.json(
        `networks peerings create df --network=app-vpc --peer-network=${vendor.resourceId} --peer-project=${vendor.accountId}`,
      );
      expect(made).toMatchObject([
        { name: 'app-vpc', peerings: [{ name: 'df', exchangeSubnetRoutes: true }] },
      ]);
      const active = await df.connections.waitUntilActive((await connection())?.id ?? '');
      expect(active.status).toBe('active');
    });

    it('lists and updates the peering', async () => {
      const [listed, updated] = [
        await gcloud.json('networks peerings list --network=app-vpc'),
        await gcloud.compute('networks peerings update df --network=app-vpc --import-custom-routes'),
      ];
      expect(listed).toMatchObject([
        { name: 'app-vpc', peerings: [{ name: 'df', state: 'ACTIVE', importCustomRoutes: false }] },
      ]);
      expect(updated).toMatchObject({ code: 0, stderr: expect.stringContaining('Updated [') });
      const after = await gcloud.json('networks peerings list --network=app-vpc');
      expect(after).toMatchObject([{ peerings: [{ importCustomRoutes: true, exportCustomRoutes: false }] }]);
    });

    it('lists the routes of both directions', async () => {
      const query = 'networks peerings list-routes df --network=app-vpc --region=us-central1';
      const [incoming, outgoing] = await Promise.all([
        gcloud.json(`${query} --direction=INCOMING`),
        gcloud.json(`${query} --direction=OUTGOING`),
      ]);
      const common = { type: 'SUBNET_PEERING_ROUTE', imported: true };
      expect(incoming).toMatchObject([{ ...common, destRange: '192.168.0.0/16' }]);
      expect(outgoing).toMatchObject([{ ...common, destRange: '10.1.0.0/16' }]);
    });

    it('prints a refused peering in the words of the double', async () => {
      const peer = `--network=app-vpc --peer-network=${vendor.resourceId} --peer-project=${vendor.accountId}`;
      const [again, unknown, badName] = await Promise.all([
        gcloud.compute(`networks peerings create other ${peer}`),
        gcloud.compute(
          'networks peerings list-routes df --network=none --region=us-central1 --direction=INCOMING',
        ),
        gcloud.compute('networks create BAD_name --subnet-mode=custom'),
      ]);
      expect(again.stderr).toContain('There is already a peering df with the same network');
      expect(unknown.stderr).toContain("global/networks/none' was not found");
      expect(badName.stderr).toContain("Invalid value for field 'resource.name': 'BAD_name'");
      for (const { code } of [again, unknown, badName]) expect(code).toBe(1);
    });

    it('makes firewall rules, and describes one', async () => {
      const create = (name: string, flags: string) =>
        gcloud.json(`firewall-rules create ${name} --network=app-vpc ${flags}`);
      await Promise.all([
        create(
          'df-out',
          '--direction=EGRESS --action=ALLOW --rules=tcp:6379 --destination-ranges=192.168.0.0/16',
        ),
        create(
          'df-in',
          '--allow=tcp:6379,icmp --source-ranges=192.168.0.0/16 --target-tags=app --priority=900',
        ),
        create('df-off', '--action=DENY --rules=all --disabled'),
      ]);
      expect(await gcloud.json('firewall-rules describe df-in')).toMatchObject({
        name: 'df-in',
        direction: 'INGRESS',
        priority: 900,
        allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }, { IPProtocol: 'icmp' }],
        sourceRanges: ['192.168.0.0/16'],
        targetTags: ['app'],
        disabled: false,
      });
    });

    it('leaves the filtering to the double', async () => {
      const list = async (...filter: string[]) => {
        const { stdout } = await gcloud.run([
          ...['compute', 'firewall-rules', 'list', '--format=value(name)', '--sort-by=name'],
          ...filter,
        ]);
        return stdout.trim().split('\n');
      };
      const [all, egress, other] = await Promise.all([
        list('--filter=network=app-vpc'),
        list('--filter=network=app-vpc AND direction=EGRESS'),
        list('--filter=network=other'),
      ]);
      expect(all).toEqual(['df-in', 'df-off', 'df-out']);
      expect(egress).toEqual(['df-out']);
      expect(other).toEqual(['']);
    });

    it('updates a rule, and refuses a second of the name', async () => {
      const { stderr } = await gcloud.compute('firewall-rules create df-in --network=app-vpc --allow=tcp:1');
      expect(stderr).toContain("global/firewalls/df-in' already exists");
      await gcloud.json('firewall-rules update df-in --allow=tcp:6379 --priority=800');
      expect(await gcloud.json('firewall-rules describe df-in')).toMatchObject({
        priority: 800,
        allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }],
      });
    });

    it('deletes two rules at once, by a batch', async () => {
      sandbox.clearRequests();
      const { code, stderr } = await gcloud.compute('firewall-rules delete df-out df-off');
      expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('Deleted [') });
      expect(requestsOf('/batch/compute/v1').length).toBeGreaterThan(0);
      const left = await gcloud.json('firewall-rules list');
      expect(Array.isArray(left) && left.map((rule) => fieldOf(rule, 'name'))).toEqual(['df-in']);
    });

    it('shows routes, subnets and effective firewalls', async () => {
      const [routes, subnets, effective] = await Promise.all([
        gcloud.json('routes list --filter=network=app-vpc'),
        gcloud.json('networks subnets list'),
        gcloud.json('networks get-effective-firewalls app-vpc'),
      ]);
      expect(routes).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ destRange: '192.168.0.0/16', nextHopPeering: 'df' }),
          expect.objectContaining({ destRange: '10.1.0.0/16' }),
          expect.objectContaining({ destRange: '0.0.0.0/0' }),
        ]),
      );
      expect(subnets).toMatchObject([{ name: 'app', ipCidrRange: '10.1.0.0/16' }]);
      expect(effective).toMatchObject({ firewalls: [{ name: 'df-in', priority: 800 }] });
    });

    it('takes the peering away, and waits for nothing with --async', async () => {
      const removed = await gcloud.compute('networks peerings delete df --network=app-vpc');
      expect(removed).toMatchObject({ code: 0, stderr: expect.stringContaining('Updated [') });
      expect(await gcloud.json('networks peerings list --network=app-vpc')).toEqual([]);
      sandbox.clearRequests();
      const peer = `--peer-network=${vendor.resourceId} --peer-project=${vendor.accountId}`;
      const started = await gcloud.compute(`networks peerings create df --network=app-vpc ${peer} --async`);
      expect(started.code).toBe(0);
      expect(requestsOf('/batch/compute/v1')).toHaveLength(1);
      expect(requestsOf('/wait')).toEqual([]);
    });
  },
);
