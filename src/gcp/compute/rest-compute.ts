import { randomUUID } from 'node:crypto';
import { type Endpoints, originsOf } from '../endpoints.js';
import { waitForOperation } from '../rest/operations.js';
import { readPages, scopedItems } from '../rest/pages.js';
import type { Call, RestClient } from '../rest/rest-client.js';
import type { Compute, NewPeering, PeeringFlags, PeeringRoutesQuery, PeeringUpdate } from './compute.js';
import { Fields } from './fields.js';
import { isSameNetwork, networkPath } from './links.js';
import type {
  Connector,
  DirectEgress,
  EffectiveFirewalls,
  Firewall,
  Instance,
  Network,
  NetworkRef,
  NewFirewall,
  PeeringRoute,
  PolicyBasedRoute,
  Route,
  Subnetwork,
} from './model.js';
import { OtherApis } from './other-apis.js';
import { readEffectiveFirewalls, readFirewall } from './translate/firewall.js';
import { readNetwork, readPeeringRoute, readSubnetwork } from './translate/network.js';
import { readRoute } from './translate/route.js';
import { readInstance } from './translate/workload.js';

type Signal = AbortSignal | undefined;

/** The calls, made through REST. Every URL is built from names. */
export class RestCompute implements Compute {
  readonly #client: RestClient;
  readonly #endpoints: Endpoints;
  readonly #projectId: string;
  readonly #projectUrl: string;
  readonly #others: OtherApis;

  constructor(client: RestClient, endpoints: Endpoints, projectId: string) {
    this.#client = client;
    this.#endpoints = endpoints;
    this.#projectId = projectId;
    this.#projectUrl = `${endpoints.compute}/projects/${projectId}`;
    this.#others = new OtherApis(client, endpoints, projectId);
  }

