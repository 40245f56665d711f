import type { Endpoints } from '../endpoints.js';
import { readPages } from '../rest/pages.js';
import type { Call, RestClient } from '../rest/rest-client.js';
import { Fields } from './fields.js';
import type { Connector, DirectEgress, PolicyBasedRoute } from './model.js';
import { isRefusal } from './refusal.js';
import { readPolicyBasedRoute } from './translate/route.js';
import { readConnector, readDirectEgress } from './translate/workload.js';

type Signal = AbortSignal | undefined;

/** What lies in other APIs than Compute Engine. Each of them has to be enabled on its own. */
export class OtherApis {
  readonly #client: RestClient;
  readonly #endpoints: Endpoints;
  readonly #projectId: string;

  constructor(client: RestClient, endpoints: Endpoints, projectId: string) {
    this.#client = client;
    this.#endpoints = endpoints;
    this.#projectId = projectId;
  }

  /** All policy-based routes of the project. */
  async policyBasedRoutes(signal: Signal): Promise<PolicyBasedRoute[]> {
    const operation = 'networkconnectivity.policyBasedRoutes.list';
    const url = `${this.#endpoints.networkConnectivity}/${this.#place('global')}/policyBasedRoutes`;
    const items = await this.#list({ operation, method: 'GET', url, signal }, 'policyBasedRoutes');
    return items.map((item) => readPolicyBasedRoute(item, this.#projectId));
  }

  /** All connectors of a region. */
  async connectors(region: string, signal: Signal): Promise<Connector[]> {
    const url = `${this.#endpoints.vpcAccess}/${this.#place(region)}/connectors`;
    const call: Call = { operation: 'vpcaccess.connectors.list', method: 'GET', url, signal };
    const items = await this.#list(call, 'connectors');
    return items.map((item) => readConnector(item, region, this.#projectId));
  }

  /** All Cloud Run services of a region that are in a VPC by themselves. */
  async directEgress(region: string, signal: Signal): Promise<DirectEgress[]> {
    const url = `${this.#endpoints.run}/${this.#place(region)}/services`;
    const items = await this.#list(
      { operation: 'run.services.list', method: 'GET', url, signal },
      'services',
    );
    return items.flatMap((item) => readDirectEgress(item, region, this.#projectId));
  }

  /** Which of these permissions the credentials have on the project. */
  async testPermissions(permissions: readonly string[], signal: Signal): Promise<string[]> {
    const url = `${this.#endpoints.resourceManager}/projects/${this.#projectId}:testIamPermissions`;
    const call: Call = { operation: 'projects.testIamPermissions', method: 'POST', url, signal };
    const answer = await this.#client.call({ ...call, body: { permissions } });
    return new Fields(answer).texts('permissions');
  }

  /** A region that an API does not serve, and a double that does not know it, hold none. */
  async #list(call: Call, name: string): Promise<Fields[]> {
    try {
      const pages = await readPages(this.#client, call);
      return pages.flatMap((page) => page.records(name));
    } catch (error) {
      if (isRefusal(error, 'notFound', 'HTTP 404')) return [];
      throw error;
    }
  }

  #place(location: string): string {
    return `projects/${this.#projectId}/locations/${encodeURIComponent(location)}`;
  }
}
