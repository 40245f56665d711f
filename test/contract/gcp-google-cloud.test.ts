import {
  FirewallsClient,
  GlobalOperationsClient,
  NetworksClient,
  RoutesClient,
  SubnetworksClient,
} from '@google-cloud/compute';
import { OAuth2Client } from 'google-auth-library';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GcpStage, gcpStage, STAGE_LIMIT_MS, VENDOR_CIDR } from './helpers/gcp-stage.js';

describe('@google-cloud/compute drives the double', () => {
  let stage: GcpStage;
  let project: string;
  let clients: ReturnType<typeof clientsOf>;
  beforeAll(async () => {
    stage = await gcpStage();
    project = stage.projectId;
    clients = clientsOf(stage);
  }, STAGE_LIMIT_MS);
  afterAll(async () => {
    await Promise.all(Object.values(clients ?? {}).map((client) => client.close()));
    await stage?.sandbox.close();
  });

  /** Waits for an operation by its name until it is done. */
  const done = async (started: Promise<readonly unknown[]>) => {
    let operation = operationIn((await started)[0]);
    while (operation.status !== 'DONE') {
      [operation] = await clients.operations.wait({ project, operation: operation.name ?? '' });
    }
    return operation;
  };
  const network = 'app-vpc';
  const firewallResource = {
    ...{ name: 'out', network: 'global/networks/app-vpc', direction: 'EGRESS' },
    ...{ allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }], destinationRanges: [VENDOR_CIDR] },
  };

  test('makes a network with subnets, and peers it', async () => {
    await done(
      clients.networks.insert({ project, networkResource: { name: network, autoCreateSubnetworks: true } }),
    );
    const networkPeering = { name: 'df', network: stage.vendorNetwork, exchangeSubnetRoutes: true };
    const added = clients.networks.addPeering({
      ...{ project, network, networksAddPeeringRequestResource: { networkPeering } },
    });
    expect(await done(added)).toMatchObject({ operationType: 'addPeering', progress: 100 });
    const [read] = await clients.networks.get({ project, network });
    expect(read.peerings).toMatchObject([{ name: 'df', state: 'ACTIVE' }]);
    expect(read.subnetworks?.length).toBeGreaterThan(30);
  });

  test('pages through subnets, scope by scope', async () => {
    const scopes = new Map<string, number>();
    for await (const [scope, { subnetworks }] of clients.subnetworks.aggregatedListAsync({
      project,
      maxResults: 7,
    })) {
      scopes.set(scope, (scopes.get(scope) ?? 0) + (subnetworks?.length ?? 0));
    }
    expect(scopes.get('regions/us-central1')).toBe(1);
    expect([...scopes.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);
  });

  test('makes, filters and deletes firewall rules', async () => {
    await done(clients.firewalls.insert({ project, firewallResource }));
    const found = async (filter: string) =>
      (await clients.firewalls.list({ project, filter }))[0].map(({ name }) => name);
    expect(await found('direction = EGRESS')).toEqual(['out']);
    expect(await found('direction = INGRESS')).toEqual([]);
    await done(clients.firewalls.delete({ project, firewall: 'out' }));
    expect(await found('name = out')).toEqual([]);
  });

  test('shows the peering among the routes', async () => {
    const [routes] = await clients.routes.list({ project });
    expect(routes.filter(({ nextHopPeering }) => nextHopPeering === 'df')).toMatchObject([
      { destRange: VENDOR_CIDR },
    ]);
    const peeringRoutes = {
      project,
      network,
      peeringName: 'df',
      direction: 'OUTGOING',
      region: 'us-central1',
    };
    const [outgoing] = await clients.networks.listPeeringRoutes(peeringRoutes);
    expect(outgoing.every(({ imported }) => imported)).toBe(true);
  });

  test('reads refusals with their status', async () => {
    await expect(clients.networks.get({ project, network: 'none' })).rejects.toMatchObject({
      code: 404,
      message: expect.stringContaining('was not found'),
    });
    await expect(
      clients.networks.insert({ project, networkResource: { name: network, autoCreateSubnetworks: true } }),
    ).rejects.toMatchObject({
      code: 409,
    });
  });
});

/** One client for each kind of resource, all without a way to Google. */
function clientsOf({ sandbox, projectId, accessToken }: GcpStage) {
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: accessToken });
  const { hostname, port } = new URL(sandbox.endpoints.compute);
  const options = { apiEndpoint: hostname, port: Number(port), protocol: 'http', projectId };
  // The clients bring a copy of the library of their own: the same calls, but another type.
  Reflect.set(options, 'authClient', authClient);
  return {
    networks: new NetworksClient(options),
    subnetworks: new SubnetworksClient(options),
    firewalls: new FirewallsClient(options),
    routes: new RoutesClient(options),
    operations: new GlobalOperationsClient(options),
  };
}

interface WireOperation {
  readonly name?: string | null | undefined;
  readonly status?: unknown;
}

/** A mutation gives a wrapper that holds the operation as it was answered. */
function operationIn(wrapper: unknown): WireOperation {
  const { latestResponse } = Object(wrapper);
  return latestResponse;
}
