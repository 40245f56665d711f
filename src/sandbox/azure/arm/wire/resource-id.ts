/**
 * Resource ids as ARM compares them: without regard to case. What is written back keeps the case in which it was first
 * given.
 */

/** The form under which an id is stored and compared: lower case, without a slash at the end. */
export function idKey(id: string): string {
  return id.toLowerCase().replace(/\/+$/, '');
}

/** True when both name the same resource. */
export function sameId(a: string, b: string): boolean {
  return idKey(a) === idKey(b);
}

/** True when `id` is `scope` or lies below it. The scope `/` or '' holds everything. */
export function isWithin(scope: string, id: string): boolean {
  const outer = idKey(scope);
  const inner = idKey(id);
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** The subscription that an id lies in, as it stands there. */
export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}

/** The resource group that an id lies in, as it stands there. */
export function resourceGroupOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
}

/** The last segment. */
export function nameOf(id: string): string {
  return id.split('/').at(-1) ?? '';
}

/** The id of the virtual network that an id names or lies in. */
export function virtualNetworkOf(id: string): string | undefined {
  return /^.*\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+/i.exec(id)?.[0];
}

/** `Microsoft.Network/virtualNetworks/subnets`: the type that an id's last provider part has. */
export function typeOf(id: string): string {
  const [namespace, ...rest] = (id.split(/\/providers\//i).at(-1) ?? '').split('/');
  const types = rest.filter((_segment, index) => index % 2 === 0);
  return [namespace, ...types].join('/');
}

/** `Microsoft.Network`, of the id's last provider part; undefined when it has none. */
export function namespaceOf(id: string): string | undefined {
  const parts = id.split(/\/providers\//i);
  return parts.length < 2 ? undefined : parts.at(-1)?.split('/')[0];
}
