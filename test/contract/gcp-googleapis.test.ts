import { compute_v1 } from '@googleapis/compute';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GcpStage, gcpStage, STAGE_LIMIT_MS, VENDOR_CIDR } from './helpers/gcp-stage.js';

describe('@googleapis/compute drives the double', () => {
  let stage: GcpStage;
  let compute: compute_v1.Compute;
  let project: string;
  beforeAll(async () => {
    stage = await gcpStage();
    project = stage.projectId;
    compute = new compute_v1.Compute({
      rootUrl: `${stage.sandbox.endpoints.compute}/`,
      headers: { authorization: `Bearer ${stage.accessToken}` },
      retry: false,
    });
  }, STAGE_LIMIT_MS);
  afterAll(() => stage?.sandbox.close());

  /** Waits for an operation until it is done, and gives what it ended with. */
  const done = async (started: Promise<{ data: compute_v1.Schema$Operation }>) => {
    let { data } = await started;
    while (data.status !== 'DONE') {
      const operation = data.name ?? '';
      const { region = null } = data;
      const answer = region
        ? await compute.regionOperations.wait({ project, region: region.split('/').at(-1) ?? '', operation })
        : await compute.globalOperations.wait({ project, operation });
      data = answer.data;
    }
    return data;
  };
  const firewall = { network: 'global/networks/app-vpc', allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }] };

  test('makes a network, its subnet and a peering', async () => {
    const requestBody = { name: 'app-vpc', autoCreateSubnetworks: false };
    expect(await done(compute.networks.insert({ project, requestBody }))).toMatchObject({
      kind: 'compute#operation',
      operationType: 'insert',
      targetLink: `https://www.googleapis.com/compute/v1/projects/${project}/global/networks/app-vpc`,
      progress: 100,
    });
    const subnet = {
      name: 'app',
      network: `projects/${project}/global/networks/app-vpc`,
      ipCidrRange: '10.1.0.0/16',
    };
    const region = 'us-central1';
    await done(compute.subnetworks.insert({ project, region, requestBody: subnet }));
    const networkPeering = { name: 'df', network: stage.vendorNetwork, exchangeSubnetRoutes: true };
    const added = compute.networks.addPeering({
      project,
      network: 'app-vpc',
      requestBody: { networkPeering },
    });
    expect((await done(added)).error).toBeUndefined();
    const { data } = await compute.networks.get({ project, network: 'app-vpc' });
    expect(data.peerings).toMatchObject(
      [{ name: 'df', state: 'ACTIVE', stateDetails: /: Connected\.$/ }].map(({ stateDetails, ...rest }) => ({
        ...rest,
        stateDetails: expect.stringMatching(stateDetails),
      })),
    );
    const active = await stage.df.connections.waitUntilActive(stage.connectionId);
    expect(active.status).toBe('active');
  });

  test('reads subnets in all regions, empty ones with a warning', async () => {
    const { data } = await compute.subnetworks.aggregatedList({ project, includeAllScopes: true });
    expect(data.items?.['regions/us-central1']?.subnetworks).toMatchObject([
      { name: 'app', gatewayAddress: '10.1.0.1' },
    ]);
    expect(data.items?.['regions/us-east1']?.warning).toMatchObject({ code: 'NO_RESULTS_ON_PAGE' });
  });

  test('reads the routes of the peering', async () => {
    const { data } = await compute.networks.listPeeringRoutes({
      ...{ project, network: 'app-vpc', peeringName: 'df', direction: 'INCOMING', region: 'us-central1' },
    });
    expect(data.items).toMatchObject([{ destRange: VENDOR_CIDR, imported: true }]);
    const { data: routes } = await compute.routes.list({ project, filter: 'priority = 0' });
    expect(routes.items?.map(({ destRange, nextHopPeering }) => ({ destRange, nextHopPeering }))).toEqual(
      expect.arrayContaining([{ destRange: VENDOR_CIDR, nextHopPeering: 'df' }]),
    );
  });

  test('makes a rule, changes it with PATCH and PUT, deletes it', async () => {
    await done(compute.firewalls.insert({ project, requestBody: { ...firewall, name: 'in' } }));
    const read = async () => (await compute.firewalls.get({ project, firewall: 'in' })).data;
    expect(await read()).toMatchObject({ direction: 'INGRESS', priority: 1000, sourceRanges: ['0.0.0.0/0'] });
    const change = { sourceRanges: [VENDOR_CIDR], priority: 900 };
    await done(compute.firewalls.patch({ project, firewall: 'in', requestBody: change }));
    expect(await read()).toMatchObject({ ...change, allowed: firewall.allowed });
    const whole = { ...firewall, name: 'in', disabled: true };
    await done(compute.firewalls.update({ project, firewall: 'in', requestBody: whole }));
    expect(await read()).toMatchObject({ disabled: true, priority: 1000, sourceRanges: ['0.0.0.0/0'] });
    await done(compute.firewalls.delete({ project, firewall: 'in' }));
    await expect(read()).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('was not found'),
    });
  });

  test('makes no second object under a repeated request id', async () => {
    const requestId = '6a1f3b1e-8a53-4f0e-9a5c-0c0f2f1f6b11';
    const requestBody = { ...firewall, name: 'once' };
    const [first, second] = [
      await compute.firewalls.insert({ project, requestId, requestBody }),
      await compute.firewalls.insert({ project, requestId, requestBody }),
    ];
    expect(second.data).toMatchObject({ name: first.data.name, clientOperationId: requestId });
    await expect(compute.firewalls.insert({ project, requestBody })).rejects.toMatchObject({ status: 409 });
  });

  test('is refused in the words of Compute Engine', async () => {
    const network = 'app-vpc';
    const networkPeering = { name: 'other', network: stage.vendorNetwork, exchangeSubnetRoutes: true };
    await expect(
      compute.networks.addPeering({ project, network, requestBody: { networkPeering } }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('There is already a peering df'),
    });
    const hidden = {
      name: 'hidden',
      network: firewall.network,
      destRange: '192.168.7.0/24',
      nextHopIp: '10.1.0.9',
    };
    await expect(compute.routes.insert({ project, requestBody: hidden })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('192.168.7.0/24 hides the address space of the network'),
    });
    await expect(compute.networks.get({ project, network: 'none' })).rejects.toMatchObject({ status: 404 });
  });

  test('tells of overlapping subnets in the operation only', async () => {
    const requestBody = {
      ...{ name: 'clash', network: firewall.network, ipCidrRange: '10.1.128.0/20' },
    };
    const operation = await done(compute.subnetworks.insert({ project, region: 'us-east1', requestBody }));
    expect(operation).toMatchObject({
      httpErrorStatusCode: 400,
      error: { errors: [{ code: 'INVALID_USAGE', message: expect.stringContaining("subnetwork 'app'") }] },
    });
  });

  test('takes the peering away again', async () => {
    await done(compute.networks.removePeering({ project, network: 'app-vpc', requestBody: { name: 'df' } }));
    const { data } = await compute.networks.get({ project, network: 'app-vpc' });
    expect(data.peerings ?? []).toEqual([]);
  });
});
