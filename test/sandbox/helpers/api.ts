import type { Sandbox } from '../../../src/sandbox/index.js';

/** An answer with its JSON, or undefined for an empty body. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A text field of an answer; '' when there is none. */
export function textOf(body: unknown, key: string): string {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return String(fields.find(([name]) => name === key)?.[1] ?? '');
}

/** Sends one request to the sandbox with its API key. */
export async function api(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<ApiAnswer> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Body of POST /v1/networks. */
export function networkBody(overrides: object = {}): object {
  return {
    name: 'net',
    location: { provider: 'aws', region: 'us-east-1' },
    cidr_block: '127.20.0.0/16',
    byoc: {},
    ...overrides,
  };
}

/** Body of POST /v1/connections as the vendor's client sends it for AWS. */
export function connectionBody(networkId: string, peer: object = {}): object {
  return {
    name: 'conn',
    network_id: networkId,
    peer: {
      account_id: '123456789012',
      vpc_id: 'vpc-0123456789abcdef0',
      cidr_block: '',
      azure: { resource_group: '', tenant_id: '', app_object_id: '', use_remote_gateways: false },
      ...peer,
    },
  };
}

/** Body of POST /v1/datastores. */
export function datastoreBody(networkId: string, overrides: object = {}): object {
  return {
    name: 'store',
    network_id: networkId,
    location: { provider: 'aws', region: 'us-east-1' },
    tier: { max_memory_bytes: 3_000_000_000, performance_tier: 'dev' },
    ...overrides,
  };
}

/** Long enough for any one transition of the default timings. */
export const STEP_MS = 1_000;

/** An active network, on a sandbox with a virtual clock. */
export async function activeNetwork(sandbox: Sandbox, overrides: object = {}): Promise<string> {
  const { body } = await api(sandbox, 'POST', '/v1/networks', networkBody(overrides));
  await sandbox.clock.advance(STEP_MS);
  return textOf(body, 'network_id');
}

/** An inactive connection on a new network, on a sandbox with a virtual clock. */
export async function inactiveConnection(sandbox: Sandbox, networkId?: string): Promise<string> {
  const network = networkId ?? (await activeNetwork(sandbox));
  const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network));
  await sandbox.clock.advance(STEP_MS);
  return textOf(body, 'connection_id');
}

/** An active datastore on a new network, on a sandbox with a virtual clock. */
export async function activeDatastore(sandbox: Sandbox, overrides: object = {}): Promise<string> {
  const network = await activeNetwork(sandbox);
  const { body } = await api(sandbox, 'POST', '/v1/datastores', datastoreBody(network, overrides));
  await sandbox.clock.advance(STEP_MS);
  return textOf(body, 'datastore_id');
}

/** The status of an object as GET shows it; the HTTP status when that is not 200. */
export async function statusOf(sandbox: Sandbox, path: string): Promise<string | number> {
  const { status, body } = await api(sandbox, 'GET', path);
  return status === 200 ? textOf(body, 'status') : status;
}
