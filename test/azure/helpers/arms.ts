import type { Sandbox } from '../../../src/sandbox/index.js';

type Json = Readonly<Record<string, unknown>>;

const VERSION = 'api-version=2025-05-01';
const ARM = 'https://management.azure.com';

/** A rule of a network security group, as far as tests set it. */
interface Rule {
  readonly name: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  readonly priority: number;
}

/** An application as Graph shows it. */
interface Shown {
  readonly id: string;
  readonly displayName: string;
  readonly passwordCredentials: readonly { readonly keyId: string }[];
}

/** What the administrators of both sides do in Azure by hand, and what they see there. */
export class Arms {
  readonly #tokens = new Map<string, string>();

  constructor(readonly sandbox: Sandbox) {}

  /** The properties of one half of a peering. */
  async peering(vnetId: string, name: string): Promise<Json> {
    return propertiesOf(await this.#arm('GET', `${vnetId}/virtualNetworkPeerings/${name}`));
  }

  /** The names of a virtual network's peerings. */
  async peeringNames(vnetId: string): Promise<string[]> {
    return listOf(await this.#arm('GET', `${vnetId}/virtualNetworkPeerings`)).map(({ name }) => String(name));
  }

  /** Deletes one half. */
  async deletePeering(vnetId: string, name: string): Promise<void> {
    await this.#arm('DELETE', `${vnetId}/virtualNetworkPeerings/${name}`);
  }

  /** Syncs one half as the administrator of the customer, who has a token of the other directory, too. */
  async sync(peeringId: string): Promise<void> {
    await this.#arm('PUT', `${peeringId}?syncRemoteAddressSpace=true`, await this.#arm('GET', peeringId));
  }

  /** Changes the address space of a virtual network. */
  async addressSpace(vnetId: string, addressPrefixes: readonly string[], tenantId?: string): Promise<void> {
    const vnet = await this.#arm('GET', vnetId, undefined, tenantId);
    const properties = { ...propertiesOf(vnet), addressSpace: { addressPrefixes } };
    await this.#arm('PUT', vnetId, { ...vnet, properties }, tenantId);
  }

  /** Makes a network security group; gives its id. */
  async nsg(name: string, rules: readonly Rule[]): Promise<string> {
    const id = `/subscriptions/${this.sandbox.azure.defaultSubscriptionId}/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/${name}`;
    const securityRules = rules.map(({ name: ruleName, ...rule }) => ({
      name: ruleName,
      properties: { ...EVERYTHING, ...rule },
    }));
    await this.#arm('PUT', id, { location: 'centralus', properties: { securityRules } });
    return id;
  }

  /** Its own rules, by priority. */
  async rules(nsgId: string): Promise<Json[]> {
    return listOf(await this.#arm('GET', `${nsgId}/securityRules`));
  }

  /** Puts a group on a subnet. */
  async guard(vnetId: string, subnet: string, nsgId: string): Promise<void> {
    const id = `${vnetId}/subnets/${subnet}`;
    const properties = propertiesOf(await this.#arm('GET', id));
    await this.#arm('PUT', id, { properties: { ...properties, networkSecurityGroup: { id: nsgId } } });
  }

  /** Every application of the customer's directory, oldest first. */
  async applications(): Promise<Shown[]> {
    const { value } = (await this.#graph('GET', '/applications')) as { value: Shown[] };
    return value;
  }

  /** The ids of the secrets of an application, by its display name. */
  async secretsOf(displayName: string): Promise<string[]> {
    const found = (await this.applications()).filter((one) => one.displayName === displayName);
    return found.flatMap(({ passwordCredentials }) => passwordCredentials.map(({ keyId }) => keyId));
  }

  /** Makes a secret. */
  async addPassword(objectId: string, displayName: string): Promise<void> {
    await this.#graph('POST', `/applications/${objectId}/addPassword`, {
      passwordCredential: { displayName },
    });
  }

  async #arm(method: string, path: string, body?: Json, tenantId?: string): Promise<Json> {
    const url = `${this.sandbox.endpoints.arm}${path}${path.includes('?') ? '&' : '?'}${VERSION}`;
    const answer = await this.#call(method, url, ARM, body, tenantId);
    // What was begun is over when the resource says so, or is gone.
    for (let left = 400; method !== 'GET' && left > 0; left -= 1) {
      const now = await this.#call('GET', url, ARM, undefined, tenantId).catch(() => ({}));
      const { provisioningState } = propertiesOf(now);
      if (provisioningState !== 'Updating' && provisioningState !== 'Deleting') return now;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return answer;
  }

  #graph(method: string, path: string, body?: Json): Promise<Json> {
    return this.#call(
      method,
      `${this.sandbox.endpoints.graph}/v1.0${path}`,
      'https://graph.microsoft.com',
      body,
    );
  }

  async #call(method: string, url: string, audience: string, body?: Json, tenantId?: string): Promise<Json> {
    const answer = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token(audience, tenantId)}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new TypeError(`${method} ${url}: ${answer.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  async #token(audience: string, tenantId = this.sandbox.azure.defaultTenantId): Promise<string> {
    const key = `${tenantId} ${audience}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const { clientId, clientSecret } = this.sandbox.azure.administrator(tenantId);
    const form = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
      scope: `${audience}/.default`,
    });
    const url = `${this.sandbox.endpoints.entra}/${tenantId}/oauth2/v2.0/token`;
    const answer: unknown = await (await fetch(url, { method: 'POST', body: form })).json();
    const token = String(Reflect.get(answer instanceof Object ? answer : {}, 'access_token'));
    this.#tokens.set(key, token);
    return token;
  }
}

const EVERYTHING = {
  protocol: '*',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
};

function propertiesOf(resource: Json): Json {
  const { properties } = resource;
  return properties instanceof Object ? { ...properties } : {};
}

function listOf({ value }: Json): Json[] {
  return Array.isArray(value) ? value : [];
}