  endpoints(): readonly string[] {
    return originsOf(this.#endpoints);
  }

  async network(name: string, signal?: AbortSignal): Promise<Network> {
    const url = `${this.#projectUrl}/${networkUrl(name)}`;
    const call: Call = { operation: 'compute.networks.get', method: 'GET', url, expected: 'name', signal };
    const answer = await this.#client.call(call);
    return readNetwork(new Fields(answer), this.#projectId);
  }

  async subnetworks(network: string, signal?: AbortSignal): Promise<Subnetwork[]> {
    const operation = 'compute.subnetworks.list';
    const pages = await this.#pages(operation, 'aggregated/subnetworks', {}, signal);
    const all = scopedItems(pages, 'subnetworks', operation).map((item) =>
      readSubnetwork(item, this.#projectId),
    );
    return this.#of(network, all);
  }

  async routes(network: string, signal?: AbortSignal): Promise<Route[]> {
    const items = await this.#items('compute.routes.list', 'global/routes', {}, signal);
    return this.#of(
      network,
      items.flatMap((item) => readRoute(item, this.#projectId) ?? []),
    );
  }

  async peeringRoutes(query: PeeringRoutesQuery, signal?: AbortSignal): Promise<PeeringRoute[]> {
    const { network, peering: peeringName, direction, region } = query;
    const path = `${networkUrl(network)}/listPeeringRoutes`;
    const search = { peeringName, direction, region };
    const items = await this.#items('compute.networks.listPeeringRoutes', path, search, signal);
    return items.flatMap((item) => readPeeringRoute(item) ?? []);
  }

  async effectiveFirewalls(network: string, signal?: AbortSignal): Promise<EffectiveFirewalls> {
    const path = `${networkUrl(network)}/getEffectiveFirewalls`;
    const answer = await this.#get('compute.networks.getEffectiveFirewalls', path, {}, signal);
    return readEffectiveFirewalls(answer, this.#projectId);
  }

  async regionalEffectiveFirewalls(
    { network, region }: { readonly network: string; readonly region: string },
    signal?: AbortSignal,
  ): Promise<EffectiveFirewalls> {
    const path = `regions/${encodeURIComponent(region)}/firewallPolicies/getEffectiveFirewalls`;
    const query = { network: networkPath(this.#ref(network)) };
    const answer = await this.#get('compute.networks.getRegionEffectiveFirewalls', path, query, signal);
    return readEffectiveFirewalls(answer, this.#projectId);
  }

  async firewalls(network: string, signal?: AbortSignal): Promise<Firewall[]> {
    const items = await this.#items('compute.firewalls.list', 'global/firewalls', {}, signal);
    return this.#of(
      network,
      items.map((item) => readFirewall(item, this.#projectId)),
    );
  }

  async instances(network: string, signal?: AbortSignal): Promise<Instance[]> {
    const operation = 'compute.instances.list';
    const pages = await this.#pages(operation, 'aggregated/instances', {}, signal);
    const all = scopedItems(pages, 'instances', operation).map((item) => readInstance(item, this.#projectId));
    const wanted = this.#ref(network);
    return all.filter(({ interfaces }) => interfaces.some((one) => isSameNetwork(one.network, wanted)));
  }

  async policyBasedRoutes(network: string, signal?: AbortSignal): Promise<PolicyBasedRoute[]> {
    return this.#of(network, await this.#others.policyBasedRoutes(signal));
  }

  connectors(region: string, signal?: AbortSignal): Promise<Connector[]> {
    return this.#others.connectors(region, signal);
  }

  directEgress(region: string, signal?: AbortSignal): Promise<DirectEgress[]> {
    return this.#others.directEgress(region, signal);
  }

  testPermissions(permissions: readonly string[], signal?: AbortSignal): Promise<string[]> {
    return this.#others.testPermissions(permissions, signal);
  }

  async addPeering(
    network: string,
    { name, peer, ...flags }: NewPeering,
    signal?: AbortSignal,
  ): Promise<void> {
    const networkPeering = {
      name,
      network: networkPath(peer),
      exchangeSubnetRoutes: true,
      ...flagsOf(flags),
    };
    const path = `${networkUrl(network)}/addPeering`;
    await this.#write('compute.networks.addPeering', 'POST', path, { networkPeering }, signal);
  }

  async updatePeering(
    network: string,
    { name, ...flags }: PeeringUpdate,
    signal?: AbortSignal,
  ): Promise<void> {
    const networkPeering = { name, ...flagsOf(flags) };
    const path = `${networkUrl(network)}/updatePeering`;
    await this.#write('compute.networks.updatePeering', 'PATCH', path, { networkPeering }, signal);
  }

  async removePeering(network: string, name: string, signal?: AbortSignal): Promise<void> {
    const path = `${networkUrl(network)}/removePeering`;
    await this.#write('compute.networks.removePeering', 'POST', path, { name }, signal);
  }

  async requestRemovePeering(network: string, name: string, signal?: AbortSignal): Promise<void> {
    const path = `${networkUrl(network)}/requestRemovePeering`;
    await this.#write('compute.networks.requestRemovePeering', 'POST', path, { name }, signal);
  }

  async insertFirewall(network: string, firewall: NewFirewall, signal?: AbortSignal): Promise<void> {
    const body = { ...firewallBody(firewall), network: networkPath(this.#ref(network)) };
    await this.#write('compute.firewalls.create', 'POST', 'global/firewalls', body, signal);
  }

  async patchFirewall(firewall: NewFirewall, signal?: AbortSignal): Promise<void> {
    const { targetTags, targetServiceAccounts } = firewall;
    // Empty lists remove what was there; lists that are left out would stay.
    const body = { ...firewallBody(firewall), targetTags, targetServiceAccounts, disabled: false };
    await this.#write('compute.firewalls.update', 'PATCH', firewallUrl(firewall.name), body, signal);
  }

  async deleteFirewall(name: string, signal?: AbortSignal): Promise<void> {
    await this.#write('compute.firewalls.delete', 'DELETE', firewallUrl(name), undefined, signal);
  }

  #get(operation: string, path: string, query: Call['query'] & object, signal: Signal): Promise<unknown> {
    return this.#client.call({ operation, method: 'GET', url: `${this.#projectUrl}/${path}`, query, signal });
  }

  #pages(operation: string, path: string, query: Call['query'] & object, signal: Signal): Promise<Fields[]> {
    const url = `${this.#projectUrl}/${path}`;
    return readPages(this.#client, {
      operation,
      method: 'GET',
      url,
      query: { maxResults: '500', ...query },
      signal,
    });
  }

  async #items(
    operation: string,
    path: string,
    query: Call['query'] & object,
    signal: Signal,
  ): Promise<Fields[]> {
    const pages = await this.#pages(operation, path, query, signal);
    return pages.flatMap((page) => page.records('items'));
  }

  /** Makes a write and waits until it is over. All of its attempts carry one id, so that Google takes it once. */
  async #write(
    operation: string,
    method: Call['method'],
    path: string,
    body: object | undefined,
    signal: Signal,
  ): Promise<void> {
    const url = `${this.#projectUrl}/${path}`;
    const query = { requestId: randomUUID() };
    const call: Call = { operation, method, url, query, ...(body && { body }), expected: 'name', signal };
    const answer = await this.#client.call(call);
    await waitForOperation(this.#client, { projectUrl: this.#projectUrl, operation, answer, signal });
  }

  #of<T extends { readonly network: NetworkRef }>(network: string, all: readonly T[]): T[] {
    const wanted = this.#ref(network);
    return all.filter((one) => isSameNetwork(one.network, wanted));
  }

  #ref(name: string): NetworkRef {
    return { projectId: this.#projectId, name };
  }
}

function networkUrl(name: string): string {
  return `global/networks/${encodeURIComponent(name)}`;
}

function firewallUrl(name: string): string {
  return `global/firewalls/${encodeURIComponent(name)}`;
}

function flagsOf({ importCustomRoutes, exportCustomRoutes, stackType }: PeeringFlags): PeeringFlags {
  return {
    ...(importCustomRoutes !== undefined && { importCustomRoutes }),
    ...(exportCustomRoutes !== undefined && { exportCustomRoutes }),
    ...(stackType !== undefined && { stackType }),
  };
}

/** The targets are named only when there are some: an empty list of tags is no legal rule. */
function firewallBody(firewall: NewFirewall): object {
  const { name, direction, priority, port, cidr, description, targetTags, targetServiceAccounts } = firewall;
  const range = direction === 'EGRESS' ? 'destinationRanges' : 'sourceRanges';
  return {
    name,
    direction,
    priority,
    description,
    allowed: [{ IPProtocol: 'tcp', ports: [String(port)] }],
    [range]: [String(cidr)],
    ...(targetTags.length > 0 && { targetTags }),
    ...(targetServiceAccounts.length > 0 && { targetServiceAccounts }),
  };
}
