import type { Sandbox } from '../../src/sandbox/index.js';

/** A virtual network of the customer's subscription as its owner names it. */
export interface CustomerVnet {
  readonly resourceGroup: string;
  readonly vnetName: string;
}

const LOCATION = 'centralus';
const AUDIENCE = 'https://management.azure.com';

/** Makes a virtual network with one subnet, `apps`, through the API of Azure Resource Manager. */
export async function makeVnet(sandbox: Sandbox, { resourceGroup, vnetName }: CustomerVnet): Promise<void> {
  const put = await puttingAsOwner(sandbox);
  const group = `/subscriptions/${sandbox.azure.defaultSubscriptionId}/resourceGroups/${resourceGroup}`;
  await put(group, { location: LOCATION });
  const properties = {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'apps', properties: { addressPrefix: '10.0.1.0/24' } }],
  };
  await put(`${group}/providers/Microsoft.Network/virtualNetworks/${vnetName}`, {
    location: LOCATION,
    properties,
  });
}

/** Writes as the owner of the subscription, each to its end. */
async function puttingAsOwner(sandbox: Sandbox) {
  const { clientId, clientSecret, tenantId } = sandbox.azure.identity;
  const { arm, entra } = sandbox.endpoints;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${AUDIENCE}/.default`,
  });
  const granted = await fetch(`${entra}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form });
  const { access_token: token } = await json(granted);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  return async (path: string, content: object): Promise<void> => {
    const url = `${arm}${path}?api-version=2025-05-01`;
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(content) });
    let { properties } = await json(answer);
    while (properties?.provisioningState === 'Updating') {
      await new Promise((resolve) => setTimeout(resolve, 5));
      ({ properties } = await json(await fetch(url, { headers })));
    }
  };
}

interface Answer {
  readonly access_token?: string;
  readonly properties?: { readonly provisioningState?: string };
}

async function json(answer: Response): Promise<Answer> {
  const text = await answer.text();
  if (!answer.ok) throw new TypeError(`${answer.url}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
